"""An official paper as DOCX, for whoever has to go on writing in Word, WPS or LibreOffice.

It names the typefaces that offices have (仿宋_GB2312, 方正小标宋简体, 楷体_GB2312, 黑体) and sets the grid of 22 lines
of 28 characters by exact line heights and spaced characters, which all three programs follow alike.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph
from PIL import Image

from huiyin.documents import ooxml
from huiyin.documents.official import SEAL_MM, Official, levelled, proof_stamp, spaced
from huiyin.documents.ooxml import FANG, HEI, KAI, RED, TITLE
from huiyin.documents.wording import day

PITCH = 28.95
"""Points from line to line: 22 lines in 225 mm."""
LEADING = Mm(4.5)
"""What an exact line leaves blank above its characters: the page begins by so much higher, and they stand at 37 mm."""
BAND = 24
"""Points from line to line of what stands at the foot."""
STEP = 15.79
"""Points from character to character: 28 in 156 mm."""


def docx(paper: Official) -> bytes:
    """The paper as DOCX."""
    made = Document()
    _page(made, paper)
    if paper.form == "document":
        _document_head(made, paper)
    else:
        _letter_head(made, paper)
    _title(made, paper.title)
    _line(made, "、".join(paper.to) + "：", indent=False)
    _lines(made, paper.body)
    _named(made, paper)
    _signed(made, paper)
    if paper.note:
        _line(made, f"（{paper.note}）")
    for n, each in enumerate(paper.enclosures, 1):
        first = _line(made, "附件" + (str(n) if len(paper.enclosures) > 1 else ""), face=HEI, indent=False)
        first.paragraph_format.page_break_before = True
        _line(made, "")
        _title(made, each.title, before=0)
        _lines(made, each.lines)
    _bands(made, paper)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Made, paper: Official) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Emu(Mm(37) - LEADING), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    made.core_properties.title, made.core_properties.author = paper.title, paper.issuer
    ooxml.grid(section, PITCH)
    ooxml.plain_style(made.styles["Normal"])
    made.settings.odd_and_even_pages_header_footer = True
    ooxml.page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    ooxml.page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)
    if paper.form == "letter":
        section.different_first_page_header_footer = True


def _document_head(made: Made, paper: Official) -> None:
    first = _line(made, paper.urgency, face=HEI, indent=False)
    _stamp(first, paper, Mm(267))
    size = _fitting(paper.mark, 36)
    mark = _line(made, paper.mark, face=TITLE, size=size, colour=RED, indent=False)
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.space_before = Mm(33) + LEADING - Pt(PITCH)  # 2 mm are its own leading
    mark.paragraph_format.line_spacing = Pt(size + 4)
    number = _line(made, paper.number or "（未编号）", indent=False)
    number.alignment = ALIGN.CENTER
    number.paragraph_format.space_before = Pt(2 * PITCH - 12)
    ooxml.border(number, "bottom", "single", 16, space=5, colour=RED)


def _letter_head(made: Made, paper: Official) -> None:
    """Name and upper double rule stand in the first page's header, the lower one in its footer."""
    section = made.sections[0]
    section.header_distance = Mm(30)
    name = section.first_page_header.paragraphs[0]
    _write(name, paper.mark, face=TITLE, size=_fitting(paper.mark, 34), colour=RED)
    name.alignment = ALIGN.CENTER
    name.paragraph_format.line_spacing = Pt(36)
    _across(name)
    ooxml.border(name, "bottom", "thickThinSmallGap", 32, space=10, colour=RED)
    foot = section.first_page_footer.paragraphs[0]
    section.footer_distance = Mm(20)
    _across(foot)
    foot.paragraph_format.line_spacing = Pt(2)
    ooxml.border(foot, "bottom", "thinThickSmallGap", 32, space=0, colour=RED)
    first = _line(made, "", indent=False)
    _write(first, paper.urgency, face=HEI)
    ooxml.right_tab(first, Mm(156))
    _write(first, "\t" + (paper.number or "（未编号）"))
    first.paragraph_format.space_before = Pt(7)
    _stamp(first, paper, Mm(262.5))


def _across(paragraph: Paragraph) -> None:
    """170 mm wide, in the middle of the sheet."""
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)


def _fitting(text: str, most: int) -> float:
    """The greatest size at which `text` fits the type area in one line."""
    return min(most, 430 / max(len(text), 1))


def _stamp(paragraph: Paragraph, paper: Official, top: Emu | int) -> None:
    if paper.proof_url:
        picture = proof_stamp(paper.proof_url, paper.proof)
        words = f"验真二维码 {spaced(paper.proof)}"
        ooxml.float_picture(
            paragraph, picture, Mm(52), Mm(14), left=Mm(28), top=int(top), words=words, on_page=True
        )


