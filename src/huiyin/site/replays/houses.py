"""What the units do that were given a case: accept, verify, approve."""

from __future__ import annotations

from datetime import datetime
from random import Random

from huiyin.cases import actions as cases
from huiyin.cases.actions.talks import talks_missing
from huiyin.cases.models import Allegation, Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Account
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import Nobody
from huiyin.site.replays.stage import Stage

PROVEN = ("substantiated", "partly")


def accept(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Takes the case on, or sends it back where it was given to the wrong unit."""
    by = _handler(stage, case, now)
    if "send_back" in letter.plan.conduct and case.assignments.count() == 1:
        reason = "所反映的事项不属于我单位职责，建议交由主管单位核查。"
        cases.object_to(case.number, reason, by=by, now=now)
    else:
        cases.accept(case.number, by=by, now=now)


def send_back(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """What the program gave them isn't theirs."""
    reason = "按职责不属于我单位主管，请重新分派。"
    cases.object_to(case.number, reason, by=_handler(stage, case, now), now=now)


def begin(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """The facts are established; what is done about them is still open."""
    whole = _draft(stage, case, letter)
    part = VerificationDraft(
        verifiers=whole.verifiers, method=whole.method, findings=whole.findings, evidence=whole.evidence[:1]
    )
    cases.establish(case.number, part, by=_handler(stage, case, now), now=now)


def submit(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    for kind in talks_missing(case):
        _talk(stage, case, kind, now)
    cases.submit(case.number, _draft(stage, case, letter), by=_handler(stage, case, now), now=now)


def _talk(stage: Stage, case: Case, kind: str, now: datetime) -> None:
    """A clerk of the committee talks with whoever reported, as far as anybody knows who that is."""
    held = case.identity_mode != "anonymous"
    text = "已与反映人沟通，说明了办理情况。" if held else "匿名反映，无法联系。"
    cases.write_talk(
        case.number, cases.Said(kind, held, now, text), by=stage.people.who("clerk", case, now), now=now
    )


def decide(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Whoever's turn it is signs; the head sends it back once where the story wants it."""
    if case.approver is None:
        raise Nobody(f"{case.number}: nobody may sign it")
    by = stage.people.actor(case.approver, now)
    if "rework" in letter.plan.conduct and case.verifications.count() == 1:
        reasons = stage.rng(letter, "rework").choice(stage.story.phrases["reworks"])
        cases.return_for_rework(case.number, reasons, by=by, now=now)
    else:
        weight = "complex" if "complex" in letter.plan.conduct else ""
        cases.approve(case.number, by=by, now=now, note="同意。", weight=weight)


def _handler(stage: Stage, case: Case, now: datetime) -> Actor:
    return stage.people.actor(case.handlers[0], now)


def _draft(stage: Stage, case: Case, letter: Letter) -> VerificationDraft:
    rng, phrases, plan = stage.rng(letter, "draft"), stage.story.phrases, letter.plan
    findings = tuple(
        _finding(allegation, i, stage, letter, rng)
        for i, allegation in enumerate(case.allegations.order_by("position"))
    )
    proven = any(finding.conclusion in PROVEN for finding in findings)
    blamed = case.matter == "complaint" or bool(case.accused)
    matter = plan.matter if proven else rng.choice(phrases["explained"])
    return VerificationDraft(
        verifiers=_verifiers(case),
        no_interest=True,
        method=rng.choice(phrases["methods"]),
        matter=matter,
        proposal=f"建议如实答复反映人：{findings[0].facts}；{matter}。",
        findings=findings,
        outcomes=(OutcomeDraft(_who(case), plan.outcome, "已告知本人。"),) if proven and blamed else (),
        evidence=tuple(rng.sample(phrases["evidence"], 2)),
    )


def _finding(allegation: Allegation, place: int, stage: Stage, letter: Letter, rng: Random) -> FindingDraft:
    """The first allegation has the plan's conclusion; where that is "partly", those after it aren't true."""
    phrases, conclusion = stage.story.phrases, letter.plan.conclusion
    if place and conclusion == "partly":
        conclusion = "unsubstantiated"
    facts = {
        "substantiated": letter.plan.found,
        "partly": f"{letter.plan.found}，{phrases['partly_add']}",
        "unsubstantiated": rng.choice(phrases["unproved"]),
        "undetermined": rng.choice(phrases["undetermined"]),
    }
    return FindingDraft(allegation.pk, conclusion, facts[conclusion])


def _verifiers(case: Case) -> str:
    names = Account.objects.filter(pk__in=case.handlers).order_by("pk").values_list("name", flat=True)
    return "、".join(names)


def _who(case: Case) -> int | None:
    return case.accused[0] if case.accused else None
