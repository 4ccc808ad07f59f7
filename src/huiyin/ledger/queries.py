"""Reads of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.ledger.models import Event, Leaf, TreeHead
from huiyin.ledger.rules import merkle
from huiyin.ledger.rules.chain import Entry, first_break
from huiyin.ledger.signing import holds, public_key, statement


def events_of(kind: str, subject: str | int) -> list[Event]:
    """All events of a subject, oldest first."""
    return list(Event.objects.filter(subject_kind=kind, subject_id=str(subject)).order_by("seq"))


def entry_of(event: Event) -> Entry:
    """The hashed part of a stored event."""
    return Entry(
        event.subject_kind,
        event.subject_id,
        event.seq,
        event.verb,
        event.actor,
        event.unit,
        event.at,
        event.data,
        event.prev,
    )


def event_of(entry: Entry, pk: int, hashed: str) -> Event:
    """The stored form of an entry that was appended as row `pk` and has the hash `hashed`."""
    return Event(
        pk=pk,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        seq=entry.seq,
        verb=entry.verb,
        actor=entry.actor,
        unit=entry.unit,
        at=entry.at,
        data=entry.data,
        prev=entry.prev,
        hash=hashed,
    )


def broken_at(kind: str, subject: str | int) -> int | None:
    """The seq at which a subject's chain breaks; None where it holds."""
    return first_break((entry_of(event), event.hash) for event in events_of(kind, subject))


def hashes_in_order() -> list[str]:
    """The hash of every event in the tree, by place."""
    return list(Leaf.objects.order_by("position").values_list("event__hash", flat=True))


@dataclass(frozen=True)
class Proof:
    """That an event is in the signed tree: its place, the path of hashes (hex), and the head it leads to."""

    event_hash: str
    position: int
    path: tuple[str, ...]
    head: TreeHead


def proof_of(event: Event) -> Proof | None:
    """The proof for an event; None until the next head is signed."""
    head = TreeHead.objects.order_by("-size").first()
    place = Leaf.objects.filter(event=event).first()
    if head is None or place is None or place.position >= head.size:
        return None
    leaves = [merkle.leaf(bytes.fromhex(h)) for h in hashes_in_order()[: head.size]]
    path = tuple(step.hex() for step in merkle.path(place.position, leaves))
    return Proof(event.hash, place.position, path, head)


def proven(proof: Proof) -> bool:
    """Whether a proof leads to its head's root, and the head is signed by this installation."""
    head = proof.head
    path = [bytes.fromhex(step) for step in proof.path]
    start = merkle.leaf(bytes.fromhex(proof.event_hash))
    climbs = merkle.climbs(start, proof.position, head.size, path, bytes.fromhex(head.root))
    return climbs and holds(statement(head.size, head.root, head.at), head.signature, public_key())


@dataclass(frozen=True)
class Audit:
    """What a check of the whole ledger found: how much was read, and where it doesn't hold."""

    subjects: int
    events: int
    broken: tuple[tuple[str, str, int], ...]
    heads: int
    wrong_heads: tuple[int, ...]

    @property
    def ok(self) -> bool:
        return not self.broken and not self.wrong_heads


def audit() -> Audit:
    """Recomputes every chain and every signed root."""
    chains: dict[tuple[str, str], list[tuple[Entry, str]]] = {}
    events = Event.objects.order_by("subject_kind", "subject_id", "seq")
    for event in events.iterator(2000):
        chains.setdefault((event.subject_kind, event.subject_id), []).append((entry_of(event), event.hash))
    broken = tuple((*key, seq) for key, chain in chains.items() if (seq := first_break(chain)) is not None)
    hashes = [merkle.leaf(bytes.fromhex(h)) for h in hashes_in_order()]
    heads = list(TreeHead.objects.order_by("size"))
    wrong = tuple(
        head.size
        for head in heads
        if merkle.root(hashes[: head.size]).hex() != head.root
        or not holds(statement(head.size, head.root, head.at), head.signature, public_key())
    )
    return Audit(len(chains), sum(map(len, chains.values())), broken, len(heads), wrong)


def heads(most: int) -> list[TreeHead]:
    """The last signed tree heads, newest first."""
    return list(TreeHead.objects.order_by("-size")[:most])
