"""Tables for the tests of imports: made here, about nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import IO, Any

from openpyxl import Workbook

HEADINGS = (
    "编号",
    "标题",
    "反映内容",
    "收到时间",
    "单位",
    "问题类型",
    "姓名",
    "联系电话",
    "答复内容",
    "答复时间",
)


def row(number: int, **changed: Any) -> list[Any]:
    """A row that can be read, answered after three days; fields may be changed by their heading."""
    plain = dict(
        zip(
            HEADINGS,
            (
                f"L{number:05d}", f"窗口{number}", f"第 {number} 次去窗口，又让补一份材料。", "2021/3/4 9:32:09",
                "xt-court-filing", "B2", "", "", "已经责成立案庭整改。", "2021-03-07 10:00",
            ),
            strict=True,
        )
    )  # fmt: skip
    return list((plain | changed).values())


def as_csv(
    rows: Sequence[Sequence[Any]], encoding: str = "utf-8", headings: Sequence[str] = HEADINGS
) -> bytes:
    body = io.StringIO(newline="")
    csv.writer(body).writerows([headings, *rows])
    return body.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    book = Workbook()
    for line in (headings, *rows):
        book.active.append(list(line))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def opener(data: bytes) -> Callable[[], IO[bytes]]:
    """Gives the bytes as a file, as often as somebody asks."""
    return lambda: io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]
