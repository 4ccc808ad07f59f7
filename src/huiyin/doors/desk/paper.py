"""A verification report on paper: what the file says, in the form that offices expect."""

from __future__ import annotations

from huiyin.cases.models import Case, Verification
from huiyin.documents import papers
from huiyin.documents.papers import Conclusion
from huiyin.doors.shared.access import today
from huiyin.policy import queries as policy

CONCLUSIONS: dict[str, Conclusion] = {
    "substantiated": "true",
    "partly": "partly",
    "unsubstantiated": "untrue",
    "undetermined": "unclear",
}
"""The chapter's words for a conclusion, and the paper's."""


def verification_paper(case: Case, found: Verification, language: str) -> bytes:
    """The PDF of a submitted report. Raises ValueError for a draft, which nobody signs."""
    if found.submitted_at is None or case.unit is None:
        raise ValueError("a draft is no paper")
    return papers.verification_report(
        papers.VerificationReport(
            number=case.number,
            unit=case.unit.name,
            addressee=case.committee.name,
            about=case.reported.name,
            team=(papers.Member(found.verifiers, "", found.no_interest),),
            method=_lines(found.method),
            findings=tuple(
                papers.Finding(f.allegation.text, _lines(f.facts), CONCLUSIONS[f.conclusion])
                for f in found.findings.all()
            ),
            evidence=tuple(
                papers.Evidence(e.description, case.unit.name, e.attachment.sha256 if e.attachment else "")
                for e in found.evidence.all()
            ),
            persons=tuple(_persons(found, language)),
            matters=_lines(found.matter),
            answer=_lines(found.proposal),
            signed_on=today(found.submitted_at),
            language=language,
        )
    )


def _persons(found: Verification, language: str) -> list[str]:
    kinds = dict(policy.outcomes(language, "person"))
    lines = []
    for outcome in found.outcomes.all():
        name = outcome.officer.name if outcome.officer else "—"
        note = f"（{outcome.note}）" if outcome.note else ""
        lines.append(f"{name}：{kinds.get(outcome.kind, outcome.kind)}{note}")
    return lines


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
