"""Where the sealed bytes lie: parts of a file on its way, and files that have arrived. Names say nothing."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import IO, Any, Protocol

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from huiyin.intake.attachments.models import Upload
from huiyin.intake.attachments.sealing import Reading, opened, sealed
from huiyin.intake.crypto import provider
from huiyin.kernel.lifecycle import NotAllowed, Refused


def new_key(name: str) -> bytes:
    """A data key for the file `name`, wrapped."""
    crypto = provider()
    return crypto.wrap(crypto.new_key(), _aad(name))


def write_part(upload: Upload, body: bytes) -> None:
    """Writes the next part of `upload`. What a broken-off attempt left in its place is overwritten."""
    crypto, name = provider(), part_name(upload.name, upload.parts)
    key = crypto.unwrap(bytes(upload.wrapped_key), _aad(upload.name))
    body = crypto.seal(key, body, name.encode())
    _write(name, ContentFile(body))


def read_parts(upload: Upload) -> Iterator[bytes]:
    """The plain bytes of all parts, in their order."""
    crypto = provider()
    key = crypto.unwrap(bytes(upload.wrapped_key), _aad(upload.name))
    for number in range(upload.parts):
        name = part_name(upload.name, number)
        with default_storage.open(name) as file:
            yield crypto.open(key, file.read(), name.encode())


def write_file(name: str, wrapped_key: bytes, blocks: Iterator[bytes]) -> None:
    """Writes a file that has arrived."""
    crypto = provider()
    key = crypto.unwrap(wrapped_key, _aad(name))
    _write(file_name(name), File(io_of(sealed(crypto, key, name, blocks))))


class Kept(Protocol):
    """Whatever is kept in the storage: an attachment, a paper of ours."""

    name: Any
    wrapped_key: Any


def read_file(attachment: Kept) -> Iterator[bytes]:
    """The plain bytes of a file that is kept. Raises Tampered where the storage was touched."""
    crypto = provider()
    key = crypto.unwrap(bytes(attachment.wrapped_key), _aad(attachment.name))
    with default_storage.open(file_name(attachment.name)) as file:
        yield from opened(crypto, key, attachment.name, file)


def delete_parts(name: str, parts: int) -> None:
    """Deletes the parts of an upload, one that was being written included. Absent ones are no mistake."""
    for number in range(parts + 1):
        default_storage.delete(part_name(name, number))
    with contextlib.suppress(OSError):  # an object store has no folders
        default_storage.delete(f"uploads/{name}")


def delete_file(name: str) -> None:
    default_storage.delete(file_name(name))


def part_name(name: str, number: int) -> str:
    return f"uploads/{name}/{number:05d}"


def file_name(name: str) -> str:
    return f"files/{name[:2]}/{name}"


def io_of(blocks: Iterator[bytes]) -> IO[bytes]:
    return Reading(blocks)  # type: ignore[return-value]


def _write(name: str, content: File[bytes]) -> None:
    """Saves under exactly `name`. A full disk is a refusal, and leaves nothing half-written behind."""
    default_storage.delete(name)
    try:
        default_storage.save(name, content)
    except OSError as failure:
        default_storage.delete(name)
        if failure.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NotAllowed(Refused("disk_low")) from failure
        raise


def _aad(name: str) -> bytes:
    return f"file:{name}".encode()
