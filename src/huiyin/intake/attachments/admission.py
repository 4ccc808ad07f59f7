"""The last look at a whole file: what of it is kept, or why it isn't."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huiyin.intake.attachments.rules.kinds import FORMATS, STREAMED, Format, Kind
from huiyin.intake.attachments.rules.papers import check_office, check_pdf
from huiyin.intake.attachments.rules.pictures import repaint
from huiyin.intake.attachments.rules.polyglots import second_nature
from huiyin.kernel.lifecycle import Refused

Blocks = Callable[[], Iterator[bytes]]

_ONE_PICTURE = threading.Lock()
"""A large photo takes some 200 MB while it is painted: one at a time in a process."""


@dataclass(frozen=True)
class Admitted:
    """What is kept. `blocks` may be read more than once."""

    format: Format
    blocks: Blocks


def admitted(found: Format, blocks: Blocks) -> Admitted | Refused:
    """The file as it is kept: audio and video as sent, papers as sent, photos painted anew.

    `blocks` gives the file's bytes anew at each call. Refusals: polyglot, broken, bomb, wrong_type,
    active_content.
    """
    paper, office = found.kind == Kind.PAPER, found.kind == Kind.DOCUMENT
    if refused := second_nature(blocks(), paper=paper, archive=office):
        return refused
    if found.kind in STREAMED:
        return Admitted(found, blocks)
    return _checked(found, b"".join(blocks()))


def _checked(found: Format, data: bytes) -> Admitted | Refused:
    if found.kind == Kind.PHOTO:
        with _ONE_PICTURE:
            painted = repaint(data)
        return painted if isinstance(painted, Refused) else _whole(FORMATS["jpeg"], painted)
    if found.kind == Kind.DOCUMENT:
        office = check_office(data)
        return office if isinstance(office, Refused) else _whole(office, data)
    return check_pdf(data) or _whole(found, data)


def _whole(found: Format, data: bytes) -> Admitted:
    return Admitted(found, lambda: iter([data]))
