"""A sealed archive: files with their hashes, the chains of events behind them, and a signature over all of it.

It can be read without the program, and checked by it without a database.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.ledger.queries import events_of, proof_of
from huiyin.ledger.rules.bundles import (
    FORMAT,
    LEDGER,
    MANIFEST,
    SIGNATURE,
    Problem,
    sealed_text,
    wrong_chains,
    wrong_files,
)
from huiyin.ledger.signing import holds, public_key, sign

MOST_FILES = 20_000
Blocks = Iterable[bytes]


def pack(
    target: IO[bytes],
    files: Iterable[tuple[str, Blocks]],
    subjects: Sequence[tuple[str, str | int]],
    now: datetime,
) -> str:
    """Writes the archive into `target`; returns the SHA-256 of its manifest, by which it is known."""
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, blocks in files:
            listed.append(_write(out, name, blocks, now))
        chains = {"subjects": [_subject(kind, str(ident)) for kind, ident in subjects]}
        listed.append(_write(out, LEDGER, [_json(chains)], now))
        manifest = _json(
            {
                "format": FORMAT,
                "made_at": now.astimezone(UTC).isoformat(),
                "key": public_key(),
                "files": listed,
            }
        )
        digest = hashlib.sha256(manifest).hexdigest()
        _write(out, MANIFEST, [manifest], now)
        _write(out, SIGNATURE, [sign(sealed_text(digest)).encode()], now)
    return digest


def verify(path: Path, key: str = "") -> list[Problem]:
    """Everything that is wrong with an archive; nothing: it is as it was sealed.

    `key` is the installation's public key (hex), where it is known from elsewhere; else the one inside is believed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _wrong(archive, key)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as broken:
        return [Problem("format", type(broken).__name__)]


def _wrong(archive: zipfile.ZipFile, key: str) -> list[Problem]:
    names = archive.namelist()
    if len(names) > MOST_FILES or len(set(names)) != len(names):
        return [Problem("format", "names")]
    text = archive.read(MANIFEST)
    manifest = json.loads(text)
    if manifest["format"] != FORMAT:
        return [Problem("format", str(manifest["format"]))]
    digest, own = hashlib.sha256(text).hexdigest(), str(manifest["key"])
    found = []
    if (key and key != own) or not holds(sealed_text(digest), archive.read(SIGNATURE).decode(), own):
        found.append(Problem("signature", MANIFEST))
    listed = {one["name"]: (one["sha256"], one["size"]) for one in manifest["files"]}
    here = {name: _measured(archive, name) for name in names if name not in (MANIFEST, SIGNATURE)}
    found += wrong_files(listed, here)
    if not any(problem.where == LEDGER for problem in found):
        found += wrong_chains(json.loads(archive.read(LEDGER))["subjects"], own, holds)
    return found


def _measured(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def _write(out: zipfile.ZipFile, name: str, blocks: Blocks, now: datetime) -> dict[str, Any]:
    at = now.astimezone(SHANGHAI)
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with out.open(entry, "w") as file:
        for block in blocks:
            digest.update(block)
            size += len(block)
            file.write(block)
    return {"name": name, "sha256": digest.hexdigest(), "size": size}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _subject(kind: str, ident: str) -> dict[str, Any]:
    """A chain of events; its newest event that has a place in the signed tree is proven with all before it."""
    events = events_of(kind, ident)
    proofs = (proof_of(event) for event in reversed(events))
    proof = next((one for one in proofs if one), None)
    return {
        "kind": kind,
        "id": ident,
        "events": [_event(event) for event in events],
        "proof": proof
        and {
            "hash": proof.event_hash,
            "position": proof.position,
            "path": list(proof.path),
            "head": {
                "size": proof.head.size,
                "root": proof.head.root,
                "at": proof.head.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "signature": proof.head.signature,
            },
        },
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq, "verb": event.verb, "actor": event.actor, "unit": event.unit,
        "at": event.at.astimezone(UTC).isoformat(), "data": event.data, "prev": event.prev, "hash": event.hash,
    }  # fmt: skip
