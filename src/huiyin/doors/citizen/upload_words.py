"""Why a file isn't taken, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.lifecycle import Refused

_REASONS: Final[Mapping[str, str | Promise]] = {
    "empty": _("This file is empty. Please choose it again."),
    "disk_low": _("We have no room for files just now. You can send your text; files can be added later."),
    "too_many_files": _("No more than %(limit)s files can be sent with one report."),
    "too_large_together": _("Together the files may have at most %(limit_mb)s MB."),
    "larger_than_announced": _("The file changed while it was being sent. Please choose it again."),
    "chunk_too_large": _("The file didn’t arrive as expected. Please choose it again."),
    "chunk_too_small": _("The file didn’t arrive as expected. Please choose it again."),
    "heic": _(
        "iPhone photos in HEIC format can’t be read here. Take a screenshot of the photo, or set the camera to "
        "“Most Compatible”, and send that."
    ),
    "broken": _("This file is damaged or incomplete. Please choose it again, or take the picture anew."),
    "bomb": _("This file is unusually large inside and isn’t taken. A screenshot of it is."),
    "polyglot": _("There is something else hidden in this file, so it isn’t taken. A screenshot of it is."),
    "active_content": _(
        "This document contains a program or another file. Save it without, or send photos of it."
    ),
    "upload_gone": _("This file is no longer here, because it wasn’t sent in time. Please choose it again."),
}
_TOO_LARGE: Final[Mapping[str, str | Promise]] = {
    "photo": _("A photo may have at most %(limit_mb)s MB."),
    "audio": _("A sound recording may have at most %(limit_mb)s MB."),
    "video": _("A video may have at most %(limit_mb)s MB. A shorter one will do."),
    "paper": _("A PDF may have at most %(limit_mb)s MB."),
    "document": _("A document may have at most %(limit_mb)s MB."),
    "any": _("A file may have at most %(limit_mb)s MB."),
}
_WRONG_TYPE: Final[Mapping[str, str | Promise]] = {
    "program": _("This is a program, whatever its name says. Programs aren’t taken."),
    "page": _("This is a web page or a drawing with code. A screenshot of it is taken."),
    "script": _("This is a program, whatever its name says. Programs aren’t taken."),
    "archive": _("This is an archive. Please send the files in it one by one."),
    "old_office": _("This is an old Office file. Please save it as DOCX, XLSX or PDF, or send photos of it."),
    "other": _("This kind of file isn’t taken: photos, sound, video, PDF, DOCX and XLSX are."),
}


def message(refused: Refused) -> str:
    """A refusal of a file in a sentence, in the reader's language."""
    if refused.reason == "too_large":
        words = _TOO_LARGE[refused.detail["kind"]]
    elif refused.reason == "wrong_type":
        words = _WRONG_TYPE[refused.detail["found"]]
    else:
        words = _REASONS.get(refused.reason, _WRONG_TYPE["other"])
    return str(words) % refused.detail
