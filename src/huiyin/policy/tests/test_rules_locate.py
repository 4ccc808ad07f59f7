"""Lines found by the locator, held against the TOML reader and the text itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.policy.blueprint import folder
from huiyin.policy.rules.locate import line_of, lines, spoken

FILES = sorted(folder("xingtai").glob("*.toml"))

TRICKY = '''# [not] = "a table"
title = "a # b [c] = {d}"
"quoted key" = 1
dotted.inner = 2022-02-14 08:30:00
long = """
key = "no key"
[[no.row]]
""""
raw = \'\'\'
]\'\'\'
list = [ # comment ]
  1, "]",
  [2, 3], { x = 1, y = { z = "}" } },
]
[table]
a = 08:30:00
[[rows]]
a = 1
[rows.sub]
b = 2
[[rows]]
a = 3
[[rows.sub]]
b = 4
'''


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*path, key)
        yield from paths_in(item, (*path, key))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_key_of_a_real_file_is_on_its_line(file: Path) -> None:
    text = file.read_text()
    found, rows = lines(text), text.split("\n")
    for path in paths_in(tomllib.loads(text)):
        assert path in found, spoken(path)
        if isinstance(path[-1], str):
            assert path[-1] in rows[found[path] - 1]


def test_strings_comments_and_nesting_do_not_confuse_it() -> None:
    found = lines(TRICKY)
    assert set(paths_in(tomllib.loads(TRICKY))) <= set(found)
    expected = {
        ("title",): 2,
        ("quoted key",): 3,
        ("dotted", "inner"): 4,
        ("raw",): 9,
        ("list", 0): 12,
        ("list", 3, "y", "z"): 13,
        ("table", "a"): 16,
        ("rows", 0, "a"): 18,
        ("rows", 0, "sub", "b"): 20,
        ("rows", 1): 21,
        ("rows", 1, "a"): 22,
        ("rows", 1, "sub", 0, "b"): 24,
    }
    assert {path: found[path] for path in expected} == expected


@given(st.lists(st.sampled_from(["a = 1", "# x", "", 'a = """\n\n"""', "a = [\n1,\n2]"]), max_size=8))
def test_what_stands_before_moves_a_key_by_its_lines(before: list[str]) -> None:
    tables = "".join(f"[t{i}]\n{text}\n" for i, text in enumerate(before))
    assert lines(tables + "[last]\nkey = 1\n")["last", "key"] == tables.count("\n") + 2


def test_what_is_missing_is_on_the_line_of_what_is_around_it() -> None:
    found = lines("a = 1\n[t]\nb = 2\n")
    assert line_of(found, ("t", "c")) == 2
    assert line_of(found, ("nowhere",)) == 1


def test_a_path_is_spoken_as_people_write_it() -> None:
    assert spoken(("officers", 3, "unit")) == "officers[3].unit"
