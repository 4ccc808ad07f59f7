"""Every mistake in a blueprint with its file, line and key, before anything is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from huiyin.policy.rules import locate, references
from huiyin.policy.rules.layout import FILE_OF, FILES, ROW_OF, SPARE
from huiyin.policy.rules.sense import Rows, senseless
from huiyin.policy.rules.shape import Wrong, made, wrong_in

_LEANED_ON = ("city", "regions", "units", "roles")
"""Lists that the others lean on: while a row is missing from one, what seems wrong elsewhere may not be."""


@dataclass(frozen=True, order=True)
class Mistake:
    """`line` counts from 1; `key` is spoken as in officers[3].unit, rows counted from 0 as in the file's list."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key + ': ' if self.key else ''}{self.text}"


def mistakes(path: Path) -> list[Mistake]:
    """All mistakes of the blueprint in the folder `path`, in order of file and line."""
    return read(path)[1]


def read(path: Path) -> tuple[Rows, list[Mistake]]:
    """The rows that could be made, by list and place, and all mistakes. Rows are complete only without mistakes."""
    if not path.is_dir():
        return {}, [Mistake(str(path), 1, "", "there is no such folder")]
    files = {name: _read_file(path / name) for name in FILES}
    found = [mistake for file in files.values() for mistake in file.mistakes]
    found += _strangers(path)
    tables = {name: _rows(files[FILE_OF[name]].data, name) for name in FILE_OF}
    shapes = {
        name: [_shape(name, index, table) for index, table in enumerate(tables[name])] for name in FILE_OF
    }
    rows = {
        name: {i: made(table, ROW_OF[name]) for i, table in enumerate(tables[name]) if not shapes[name][i]}
        for name in FILE_OF
    }
    unread = {name for name, file in FILE_OF.items() if files[file].mistakes and not files[file].data}
    for where, text in _wrong(files, tables, shapes, rows, unread):
        file = files[FILE_OF[str(where[0])]]
        found.append(Mistake(file.name, locate.line_of(file.lines, where), locate.spoken(where), text))
    return rows, sorted(set(found))


@dataclass
class _File:
    name: str
    data: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    @cached_property
    def lines(self) -> dict[locate.Path, int]:
        """Looked for only once something is wrong in the file."""
        return locate.lines(self.text)


def _read_file(path: Path) -> _File:
    """A file that can't be read is one mistake and has no data."""
    try:
        return _parsed(path.name, path.read_bytes())
    except FileNotFoundError:
        if path.name in SPARE:
            return _File(path.name)
        return _File(path.name, mistakes=[Mistake(path.name, 1, "", "the file is missing")])


def _parsed(name: str, content: bytes) -> _File:
    try:
        text = content.decode().replace("\r\n", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _File(name, mistakes=[Mistake(name, line, "", "isn't UTF-8 text")])
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) if at else text.rstrip().count("\n") + 1
        return _File(name, mistakes=[Mistake(name, line, "", f"isn't TOML: {error}")])
    if not data:
        return _File(name, mistakes=[Mistake(name, 1, "", "the file says nothing")])
    file, lists = _File(name, data, text), [one for one, place in FILE_OF.items() if place == name]
    file.mistakes = [
        Mistake(name, locate.line_of(file.lines, (key,)), key, f"unknown key; here stand {', '.join(lists)}")
        for key in data
        if key not in lists
    ]
    return file


def _strangers(path: Path) -> list[Mistake]:
    here = sorted(file.name for file in path.glob("*.toml"))
    return [Mistake(name, 1, "", "unknown file: nothing reads it") for name in here if name not in FILES]


def _rows(data: Mapping[str, Any], name: str) -> list[Any]:
    """The list `name`; the city, which is one table, as a list of one. Something else: nothing."""
    value = data.get(name, [])
    if name == "city":
        return [value] if isinstance(value, dict) else []
    return value if isinstance(value, list) else []


def _shape(name: str, index: int, table: Any) -> list[Wrong]:
    """What is wrong with one table by itself."""
    return list(wrong_in(table, ROW_OF[name], (name,) if name == "city" else (name, index)))


def _wrong(
    files: Mapping[str, _File],
    tables: Mapping[str, list[Any]],
    shapes: Mapping[str, list[list[Wrong]]],
    rows: Rows,
    unread: set[str],
) -> Iterator[Wrong]:
    """Mistakes by path. What a list that can't be read would have defined isn't called missing."""
    known = {name: {code for _, _, code in references.codes(tables[name], ROW_OF[name])} for name in tables}
    for name, cls in ROW_OF.items():
        if name in unread:
            continue
        if FILE_OF[name] not in SPARE:
            yield from _wrong_list(files[FILE_OF[name]].data, name)
        for index, table in enumerate(tables[name]):
            yield from shapes[name][index]
            here: locate.Path = (name,) if name == "city" else (name, index)
            if not unread:
                yield from references.dangling(table, cls, known, here)
        yield from references.doubles(name, tables[name], cls)
        yield from references.circles(name, tables[name])
    if all(len(rows[name]) == len(tables[name]) > 0 for name in _LEANED_ON):
        yield from ((where, text) for where, text in senseless(rows) if where[0] not in unread)


def _wrong_list(data: Mapping[str, Any], name: str) -> Iterator[Wrong]:
    wanted = dict if name == "city" else list
    if name not in data:
        yield (name,), f"{name} is missing"
    elif not isinstance(data[name], wanted):
        yield (name,), f"{name} must be a {'table' if wanted is dict else 'list of tables'}"
