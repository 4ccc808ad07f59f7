"""The imported file itself: full of names and telephones, so it lies sealed, under a name that says nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import IO

from django.core.files.storage import default_storage

from huiyin.intake.attachments.sealing import Reading, opened
from huiyin.intake.attachments.stored import delete_file, file_name, new_key, write_file
from huiyin.intake.crypto import provider
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.tables import FILE_LIMIT, unreadable
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed

__all__ = ["delete_file", "plain", "put_away"]


class Weighing:
    """Passes blocks on and knows afterwards how much it was. Raises NotAllowed `too_large` past the limit."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._hash, self.size = blocks, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.size += len(block)
            if self.size > FILE_LIMIT:
                raise unreadable("too_large", limit_mb=FILE_LIMIT // 1_000_000)
            self._hash.update(block)
            yield block

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def put_away(blocks: Iterable[bytes]) -> tuple[str, bytes, Weighing]:
    """Seals a file into the storage: its name there, its wrapped key, and what it weighed."""
    name = token(32)
    key = new_key(name)
    weighing = Weighing(blocks)
    try:
        write_file(name, key, iter(weighing))
    except NotAllowed:
        delete_file(name)
        raise
    return name, key, weighing


def plain(batch: ImportBatch) -> IO[bytes]:
    """The file as it was sent, from its beginning. Raises Tampered where the storage was touched."""
    crypto = provider()
    key = crypto.unwrap(bytes(batch.wrapped_key), f"file:{batch.name}".encode())

    def blocks() -> Iterator[bytes]:
        with default_storage.open(file_name(batch.name)) as file:
            yield from opened(crypto, key, batch.name, file)

    return BufferedReader(Reading(blocks()))
