"""What an archive promises, and whether a file keeps it: hashes of its files, chains of events, places in the tree.

Pure: takes what was read from the file, so that it can be checked anywhere, by anybody, without the program's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.ledger.rules import merkle
from huiyin.ledger.rules.chain import Entry, first_break

FORMAT = "huiyin archive 1"
MANIFEST, SIGNATURE, LEDGER = "manifest.json", "manifest.sig", "ledger.json"
Holds = Callable[[bytes, str, str], bool]
"""Whether a signature (hex) over a text was made under a public key (hex)."""


@dataclass(frozen=True)
class Problem:
    """`what`: missing, unknown, changed, chain, place, head, signature, format. `where`: a file or a subject."""

    what: str
    where: str = ""


def sealed_text(digest: str) -> bytes:
    """What is signed: the digest of the manifest."""
    return f"{FORMAT}\n{digest}".encode()


def wrong_files(
    listed: Mapping[str, tuple[str, int]], found: Mapping[str, tuple[str, int]]
) -> Iterator[Problem]:
    """Files that lack, that nobody listed, or whose hash and size aren't those listed."""
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            yield Problem("missing", name)
        elif name not in listed:
            yield Problem("unknown", name)
        elif listed[name] != found[name]:
            yield Problem("changed", name)


def wrong_chains(subjects: Sequence[Mapping[str, Any]], key: str, holds: Holds) -> Iterator[Problem]:
    """Chains that don't hold, and last events that aren't where the signed tree says."""
    for subject in subjects:
        where = f"{subject['kind']} {subject['id']}"
        rows = [(_entry(subject, event), event["hash"]) for event in subject["events"]]
        if first_break(rows) is not None:
            yield Problem("chain", where)
        proof = subject.get("proof")
        if not proof:
            continue
        head = proof["head"]
        start = merkle.leaf(bytes.fromhex(proof["hash"]))
        steps = [bytes.fromhex(step) for step in proof["path"]]
        if proof["hash"] not in {stored for _, stored in rows} or not merkle.climbs(
            start, proof["position"], head["size"], steps, bytes.fromhex(head["root"])
        ):
            yield Problem("place", where)
        if not holds(head_text(head["size"], head["root"], head["at"]), head["signature"], key):
            yield Problem("head", where)


def head_text(size: int, root: str, at: str) -> bytes:
    """A tree head as it was signed; `at` in UTC, to the microsecond."""
    return f"huiyin tree head\n{size}\n{root}\n{at}".encode()


def _entry(subject: Mapping[str, Any], event: Mapping[str, Any]) -> Entry:
    return Entry(
        subject["kind"],
        subject["id"],
        event["seq"],
        event["verb"],
        event["actor"],
        event["unit"],
        datetime.fromisoformat(event["at"]),
        event["data"],
        event["prev"],
    )
