"""CSV: UTF-8, UTF-16 or GB18030, packed with gzip or not, separated by comma, semicolon, tab or bar."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any, cast

from huiyin.intake.imports.tables import ROW_LIMIT, Opener, Row, unreadable
from huiyin.kernel.lifecycle import Refused

UNPACKED_LIMIT = 400_000_000
_BLOCK = 1 << 20
_SAMPLE = 64_000
_LONGEST_CELL = 4_000_000
"""Characters before the reader gives a cell up: a quotation mark that is never closed swallows what follows."""
_CONTROL_SHARE = 0.01
"""Control bytes, of all, above which a file is no text."""
_WRONG_SHARE = {"utf-8-sig": 0.2, "gb18030": 0.02}
"""Unreadable characters, of those beyond ASCII, up to which a file is in an encoding, tried in this order. Other bytes
are hardly ever UTF-8 by chance, so a file with some damage still is; nearly anything looks like GB18030."""
_KEPT_OF_BROKEN = 2_000


class _Bounded(io.RawIOBase):
    """Reads on from a packed file and refuses to unpack without end."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner, self._left = inner, UNPACKED_LIMIT

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            block = self._inner.read(len(into))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise unreadable("broken") from error
        self._left -= len(block)
        if self._left < 0:
            raise unreadable("bomb")
        into[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _opened(source: Opener) -> io.BufferedReader:
    file = source()
    plain = io.BufferedReader(cast(io.RawIOBase, file)) if not isinstance(file, io.BufferedReader) else file
    if plain.peek(2)[:2] == b"\x1f\x8b":
        return io.BufferedReader(_Bounded(cast(IO[bytes], gzip.GzipFile(fileobj=plain))))
    return plain


def shape(source: Opener) -> dict[str, Any]:
    """Encoding and delimiter. Looks at the whole file, so that no late character comes as a surprise."""
    encoding = _encoding(source)
    with closing(_opened(source)) as file:
        sample = file.read(_SAMPLE).decode(encoding, "replace")
    return {"kind": "csv", "encoding": encoding, "delimiter": _delimiter(sample)}


def _encoding(source: Opener) -> str:
    with closing(_opened(source)) as file:
        head = file.peek(4)
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        tried = [_Counting(name) for name in _WRONG_SHARE]
        control = size = 0
        while block := file.read(_BLOCK):
            size += len(block)
            control += len(block) - len(block.translate(None, _CONTROL))
            for one in tried:
                one.feed(block)
    if control > 8 + size * _CONTROL_SHARE:
        raise unreadable("no_table")
    for one in tried:
        if one.wrong <= one.foreign * _WRONG_SHARE[one.name]:
            return one.name
    raise unreadable("unknown_encoding")


_CONTROL = bytes({*range(32), 127} - set(b"\t\n\r\f"))


class _Counting:
    """How many characters beyond ASCII an encoding finds in a file, and how many places it can't read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._decoder = codecs.getincrementaldecoder(name)("replace")
        self.foreign = self.wrong = 0

    def feed(self, block: bytes) -> None:
        text = self._decoder.decode(block)
        if not text.isascii():
            self.wrong += text.count("\ufffd")
            self.foreign += len(text) - len(text.encode("ascii", "ignore"))


def _delimiter(sample: str) -> str:
    """The separator that cuts the first rows into most columns, alike in each."""

    def score(mark: str) -> tuple[int, int]:
        lines = sample[: sample.rfind("\n") + 1 or None]
        widths = []
        try:
            for _, row in zip(
                range(20), csv.reader(io.StringIO(lines, newline=""), delimiter=mark), strict=False
            ):
                widths.append(len(row))
        except csv.Error:
            pass
        wide = max(widths, default=1)
        return (sum(w == wide for w in widths) if wide > 1 else 0, wide)

    return max((",", "\t", ";", "|"), key=score)


def rows(source: Opener, shape: dict[str, Any]) -> Iterator[Row]:
    """The rows one after the other, in bounded memory; one that can't be cut into cells comes with its beginning."""
    csv.field_size_limit(_LONGEST_CELL)
    with closing(_opened(source)) as file:
        lines = _Lines(io.TextIOWrapper(file, shape["encoding"], "replace", newline=""))
        reader = csv.reader(lines, delimiter=shape["delimiter"], strict=True)
        number = 0
        while True:
            number += 1
            lines.seen = ""
            try:
                cells = next(reader, None)
            except csv.Error:
                yield Row(number, [lines.seen], Refused("broken_row", {"row": number}))
                continue
            if cells is None:
                return
            if number > ROW_LIMIT + 1:
                raise unreadable("too_many_rows", limit=ROW_LIMIT)
            yield Row(number, list(cells))


class _Lines:
    """The lines of a text; `seen` begins with the ones read since it was emptied."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self.seen = text, ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_CELL)
        if not line:
            raise StopIteration
        if len(self.seen) < _KEPT_OF_BROKEN:
            self.seen += line[:_KEPT_OF_BROKEN]
        return line
