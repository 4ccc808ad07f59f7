"""A page (HTML) as plain text: what somebody reads of it, nothing that runs, hides or is fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "hr", "pre"}
)
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input", "base", "col", "wbr"})
_SPACES, _LINES = re.compile(r"[ \t\r\f\v\xa0]+"), re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN or (self.hidden and tag not in _EMPTY) or _is_hidden(attrs, tag):
            self.hidden.append(tag)
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                del self.hidden[len(self.hidden) - 1 - self.hidden[::-1].index(tag) :]
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data.replace("\n", " "))


def _is_hidden(attrs: list[tuple[str, str | None]], tag: str) -> bool:
    style = next((value or "" for name, value in attrs if name == "style"), "").replace(" ", "").lower()
    return tag not in _EMPTY and ("display:none" in style or "visibility:hidden" in style)


def text_of(page: str) -> str:
    """The text of a page, a line for each block."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = [_SPACES.sub(" ", line).strip() for line in "".join(reader.said).split("\n")]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()
