"""What must be there before a step is taken: a verification that is whole, a reply that says something."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from huiyin.kernel.lifecycle import Refused

CONCLUSIONS = ("substantiated", "partly", "unsubstantiated", "undetermined")
"""属实, 部分属实, 不属实, 无法查实 (facts 4.3)."""

SHORTEST_REASON = 4


@dataclass(frozen=True)
class FindingDraft:
    allegation: int
    conclusion: str
    facts: str


@dataclass(frozen=True)
class OutcomeDraft:
    """What is done about one person; `officer` None: somebody not identified."""

    officer: int | None
    kind: str
    note: str = ""


@dataclass(frozen=True)
class VerificationDraft:
    """A verification report as it is being written."""

    verifiers: str = ""
    no_interest: bool = False
    method: str = ""
    matter: str = ""
    proposal: str = ""
    findings: tuple[FindingDraft, ...] = ()
    outcomes: tuple[OutcomeDraft, ...] = ()
    evidence: tuple[str, ...] = ()


def offered(draft: VerificationDraft, kinds: Collection[str], officers: Collection[int]) -> Refused | None:
    """A form offers only what the city knows: conclusions, kinds of outcome, officers of the house."""
    if any(f.conclusion and f.conclusion not in CONCLUSIONS for f in draft.findings):
        return Refused("unknown_choice", {"field": "conclusion"})
    known = all(o.kind in kinds and (o.officer is None or o.officer in officers) for o in draft.outcomes)
    return None if known else Refused("unknown_choice", {"field": "outcomes"})


def whole(
    draft: VerificationDraft, allegations: Sequence[int], *, complaint: bool = True
) -> dict[str, Refused]:
    """What a verification report still lacks, by field name; empty where it may be submitted.

    Where nobody is complained of, what was done about the matter is enough.
    """
    wrong: dict[str, Refused] = {}
    for field in ("verifiers", "method", "matter", "proposal"):
        if not getattr(draft, field).strip():
            wrong[field] = Refused("missing")
    if not draft.no_interest:
        wrong["no_interest"] = Refused("declaration_needed")
    wrong |= established(draft, allegations)
    proven = any(f.conclusion in ("substantiated", "partly") for f in draft.findings)
    if proven and complaint and not draft.outcomes:
        wrong["outcomes"] = Refused("outcome_needed")
    return wrong


def established(draft: VerificationDraft, allegations: Sequence[int]) -> dict[str, Refused]:
    """What is missing before the facts stand, by field: how they were found, and a finding for each allegation."""
    wrong = {} if draft.method.strip() else {"method": Refused("missing")}
    found: Mapping[int, FindingDraft] = {f.allegation: f for f in draft.findings}
    for number in allegations:
        finding = found.get(number)
        if finding is None or finding.conclusion not in CONCLUSIONS:
            wrong[f"conclusion_{number}"] = Refused("missing")
        if finding is None or not finding.facts.strip():
            wrong[f"facts_{number}"] = Refused("missing")
    return wrong


def reason(text: str) -> Refused | None:
    """A reason must say something."""
    return Refused("reason_needed") if len(text.strip()) < SHORTEST_REASON else None
