"""What the committees' people and the work teams do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huiyin.assessment.actions import use_result
from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.models import Case, Verification
from huiyin.cases.rules.checks import CONCLUSIONS
from huiyin.doors.desk.queries.joining import candidates, speaks_against
from huiyin.intake.channels.hotline.actions import pass_out
from huiyin.intake.vault import open_for
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Account
from huiyin.organisations.queries import officers_in, unit
from huiyin.ratings.actions import revisit
from huiyin.site.replays import inspectors
from huiyin.site.replays.drawing import chance, pick
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import Nobody, house_of
from huiyin.site.replays.stage import Stage

PROVEN = CONCLUSIONS[:2]


def review(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Declines, refers to a work team, joins under the earlier file, or assigns to the unit (S0-17)."""
    plan, rng = letter.plan, stage.rng(letter, "review")
    by = stage.people.who("reviewer", case, now, rng.randrange(9))
    if "decline" in plan.conduct:
        cases.decline(case.number, plan.reply, by=by, now=now)
    elif "refer" in plan.conduct and not case.referrals.exists():
        reason = "初审发现需要先走法定程序，请专班研判。"
        cases.refer(case.number, unit(plan.team), plan.kind, reason, by=by, now=now)
    elif "join" in plan.conduct and (main := _earlier(case, by)):
        cases.join(case.number, main.number, by=by, now=now)
    else:
        if not case.accused and chance(rng, stage.story.shares["pinned"]):
            _pin(case, rng.randrange(9), by=by, now=now)
        _assign(stage, case, letter, "assign", by=by, now=now)


