"""A story lived in a database of its own, for all tests of a module; and what was logged meanwhile."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests import tables


class Kept(logging.Handler):
    """Every line that is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + str(record.__dict__))


@dataclass
class Lived:
    lines: dict
    log: list[str]
    letters: list


@pytest.fixture(scope="module")
def own_database(database_url: str, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database of this module's own, so that what the story leaves is there for all its tests and for no other."""
    from django.db import connections

    name = f"{connections['default'].settings_dict['TEST']['NAME']}_story"
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    tables.lay(database_url, name)
    with django_db_blocker.unblock():
        _switch(dict.fromkeys(before, name))
        yield
        _switch(before)
    tables.drop(database_url, name)


def _switch(names: dict[str, str]) -> None:
    from django.db import connections

    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@contextmanager
def living(city: str, until: date | None = None) -> Iterator[Lived]:
    """Lives the story of `city` in the database in use, to its end or until that day."""
    from django.test.utils import override_settings

    from huiyin.policy import blueprint
    from huiyin.site import realm
    from huiyin.site.commands import replay
    from huiyin.site.replays import letters, story

    kept, folder = Kept(), Path(tempfile.mkdtemp(prefix="huiyin-story-"))
    logging.getLogger().addHandler(kept)
    with override_settings(MEDIA_ROOT=folder, REALM="demo"):
        realm.claim()
        lines = replay.live(city, until=until)
        written = letters.compose(story.load(city), blueprint.load(city))
        yield Lived(lines, kept.lines, [one for one in written if until is None or one.at.date() <= until])
    logging.getLogger().removeHandler(kept)
    shutil.rmtree(folder)
