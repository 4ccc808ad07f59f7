"""What is delivered is whole: a wheel, installed beside nothing else of ours, runs from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools/bin/uv"
SOURCE = ROOT / "src"
SHIPPED = {".html", ".css", ".js", ".svg", ".typ", ".toml"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as a release is: a source distribution first, and the wheel from that."""
    if not UV.exists():
        pytest.skip("uv isn't in .tools: make setup brings it")
    folder = tmp_path_factory.mktemp("dist")
    for offline in (["--offline"], []):
        done = subprocess.run([UV, "build", *offline, "-o", folder, ROOT], capture_output=True, text=True)
        if done.returncode == 0:
            return next(folder.glob("*.whl"))
    pytest.fail(done.stderr[-3000:])


def test_everything_that_isnt_code_is_inside_and_no_test_is(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {path.relative_to(SOURCE).as_posix() for path in _files(SOURCE) if path.suffix in SHIPPED}
    ours |= {
        po.relative_to(SOURCE).with_suffix(".mo").as_posix() for po in _files(SOURCE) if po.suffix == ".po"
    }
    cities = ROOT / "blueprints"
    ours |= {f"huiyin/_blueprints/{path.relative_to(cities).as_posix()}" for path in _files(cities)}
    assert ours - inside == set()
    assert not [name for name in inside if "/tests/" in name]


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not {"tests", "__pycache__"} & set(path.parts):
            yield path


@pytest.fixture(scope="module")
def huiyin(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed in an environment of its own; what it stands on is borrowed from ours."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, symlinks=True)
    python = place / "bin/python"
    done = subprocess.run(
        [UV, "pip", "install", "--offline", "--no-deps", "--python", python, wheel],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    borrowed = next((place / "lib").glob("python*")) / "site-packages/borrowed.pth"
    borrowed.write_text(
        sysconfig.get_path("purelib") + "\n"
    )  # a path only: the links of our checkout aren't followed
    return place / "bin/huiyin"


def run(command: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_", "DJANGO_", "PYTHON"))
    }
    return subprocess.run(
        [command, *words], cwd=folder, env=clean, capture_output=True, text=True, timeout=300
    )


def test_it_knows_its_cities_and_says_what_is_missing(huiyin: Path, tmp_path: Path) -> None:
    checked = run(huiyin, tmp_path, "check", "xingtai")
    assert (checked.returncode, checked.stdout) == (0, "xingtai is fit for use\n"), checked.stderr
    told = run(huiyin, tmp_path, "doctor")
    assert "Traceback" not in told.stderr and told.returncode in (0, 1), told.stderr
    for what in ("fonts", "calendar", "sms", "mail", "address", "disk", "database", "huiyin up"):
        assert f"  {what} " in told.stdout, (what, told.stdout)
    assert list(tmp_path.iterdir()) == [], "looking writes nothing"


def test_it_brings_its_tables_its_city_and_its_chinese(huiyin: Path, tmp_path: Path) -> None:
    code = (
        "import huiyin; from django.test import Client; from django.utils import translation;"
        "from django.template.loader import get_template; get_template('desk/today.html');"
        "translation.activate('zh-hans'); print(huiyin.__path__, translation.gettext('My work today'))"
    )
    loaded = run(huiyin, tmp_path, "load", "xingtai")
    assert "xingtai is loaded" in loaded.stdout, loaded.stderr[-3000:]
    told = run(huiyin, tmp_path, "manage", "shell", "-v", "0", "-c", code)
    assert "今天的事" in told.stdout, (told.stdout, told.stderr[-3000:])
    assert str(huiyin.parents[1]) in told.stdout and str(sys.prefix) not in told.stdout
