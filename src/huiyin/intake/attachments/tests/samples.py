"""Small files made on the spot: each is what its name says, none came from a person."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

PLACE = b"31N121E"
"""What the tests look for after repainting."""


def photo(size: tuple[int, int] = (64, 48), form: str = "JPEG", **extra: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    picture.save(out, form, **extra)
    return out.getvalue()


def photo_that_tells() -> bytes:
    """A JPEG with GPS, maker's name, comment, XMP and colour profile, lying on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker 31N121E", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 12.0, 0.0), 3: "E", 4: (121.0, 28.0, 0.0), 27: PLACE})
    xmp = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    return photo(exif=exif, comment=PLACE, xmp=xmp, icc_profile=b"profile " + PLACE)


def bomb_png(side: int = 30_000) -> bytes:
    """Under a megabyte that would unfold to `side` x `side` pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    row = bytes(side // 8 + 2)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def archive(entries: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as packed:
        for name, body in entries.items():
            packed.writestr(name, body)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def xlsx() -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def pdf(body: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer\n<<>>\n%%EOF\n"


def mp3(frames: int = 40) -> bytes:
    """Silent frames, MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def mp4(size: int = 50_000, brand: bytes = b"isom") -> bytes:
    """A box of type and a box of `size` bytes of data without meaning (the same every time)."""
    noise = bytes(i * i * 31 % 251 for i in range(1021))
    body = (noise * (size // 1021 + 1))[:size]
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0isomiso2" + (size + 8).to_bytes(4, "big") + b"mdat" + body
