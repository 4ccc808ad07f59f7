"""What `docx` has no words for: Chinese typefaces, the grid, rules, floating pictures, what stands at a page's foot."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FANG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
TITLE = "方正小标宋简体"
RED = "D7000F"
CLOSER = -5
"""Twentieths of a point between characters of 16 points: 28 of them fit into 156 mm, 29 don't."""


def _made(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn("w:" + name), str(value))
    return element


def dress(run: Run, face: str, size: float, colour: str = "") -> None:
    """Gives a run its typeface, for Chinese and Western letters alike, its size and colour."""
    run.font.size = Pt(size)
    run.font.name = face
    properties: Any = run._element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), face)
    properties.rFonts.set(qn("w:cs"), face)
    if size == 16:
        closer = _made("w:spacing", val=CLOSER)
        properties.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def plain_style(style: Any) -> None:
    """Nothing before, after or between that a paragraph doesn't ask for; kept off any grid of the program."""
    style.font.name, style.font.size = FANG, Pt(16)
    style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), FANG)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False
    properties = style.element.get_or_add_pPr()
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        properties.insert_element_before(_made(tag, val=0), "w:spacing", "w:ind", "w:jc")


def grid(section: Section, pitch: float) -> None:
    """Says the grid of lines, for whoever goes on writing."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(_made("w:docGrid", type="lines", linePitch=round(pitch * 20)))


def border(
    paragraph: Paragraph, side: str, kind: str, eighths: int, *, space: int, colour: str = "000000"
) -> None:
    """A rule along one side of a paragraph, as wide as it is; `eighths` of a point thick."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _made("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    borders.append(_made(f"w:{side}", val=kind, sz=eighths, space=space, color=colour))


def page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, in 4号 of 宋体, one character in from the edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    dress(paragraph.add_run("— "), SONG, 14)
    run = paragraph.add_run()
    dress(run, SONG, 14)
    for kind in ("begin", "end"):
        if kind == "end":
            code = OxmlElement("w:instrText")
            code.text = " PAGE "
            run._element.append(code)
        run._element.append(_made("w:fldChar", fldCharType=kind))
    dress(paragraph.add_run(" —"), SONG, 14)


def right_tab(paragraph: Paragraph, at: int) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(at, WD_TAB_ALIGNMENT.RIGHT)


def at_foot(paragraph: Paragraph, width: int) -> None:
    """Puts a paragraph into the frame at the foot of the type area; neighbours of one shape share the frame."""
    frame = _made(
        "w:framePr", w=round(width / 635), hSpace=0, wrap="around", vAnchor="margin", hAnchor="margin",
        xAlign="left", yAlign="bottom",
    )  # fmt: skip
    paragraph._element.get_or_add_pPr().insert_element_before(
        frame, "w:widowControl", "w:pBdr", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def float_picture(
    paragraph: Paragraph,
    png: bytes,
    width: int,
    height: int,
    *,
    left: int,
    top: int,
    words: str,
    on_page: bool = False,
) -> None:
    """A picture before the text, `left` and `top` from the paragraph's column, or from the sheet's corner."""
    run = paragraph.add_run()
    inline = run.add_picture(BytesIO(png), width, height)._inline
    inline.docPr.set("descr", words)
    across, down = ("page", "page") if on_page else ("column", "paragraph")
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{int(left)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{down}"><wp:posOffset>{int(top)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{int(width)}" cy="{int(height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:wrapNone/></wp:anchor>"
    )
    for child in list(inline):
        if child.tag not in (qn("wp:extent"), qn("wp:effectExtent")):
            anchor.append(child)
    inline.getparent().replace(inline, anchor)
