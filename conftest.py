"""What every test stands on: a database server of its own, both connections, a reason for what is skipped."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "tools"))
os.environ["PATH"] += os.pathsep + "/usr/sbin"  # where Kannel is, and an ordinary user doesn't look
# What is compiled once is read by every process that tests start, also where images forbid to keep it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine says nothing about a rule
settings.load_profile("unhurried")

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
NEEDED = {
    "browser": (lambda: shutil.which("chromium"), "Chromium is missing: apt-get install chromium"),
    "kannel": (
        lambda: shutil.which("bearerbox") and (shutil.which("fakesmsc") or Path(FAKESMSC).exists()),
        "Kannel is missing: apt-get install kannel kannel-extras",
    ),
    "mail": (lambda: shutil.which("dovecot"), "Dovecot is missing: apt-get install dovecot-imapd"),
    "real_data": (
        lambda: (ROOT.parent / "shared" / "data").is_dir(),
        "the collection of real messages isn't on this machine",
    ),
}


def pytest_sessionstart() -> None:
    from translations import compile_all

    compile_all(ROOT / "src")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = {name: reason for name, (there, reason) in NEEDED.items() if not there()}
    for item in items:
        for name in absent.keys() & {marker.name for marker in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=absent[name]))
        _give_both_connections(item)


def pytest_collection_finish() -> None:
    """What was imported stays: Python needn't look through all of it again and again for what could go."""
    gc.collect()
    gc.freeze()


def _give_both_connections(item: pytest.Item) -> None:
    """What is looked at is written on a connection of its own, so any test of the database may need both."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    if marker is None and not {"db", "transactional_db", "live_server"}.intersection(fixtures):
        return
    given = marker.kwargs if marker else {"transaction": "db" not in fixtures}
    item.add_marker(pytest.mark.django_db(**{"databases": ["default", "witness"], **given}), append=False)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A PostgreSQL of this test process alone, thrown away at its end; or the one that DATABASE_URL names."""
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    from tests import tables

    folder = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    server = tables.server(folder / "postgres")
    yield server.url()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    database_url: str,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Both connections lead to a copy of the empty tables, in place of a database migrated each time."""
    from django.db import connections
    from tests import tables

    from huiyin.site import environment

    settings = [connection.settings_dict for connection in connections.all()]
    name = settings[0]["TEST"]["NAME"]
    place = environment.database(database_url) | {"NAME": name}
    for one in settings:
        one.update({key: place[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")})
    tables.lay(database_url, name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    tables.drop(database_url, name)


pytest_plugins = ["tests.cast"]
