"""How much room there is for files, and how much of it the city gives."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from huiyin.intake.attachments.rules.kinds import Limits


def limits() -> Limits:
    """The city's limits for files: `settings.FILE_LIMITS` where it has any of its own."""
    own: Limits | None = getattr(settings, "FILE_LIMITS", None)
    return own or Limits()


def free_bytes() -> int:
    """What is free where files are kept. An object store's folder isn't there: then nothing is known, nor refused."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
