"""Where in a TOML text each key stands: TOML readers throw that away, and a mistake without a line is hard to mend."""

from __future__ import annotations

import re
from bisect import bisect_right

Path = tuple[str | int, ...]
"""The way to a value: ("officers", 3, "unit")."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}#]*|[^\s,\]}#]+")


def spoken(path: Path) -> str:
    """A path as people write it: officers[3].unit."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it; 1 for the file itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every key, table and array element of `text`, which must be valid TOML."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.breaks = [i for i, c in enumerate(text) if c == "\n"]
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        base: Path = ()
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)
            self.skip()
        return self.found

    def mark(self, path: Path) -> None:
        self.found.setdefault(path, bisect_right(self.breaks, self.at - 1) + 1)

    def skip(self) -> None:
        self.at = self.take(_SPACE).end()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no TOML at character {self.at}")
        self.at = match.end()
        return match

    def header(self) -> Path:
        """[table] or [[row of an array]]; a name that is an array means its latest row."""
        path: Path = ()
        start, double = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        names = self.key()
        end = self.at
        for name in names[:-1]:
            path = self.latest((*path, name))
        path = (*path, names[-1])
        self.at = start
        self.mark(path)
        if double:
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self.latest(path)
        self.mark(path)
        self.at = end
        self.skip()
        self.at += 2 if double else 1
        return path

    def latest(self, path: Path) -> Path:
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def key(self) -> list[str]:
        names = []
        while True:
            self.skip()
            quoted = self.text[self.at] in "\"'"
            word = self.take(_STRING if quoted else _BARE).group()
            names.append(word[1:-1] if quoted else word)
            self.skip()
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def pair(self, base: Path) -> None:
        start, names = self.at, self.key()
        end, path = self.at, base
        self.at = start
        for name in names:
            path = (*path, name)
            self.mark(path)
        self.at = end + 1  # past "="
        self.skip()
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.several("]", path)
        elif opening == "{":
            self.several("}", path)
        else:
            self.take(_STRING if opening in "\"'" else _SCALAR)

    def several(self, closing: str, path: Path) -> None:
        """The elements of an array or the pairs of an inline table."""
        self.at += 1
        self.skip()
        index = 0
        while self.text[self.at] != closing:
            if closing == "}":
                self.pair(path)
            else:
                self.mark((*path, index))
                self.value((*path, index))
            self.skip()
            if self.text[self.at] == ",":
                self.at += 1
                self.skip()
            index += 1
        self.at += 1