def supervise(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Gives a locked case out again (S0-19); where it was serious, the unit that let it lie answers for it (S3-21)."""
    by = stage.people.who("supervisor", case, now)
    if "breach" in letter.plan.conduct:
        inspectors.blame(stage, case, by, now)
    _assign(stage, case, letter, "reassign", by=by, now=now)


def redirect(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """The daily check: what the program gave to the wrong unit goes to the right one, in one act."""
    by = stage.people.who("reviewer", case, now)
    _assign(stage, case, letter, "redirect", by=by, now=now)


def take_back(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """The unit is right: it wasn't its own."""
    cases.send_back(case.number, "同意退回，重新交办。", by=stage.people.who("reviewer", case, now), now=now)


def by_team(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """A work team leads the matter into its procedure, or sends it back to review (S0-22)."""
    by = stage.people.who("team", case, now)
    if "channel" in letter.plan.conduct:
        cases.channel(case.number, letter.plan.reply, by=by, now=now)
    else:
        said = stage.story.phrases["the_same" if "join" in letter.plan.conduct else "returned"]
        cases.return_from_team(case.number, said, by=by, now=now)


def pass_on(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Gives a matter of livelihood, which isn't for this platform, to the hotline (S1-36)."""
    by = stage.people.who("reviewer", case, now)
    pass_out(case.report, by=by, unit=case.committee_id, now=now)


def answer(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Words the answer from what was found."""
    by = stage.people.who("reviewer", case, now, 1)
    done = case.verifications.order_by("-round").prefetch_related("findings").first()
    assert done is not None and case.unit is not None
    came = letter.at.astimezone(SHANGHAI)
    text = stage.rng(letter, "reply").choice(stage.story.phrases["replies"])
    words = text.format(
        date=f"{came.month}月{came.day}日",
        unit=case.unit.short or case.unit.name,
        findings=_told(done),
        matter=done.matter,
    )
    cases.answer(case.number, words, by=by, now=now)


def call(stage: Stage, case: Case, letter: Letter, now: datetime) -> str:
    """Phones the reporter: opens the identity with a reason, and writes down what came of it (S0-25)."""
    by = stage.people.who("clerk", case, now)
    rng = stage.rng(letter, f"call {case.report.revisits.count()}")
    person = open_for(by, case.report, case.committee_id, reason="答复后电话回访", now=now)
    if person is None or not person.phone:
        return ""
    bad = 0 < letter.plan.rating < 3
    result = "reached" if bad else pick(rng, stage.story.mix["calls"])
    level = (
        (_called_back(stage, letter) if bad else max(letter.plan.rating, 3)) if result == "reached" else None
    )
    said = stage.story.phrases["revisits"]
    note = rng.choice(said.get("displeased", said[result]) if level and level < 3 else said[result])
    revisit(case.number, result, level, note, by=by, now=now)
    return result


def _called_back(stage: Stage, letter: Letter) -> int:
    """What somebody who rated the answer badly says on the telephone; content, where the story doesn't say."""
    mix = stage.story.mix.get("called_back")
    return int(pick(stage.rng(letter, "called back"), mix)) if mix else 3


def use(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    """Writes down what use is made of a result that was found to be true (S0-08)."""
    last = case.verifications.order_by("-round").first()
    if last is None or not last.findings.filter(conclusion__in=PROVEN).exists():
        return
    by = stage.people.who("reviewer", case, now)
    for kind in letter.plan.uses:
        officer = case.accused[0] if case.accused else None
        use_result(case.number, kind, stage.story.phrases["uses"][kind], officer=officer, by=by, now=now)


def close(stage: Stage, case: Case, letter: Letter, now: datetime) -> None:
    cases.close(case.number, by=stage.people.who("clerk", case, now), now=now)


def _earlier(case: Case, by: Actor) -> Case | None:
    """The likeliest file of those that the program offers to join this one under."""
    offered = [one.case for one in candidates(by, case)]
    return next((main for main in offered if speaks_against(case, main) is None), None)


def _pin(case: Case, turn: int, *, by: Actor, now: datetime) -> None:
    """The duty roster tells the reviewer whom the report is about."""
    staff = [o for o in officers_in(case.reported) if o.unit_id == case.reported_id]
    low = staff[1:] if case.reported.kind == "section" else []
    if low:
        cases.pin(case.number, [low[turn % len(low)].pk], by=by, now=now)


def _assign(stage: Stage, case: Case, letter: Letter, verb: str, *, by: Actor, now: datetime) -> None:
    plan, phrases = letter.plan, stage.story.phrases
    rng = stage.rng(letter, verb)
    first = plan.first_to and not case.assignments.exists()
    to = unit(plan.first_to if first else plan.to).pk if first or plan.to else house_of(case.reported)
    demand = phrases["reassigned"] if verb == "reassign" else rng.choice(phrases["demands"])
    able = stage.people.holding("handler", to, now)
    approvers = stage.people.holding("approver", to, now)
    against = conflicts_of(case, [*able, *approvers])
    free = [account for account in able if account not in against]
    heads = [account for account in approvers if account not in against]
    if not free or not heads:
        raise Nobody(f"{case.number}: everybody of the unit has an interest in it")
    rng.shuffle(free)
    proposed = [Account.objects.get(username=plan.tries).pk] if plan.tries else []
    give = {"assign": cases.assign, "reassign": cases.reassign, "redirect": _redirected(phrases)}[verb]
    for handler in [*proposed, *free]:
        order = Order(to, (handler,), heads[0], plan.summary, plan.allegations, demand)
        try:
            give(case.number, order, by=by, now=now)
        except NotAllowed as no:
            if no.refused.reason != "conflict_of_interest":
                raise
        else:
            return


def _redirected(phrases: Mapping[str, Any]) -> Callable[..., Case]:
    def give(number: str, order: Order, *, by: Actor, now: datetime) -> Case:
        return cases.redirect(number, order, phrases["redirected"], by=by, now=now)

    return give


def _told(done: Verification) -> str:
    """What was found, allegation by allegation, for the reporter."""
    facts = [finding.facts for finding in done.findings.order_by("allegation__position")]
    return "；".join(dict.fromkeys(facts))
