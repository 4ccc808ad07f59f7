"""Every photo is painted anew, so that nothing of the file that was sent remains but what can be seen."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO

from PIL import Image

from huiyin.kernel.lifecycle import Refused

SIDE = 2560
"""The longest side that is kept, in pixels: a page of A4 stays readable."""

_PIXELS = {"JPEG": 110_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
"""The largest that is decoded. Telephones make JPEGs of 108 megapixels; those are decoded at a fraction."""

_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, KeyError, TypeError)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def repaint(data: bytes) -> bytes | Refused:
    """A fresh JPEG of the first frame, upright, at most SIDE long, on white, without any metadata.

    Refusals: bomb (more pixels than any telephone makes), broken (cut short or unreadable).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(_PIXELS)) as picture:
                return _repainted(picture)
    except Image.DecompressionBombError:
        return Refused("bomb")
    except _UNREADABLE:
        return Refused("broken")


def _repainted(picture: Image.Image) -> bytes | Refused:
    width, height = picture.size
    if width * height > _PIXELS[picture.format or "PNG"]:
        return Refused("bomb", {"width": width, "height": height})
    turn = _turn(picture)
    picture.draft("RGB", (SIDE, SIDE))
    picture.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    visible = picture.convert("RGBA") if picture.has_transparency_data else picture.convert("RGB")
    clean = Image.new("RGB", visible.size, "white")
    clean.paste(visible, mask=visible if visible.mode == "RGBA" else None)
    if turn is not None:
        clean = clean.transpose(turn)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How to set it upright. Broken EXIF is no reason to refuse a picture: it stays as it is."""
    try:
        return _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except _UNREADABLE:
        return None
