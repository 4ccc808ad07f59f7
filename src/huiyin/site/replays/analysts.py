"""Who words, approves and signs the periodic papers, writes down what an analysis found, and advises units."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.assessment.models import Point
from huiyin.assessment.scoring import actions as scoring
from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations import queries as organisations
from huiyin.reporting.models import Advice, PaperDraft, Tabled
from huiyin.reporting.papers import actions
from huiyin.reporting.papers.freezing import STANDING_OUT
from huiyin.reporting.papers.queries import advisable
from huiyin.site.replays import gatherers
from huiyin.site.replays.stage import Stage
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.rules.wording import CALLED, OPEN, SHUT

TO_DO = "各单位对照问题抓好整改，整改情况于月底前书面报送。"
SITS_AFTER = timedelta(days=1)
"""The meeting over a paper sits a day or two after its items are put before it."""


def at_their_desks(stage: Stage, now: datetime) -> None:
    """Each morning: what was drafted is worded and goes its way; the monthly analysis has its findings and advice."""
    for paper in PaperDraft.objects.filter(letter__state="drafted").select_related("letter"):
        analyse(stage, paper, now)
        _table(stage, paper, now)
        issue(stage, paper, now)
    for item in Tabled.objects.filter(decided_at=None, at__lt=now - SITS_AFTER).select_related("paper"):
        _resolve(stage, item, now)
    for advice in Advice.objects.filter(answered_at=None, at__date__lt=now.date()):
        _answer(stage, advice, now)
    _object(stage, now)
    gatherers.at_their_desks(stage, now)


def issue(stage: Stage, paper: PaperDraft, now: datetime) -> None:
    """Worded by a supervisor, or a reviewer where there is but one; approved where asked, signed by who leads."""
    letter: Letter = paper.letter
    supervisors = _holding(stage, "supervisor", paper.committee_id, now)
    alone = len(supervisors) < 2
    writer = (_holding(stage, "reviewer", paper.committee_id, now) if alone else supervisors)[0]
    body = letter.body
    for word in CALLED.values():
        body = body.replace(f"{OPEN}{word}{SHUT}", TO_DO)
    letters.edit(letter.pk, letters.Wording(letter.title, body), by=writer, now=now)
    letters.propose(letter.pk, by=writer, now=now)
    for other in (one for one in supervisors if one.account != writer.account):
        letter.refresh_from_db()
        if letter.state == "in_approval":
            letters.approve(letter.pk, by=other, now=now)
    leaders, approving = (
        _holding(stage, "leader", paper.committee_id, now),
        {one.account for one in supervisors},
    )
    for leader in sorted(leaders, key=lambda one: one.account in approving):
        letter.refresh_from_db()
        if letter.state == "cleared":
            letters.sign(letter.pk, by=leader, now=now)


def analyse(stage: Stage, paper: PaperDraft, now: datetime) -> None:
    """What the story's people find in such a paper, once or in a month of theirs, and whom they advise."""
    by, turn = _supervisor(stage, paper, now), 0
    houses = [unit for unit in advisable(paper.committee_id) if unit.kind == "organ"]
    for row in stage.story.phrases.get("tendencies", []):
        if (
            row.get("paper", "monthly") != paper.paper
            or row.get("month", paper.last.month) != paper.last.month
        ):
            continue
        found = actions.find(paper.pk, row["text"], by=by, now=now)
        named = [organisations.unit(code) for code in row.get("units", ())]
        for text in row["advice"]:
            to = (named or houses)[turn % len(named or houses)]
            actions.advise(found.pk, to.pk, text, by=by, now=now)
            turn += 1


def _table(stage: Stage, paper: PaperDraft, now: datetime) -> None:
    """What stands out in a paper goes before its meeting; of a month's, what was found in it."""
    said = stage.story.phrases.get("meetings", {}).get(paper.paper)
    if not said:
        return
    by = _supervisor(stage, paper, now)
    if said["of"] == "findings":
        for found in paper.tendencies.order_by("pk"):
            actions.table(paper.pk, said["text"].format(finding=found.text), by=by, now=now)
        return
    for figure in STANDING_OUT:
        for number in Case.objects.filter(pk__in=paper.figures[figure]["part"]).values_list(
            "number", flat=True
        )[:1]:
            actions.table(paper.pk, said["text"], number=number, by=by, now=now)


def _resolve(stage: Stage, item: Tabled, now: datetime) -> None:
    said = stage.story.phrases["meetings"][item.paper.paper]["decided"]
    actions.resolve(item.pk, said[item.pk % len(said)], by=_supervisor(stage, item.paper, now), now=now)


def _supervisor(stage: Stage, paper: PaperDraft, now: datetime) -> Actor:
    return _holding(stage, "supervisor", paper.committee_id, now)[0]


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
