"""Who words, approves and signs the periodic papers, writes down what an analysis found, and advises units."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment.models import Point
from huiyin.assessment.scoring import actions as scoring
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.reporting.models import Advice, PaperDraft
from huiyin.reporting.papers import actions
from huiyin.site.replays.stage import Stage
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.rules.wording import CALLED, OPEN, SHUT

TO_DO = "各单位对照问题抓好整改，整改情况于月底前书面报送。"


def at_their_desks(stage: Stage, now: datetime) -> None:
    """Each morning: what was drafted is worded and goes its way; the monthly analysis has its findings and advice."""
    for paper in PaperDraft.objects.filter(letter__state="drafted").select_related("letter"):
        if paper.paper == "monthly":
            analyse(stage, paper, now)
        issue(stage, paper, now)
    for advice in Advice.objects.filter(answered_at=None, at__date__lt=now.date()):
        _answer(stage, advice, now)
    _object(stage, now)


def issue(stage: Stage, paper: PaperDraft, now: datetime) -> None:
    """Worded by a supervisor, approved by another where the kind asks, signed by who leads."""
    letter: Letter = paper.letter
    supervisors = _holding(stage, "supervisor", paper.committee_id, now)
    writer = supervisors[0]
    body = letter.body
    for word in CALLED.values():
        body = body.replace(f"{OPEN}{word}{SHUT}", TO_DO)
    letters.edit(letter.pk, letters.Wording(letter.title, body), by=writer, now=now)
    letters.propose(letter.pk, by=writer, now=now)
    for other in (one for one in supervisors if one.account != writer.account):
        letter.refresh_from_db()
        if letter.state == "in_approval":
            letters.approve(letter.pk, by=other, now=now)
    for leader in _holding(stage, "leader", paper.committee_id, now):
        letter.refresh_from_db()
        if letter.state == "cleared":
            letters.sign(letter.pk, by=leader, now=now)


def analyse(stage: Stage, paper: PaperDraft, now: datetime) -> None:
    """What the story's people find and advise."""
    by = _holding(stage, "supervisor", paper.committee_id, now)[0]
    houses = list(
        Unit.objects.filter(committee=paper.committee_id, kind="organ", active=True).order_by("path")
    )
    turn = 0
    for row in stage.story.phrases.get("tendencies", []):
        found = actions.find(paper.pk, row["text"], by=by, now=now)
        for text in row["advice"]:
            actions.advise(found.pk, houses[turn % len(houses)].pk, text, by=by, now=now)
            turn += 1


def _answer(stage: Stage, advice: Advice, now: datetime) -> None:
    for leader in _holding(stage, "approver", advice.unit_id, now)[:1]:
        actions.take_up(
            advice.pk, "已采纳，制定措施并明确责任人，月底前完成。", adopted=True, by=leader, now=now
        )


def _object(stage: Stage, now: datetime) -> None:
    """The first unit that lost a point objects to it; the committee reads why, and keeps the point."""
    point = Point.objects.filter(score__state="posted").select_related("score").order_by("pk").first()
    if point is None or Point.objects.exclude(objection="").exists():
        return
    leaders = _holding(stage, "approver", point.score.unit_id, now)
    judges = _holding(stage, "leader", point.score.committee_id, now)
    if not leaders or not judges:
        return
    try:
        scoring.contest(point.pk, "退回前已口头说明，请复核。", by=leaders[0], now=now)
    except NotAllowed:
        return
    scoring.uphold(point.pk, "以系统记录为准，维持。", by=judges[0], now=now)


def _holding(stage: Stage, role: str, unit: int, now: datetime) -> list[Actor]:
    return [stage.people.actor(account, now) for account in stage.people.holding(role, unit, now)]
