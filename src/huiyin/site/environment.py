"""Typed readers of the environment. An unknown value is an error; a secret comes as NAME or NAME_FILE."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

KEY_BYTES = 32


class Misconfigured(Exception):
    """The environment says something the program can't take; the text says what and the way on."""


def choice(name: str, *allowed: str) -> str:
    """One of `allowed`; the first where the variable is unset."""
    value = os.environ.get(name, allowed[0])
    if value not in allowed:
        raise Misconfigured(f"{name} is {value!r}; it takes one of: {', '.join(allowed)}")
    return value


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.lstrip("-").isdigit():
        raise Misconfigured(f"{name} is {value!r}; it takes a whole number")
    return int(value)


def secret(name: str, default: str = "") -> str:
    """The secret in the file that NAME_FILE names, else in NAME, else `default`."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE names {path}, which can't be read: {error.strerror}") from error


def key(name: str, default: str) -> bytes:
    """A secret of 32 random bytes that comes as Base64."""
    try:
        value = base64.b64decode(secret(name, default), validate=True)
    except ValueError:
        value = b""
    if len(value) != KEY_BYTES:
        raise Misconfigured(
            f"{name} takes {KEY_BYTES} bytes as Base64; `huiyin secrets FOLDER` makes such keys"
        )
    return value


def var() -> Path:
    """The one folder that is written to: embedded database, attachments, static files."""
    return Path(os.environ.get("HUIYIN_VAR", "var")).absolute()


FLASH = "-c random_page_cost=1.1"
"""A row lies anywhere as near as in a line: on flash, or in memory. PostgreSQL supposes disks that turn, and would
rather read an index from end to end than a few thousand rows.
"""


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// URL; a socket folder may stand in `?host=`, settings in `?options=`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Misconfigured("DATABASE_URL takes a postgresql:// address")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "huiyin.site.engine",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": FLASH} | options,
    }
