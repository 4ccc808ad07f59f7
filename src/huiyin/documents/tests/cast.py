"""The papers' cast: made-up people and places, and how a test reads a paper back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from io import BytesIO

import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

from huiyin.documents.papers import (
    CaseTimeline,
    Entry,
    Evidence,
    Finding,
    Member,
    Poster,
    Receipt,
    VerificationReport,
)

CHINA = timezone(timedelta(hours=8))
HASH = "9f2b6c1d" * 8

POSTER = Poster(
    unit="邢台市中级人民法院",
    place="立案大厅 3号窗口",
    platform="邢台政法监督",
    url="https://jiandu.example.cn/c/K7MPQ4RTVX",
    token="K7MPQ4RTVX",
)
RECEIPT = Receipt(
    number="XT-2022-000152",
    query_code="4821907733560418",
    promised=date(2022, 4, 6),
    how=("3月7日提交，3月8日起算", "20个工作日，清明节放假不算"),
    hash=HASH,
    url="https://jiandu.example.cn/q",
    platform="邢台政法监督",
)
REPORT = VerificationReport(
    number="XT-2022-000152",
    unit="邢台市中级人民法院政治部",
    addressee="中共邢台市委政法委员会",
    about="邢台市中级人民法院立案庭",
    team=(Member("韩某", "督察科科长", True), Member("路某", "督察科科员", True)),
    method=("调取立案大厅监控录像，约谈窗口工作人员2人。",),
    findings=(
        Finding("窗口未一次性告知", ("三次到窗口，每次只告知一项所缺材料。",), "true"),
        Finding("因熟人插队先办", ("叫号记录与办理顺序一致。",), "unclear"),
    ),
    evidence=(Evidence("3号窗口监控录像", "技术处调取", HASH),),
    persons=("对窗口工作人员批评教育。",),
    matters=("统一使用一次性补正告知书。",),
    answer=("所反映的未一次性告知问题属实。",),
    signed_on=date(2022, 3, 18),
)
TIMELINE = CaseTimeline(
    number="XT-2022-000152",
    title="反映立案窗口推诿扯皮",
    platform="邢台政法监督",
    facts=(("被反映单位", "邢台市中级人民法院"), ("评价", "满意")),
    entries=(
        Entry(datetime(2022, 3, 7, 10, 42, tzinfo=CHINA), "收到反映", "群众（匿名）", "a" * 64),
        Entry(
            datetime(2022, 3, 12, 8, 0, tzinfo=CHINA),
            "催办",
            "系统",
            "b" * 64,
            note="请尽快接手。",
            late=True,
        ),
    ),
    drawn_at=datetime(2022, 4, 8, 9, 0, tzinfo=CHINA),
)


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text(pdf: bytes) -> str:
    """All text of a PDF without blanks, which a PDF has no certain notion of."""
    return "".join("".join(page.extract_text() for page in opened(pdf).pages).split())


def lines(pdf: bytes, page: int) -> list[tuple[float, float, str]]:
    """(x, y, text) of each line of type on a page, in points from its lower left corner, from top to bottom."""
    found: dict[int, list[tuple[float, str]]] = {}

    def see(piece: str, page: list[float], line: list[float], _font: object, _size: object) -> None:
        if piece.strip():
            x = line[4] * page[0] + line[5] * page[2] + page[4]
            y = line[4] * page[1] + line[5] * page[3] + page[5]
            found.setdefault(round(y), []).append((x, piece.replace("\n", "")))

    opened(pdf).pages[page].extract_text(visitor_text=see)
    return [
        (min(pieces)[0], y, "".join(piece for _, piece in pieces))
        for y, pieces in sorted(found.items(), key=lambda item: -item[0])
    ]


def empty_boxes(pdf: bytes) -> int:
    """How many glyphs are glyph 0, the empty box, in fonts with two bytes a glyph, as typst writes them."""
    reader = opened(pdf)
    shown = 0
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"Tj", b"TJ"):
                pieces = operands[0] if operator == b"TJ" else operands
                for piece in pieces:
                    raw = piece if isinstance(piece, bytes) else getattr(piece, "original_bytes", b"")
                    shown += sum(raw[i : i + 2] == b"\0\0" for i in range(0, len(raw), 2))
    return shown


def read_code(png: bytes) -> zxingcpp.Barcode:
    """The one QR code in a picture."""
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))
    return code
