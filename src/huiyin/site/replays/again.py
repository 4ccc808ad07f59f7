"""After a bad rating: somebody else looks again, the reporter is answered and rates again, at last people confer."""

from __future__ import annotations

from datetime import datetime

from huiyin.intake.queries import report_for
from huiyin.ratings.again import actions, queries
from huiyin.ratings.again.rules.recheck import CONCLUSIONS
from huiyin.ratings.models import Recheck
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.stage import Stage

SECOND = (5, 4, 4, 3, 4, 3, 2, 4, 1, 3)
"""How a second answer is rated: mostly better, for somebody else looked."""


def _waiting(number: str, state: str) -> Recheck | None:
    rows = Recheck.objects.select_related("case__report", "case__organ", "case__committee")
    return rows.filter(case__number=number, state=state).first()


def give(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    """A reviewer gives it to somebody who had no part in it; of another house where there is one."""
    row = _waiting(number, "dissatisfied")
    people = queries.able(row, now) if row else []
    if row is None or not people:
        return
    away = [one for one in people if one.unit.pk != row.case.organ_id] or people
    chosen = stage.rng(letter, "again").choice(away)
    by = stage.people.who("reviewer", row.case, now)
    demand = "反映人对答复不满意。请重新核查，逐项说明事实和依据。"
    actions.give_again(row.pk, chosen.unit.pk, chosen.account.pk, demand, by=by, now=now)


def find(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    row = _waiting(number, "rechecking")
    if row is None or row.checker_id is None:
        return
    conclusion = CONCLUSIONS[stage.rng(letter, "again found").random() < 0.3]
    facts = "另派人员重新询问当事人、调看记录，核查情况已逐项写明。"
    actions.report_again(row.pk, conclusion, facts, by=stage.people.actor(row.checker_id, now), now=now)


def reply(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    if row := _waiting(number, "rechecked"):
        words = (
            "您好！您对答复不满意，我们另派人员再次核查，逐项说明了事实和依据，并当面向有关单位提出了要求。"
        )
        actions.reply_again(row.pk, words, by=stage.people.who("reviewer", row.case, now), now=now)


def judge(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    """The reporter rates the second answer, with number and query code."""
    report = report_for(number, stage.receipts[number].query_code)
    if report is not None and _waiting(number, "answered_again"):
        level = stage.rng(letter, "again rated").choice(SECOND)
        actions.rate_again(report, level, "", now=now)


def confer(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    if row := _waiting(number, "to_confer"):
        present = "监督机关分管负责人\n承办单位负责人\n法律顾问"
        outcome = "会商研判：维持核查结论，由承办单位负责人当面向反映人说明。"
        actions.confer(row.pk, present, outcome, by=stage.people.who("supervisor", row.case, now), now=now)


STEPS = (("review", give), ("verify", find), ("answer", reply), ("rate", judge), ("supervise", confer))
"""The pace of whoever acts, and what they do."""