def _title(made: Made, text: str, before: int = 2) -> None:
    for _ in range(before):
        _line(made, "")
    title = _line(made, text, face=TITLE, size=22, indent=False)
    title.alignment = ALIGN.CENTER
    title.paragraph_format.line_spacing = Pt(32)
    _line(made, "")


def _lines(made: Made, lines: tuple[str, ...]) -> None:
    faces = {"first": HEI, "second": KAI, "plain": FANG}
    rows = list(levelled(lines))
    for n, each in enumerate(rows, 1):
        if each["level"] == "bar":
            _bar(made, each)
            continue
        made_line = _line(made, each["text"], face=faces[each["level"]])
        made_line.paragraph_format.keep_with_next = each["level"] != "plain" or n == len(rows)


def _bar(made: Made, each: dict[str, Any]) -> None:
    """A line of a chart: label, then bar and number from a tab on, so that all bars begin below one another."""
    line = _line(made, each["label"], size=14, indent=False)
    line.paragraph_format.left_indent = Pt(2 * STEP)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(80))
    _write(line, "\t" + "■" * each["squares"], face=HEI, size=10)
    _write(line, f" {each['count']}", size=14)


def _named(made: Made, paper: Official) -> None:
    """The list of what is enclosed, one blank line below the body."""
    many = len(paper.enclosures) > 1
    for n, each in enumerate(paper.enclosures, 1):
        if n == 1:
            _line(made, "").paragraph_format.keep_with_next = True
        line = _line(made, ("附件：" if n == 1 else "　　　") + (f"{n}. " if many else "") + each.title)
        line.paragraph_format.keep_with_next = True


def _signed(made: Made, paper: Official) -> None:
    """Office and date; the seal, centred upon both, with its top within a line of the body."""
    for _ in range(2 if paper.seal else 1):
        _line(made, "").paragraph_format.keep_with_next = True
    said = day(paper.signed_on, "zh")
    office, date = _width(paper.issuer), _width(said)
    centre = max(4 * STEP + date / 2, office / 2)
    name = _line(made, paper.issuer, indent=False)
    name.alignment = ALIGN.RIGHT
    name.paragraph_format.right_indent = Pt(centre - office / 2)
    name.paragraph_format.keep_with_next = True
    dated = _line(made, said, indent=False)
    dated.alignment = ALIGN.RIGHT
    dated.paragraph_format.right_indent = Pt(4 * STEP)
    if paper.seal:
        left = Mm(156) - Pt(centre) - Mm(SEAL_MM / 2)
        ooxml.float_picture(
            dated,
            paper.seal,
            Mm(SEAL_MM),
            Mm(SEAL_MM),
            left=left,
            top=-Mm(SEAL_MM / 2),
            words=paper.issuer + "印章",
        )
        _line(made, "")


def _width(text: str) -> float:
    return sum(STEP if ord(c) > 0x2E7F else STEP / 2 for c in text)


def _bands(made: Made, paper: Official) -> None:
    """At the foot of the last page; in a document between rules, with who printed it and when."""
    rows = [f"抄送：{'，'.join(paper.copies)}。"] if paper.copies else []
    if paper.form == "document":
        rows.append(f"{paper.issuer}\t{day(paper.signed_on, 'zh')}印发")
    if not rows:
        return
    line = _line(made, "", indent=False)
    line.paragraph_format.line_spacing = Pt(BAND)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
    ooxml.right_tab(line, Mm(156) - Pt(14))
    _write(line, "\n".join(rows), size=14)
    ooxml.at_foot(line, Mm(156))
    after = _line(made, "")  # what floats needs a paragraph after it
    after.paragraph_format.line_spacing = Pt(1)
    if paper.form == "document":
        for n in range(len(rows) + 1):
            thick = Mm(0.25) if 0 < n < len(rows) else Mm(0.35)
            top = Mm(297 - 35) - (len(rows) - n) * Pt(BAND)
            ooxml.float_picture(
                after, _BLACK, Mm(156), thick, left=Mm(28), top=int(top), words="", on_page=True
            )


def _black() -> bytes:
    out = BytesIO()
    Image.new("L", (8, 8), 0).save(out, "PNG")
    return out.getvalue()


_BLACK = _black()
"""Rules are pictures: the frame at a page's foot loses its borders in LibreOffice."""


def _line(
    made: Made, text: str, *, face: str = FANG, size: float = 16, colour: str = "", indent: bool = True
) -> Paragraph:
    line = made.add_paragraph()
    line.paragraph_format.line_spacing = Pt(PITCH)
    if indent:
        line.paragraph_format.first_line_indent = Pt(2 * STEP)
    line.alignment = ALIGN.JUSTIFY if indent else ALIGN.LEFT
    _write(line, text, face=face, size=size, colour=colour)
    return line


def _write(line: Paragraph, text: str, *, face: str = FANG, size: float = 16, colour: str = "") -> None:
    if text:
        ooxml.dress(line.add_run(text), face, size, colour)
