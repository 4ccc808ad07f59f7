"""What an exemplar may not say: it is read by those it is about, and the good ones by everybody.

Beside what tells anybody apart (numbers, names), nothing by which those concerned find the matter again: no day, no
number of a file, no words of whoever reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from huiyin.kernel.redaction import KINDS, redact
from huiyin.kernel.selfnaming import names_reporter
from huiyin.kernel.text import fold

COPIED = 12
"""So many characters in a row as the reporter wrote them are a quotation; fewer are how everybody speaks."""

_DAY = re.compile(
    "[0-9〇一二三四五六七八九十]{1,3}(?:日|号(?![楼院室窗栋]))|[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}"
)
_FILE = re.compile("[a-z]{2,8}-?[0-9]{4}-?[0-9]{3,}|〔[0-9]{4}〕|\\([0-9]{4}\\)")


def gives_away(
    text: str, *, written: Iterable[str] = (), people: Iterable[str] = (), units: Iterable[str] = ()
) -> str:
    """Why `text` can't be shown, as a code of refusal; "" where nothing was found.

    `written`: what the reporter wrote; `people`: names of those concerned; `units`: those as which it isn't told.
    """
    if redact(text, kinds=[kind for kind in KINDS if kind != "self"]).kinds:
        return "says_personal"
    if names_reporter(text) or redact(text, kinds=["self"]).kinds:
        return "says_reporter"
    said = fold(text)
    if any(fold(name) in said for name in people if len(fold(name)) > 1):
        return "says_name"
    if _DAY.search(said) or _FILE.search(said):
        return "says_when"
    if any(fold(name) in said for name in units if name):
        return "says_unit"
    return "says_words" if any(_quotes(said, fold(one)) for one in written) else ""


def _quotes(said: str, written: str) -> bool:
    runs = {written[i : i + COPIED] for i in range(len(written) - COPIED + 1)}
    return any(said[i : i + COPIED] in runs for i in range(len(said) - COPIED + 1))
