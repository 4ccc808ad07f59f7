"""`huiyin draw`: right, wrong and unreadable files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.announcing import announcement, held
from huiyin.panels.tests.cast import DRAWN, FOLK, NUMBERS, SALT, TOWN, pool
from huiyin.site.cli import main


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    announced = announcement("May", TOWN, pool(TOWN, FOLK), SALT, NUMBERS)
    assert isinstance(announced, dict)
    return held(announced, DRAWN, ["Alice"])


@pytest.mark.parametrize(
    ("seats_lost", "code", "word"), [(0, 0, "ok: ticket"), (1, 1, "NOT RIGHT: the draw repeated")]
)
def test_it_says_whether_a_draw_is_right(
    record: dict[str, Any], tmp_path: Path, capsys: Any, seats_lost: int, code: int, word: str
) -> None:
    file = json.loads(json.dumps(record))
    del file["result"]["panel"][:seats_lost]
    (tmp_path / "draw.json").write_text(json.dumps(file, indent=2))
    assert main(["draw", "verify", str(tmp_path / "draw.json")]) == code
    assert word in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"announcement": 1}', '{"announcement": {"format": "huiyin-draw/1"}}']
)
def test_what_is_no_draw_gets_a_clear_error(tmp_path: Path, capsys: Any, text: str) -> None:
    (tmp_path / "draw.json").write_text(text)
    assert main(["draw", "verify", str(tmp_path / "draw.json")]) == 2
    assert "draw.json" in capsys.readouterr().err


def test_the_verifier_is_printed_as_it_runs(capsys: Any) -> None:
    assert main(["draw", "verifier"]) == 0
    assert capsys.readouterr().out == Path(verify_draw.__file__).read_text(encoding="utf-8")
