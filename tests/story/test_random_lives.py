"""Random legal sequences of real acts on the database: rows stay the fold of events, chains hold, seals hold."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from tests.cast import DAN, PEOPLE
from tests.story.living import Life

from huiyin.cases import queries
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import LIFECYCLE, OPEN, roles_on
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.ledger.queries import audit
from huiyin.messages.models import Notice
from huiyin.organisations.models import Unit
from huiyin.reporting.queries import behind, closing, cubes, queues
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import MEASURES, STAGES, UNFINISHED, Slice

pytestmark = pytest.mark.django_db
LIVES, STEPS = 8, 7
BY = {
    "refer": "carol", "assign": "carol", "decline": "carol", "answer": "carol", "pin": "grace",
    "return_from_team": "lee", "channel": "lee", "accept": "bob", "object_to": "bob",
    "send_back": "carol", "affirm": "grace", "dispute": "bob", "submit": "bob",
    "join": "carol", "separate": "grace", "reassign": "grace", "redirect": "carol", "return_for_rework": "frank",
    "approve": "frank", "close": "ivy", "recuse": "grace",
}  # fmt: skip
REFUSED = {
    "object_to": ("objected_already", "objection_late"),
    "dispute": ("nothing_to_dispute", "objection_late"),
    "affirm": ("own_dispute",),
    "recuse": ("successor_needed", "unknown_choice"),
    "join": (
        "same_case",
        "main_is_joined",
        "main_ended",
        "has_joined",
        "names_others",
        "handlers_concerned",
        "unknown",
    ),
}
"""What a lot may run into beside a conflict of interest."""
WHAT = ("立案窗口来回补材料", "执行款一直不发", "下班前就不叫号", "复印要等一上午")
HOW = ("项望舒说不归他管", "问了三次没人答复", "让我自己看墙上")
TEXTS = [f"{what}，{how}。" for what in WHAT for how in HOW]


def acts(life: Life, case: Case, rng: Random) -> None:
    """One legal act, drawn by lot; or time passes until nobody has acted."""
    roles = {name: roles_on(case.snapshot(), life.city.actor(name)) for name in set(BY.values()) | {"ben"}}
    handler = next((n for n in ("bob", "ben") if "handler" in roles[n]), "bob")
    who = BY | dict.fromkeys(("accept", "object_to", "dispute", "submit"), handler)
    verbs = [v for v in who if v in LIFECYCLE.open_to(case.state, roles[who[v]])]
    if rng.random() < 0.9:
        verbs = [v for v in verbs if v != "recuse"]  # it is open at every turn, and seldom
    if case.due_at and (not verbs or rng.random() < 0.15):
        life.now = max(life.now, case.due_at) + timedelta(minutes=1)
        life.settle(life.now)
        return
    if not verbs:
        return
    verb = rng.choice(verbs)
    more = {
        "refer": lambda: (Unit.objects.get(code="xt-team-litigation"), "litigation", "需要专班研判"),
        "assign": lambda: (life.order(),),
        "reassign": lambda: (life.order(rng.choice(("bob", "ben"))),),
        "redirect": lambda: (life.order(rng.choice(("bob", "ben"))), "应由另一位承办"),
        "pin": lambda: ([life.city.officer(DAN).pk],),
        "submit": lambda: (life.draft(case),),
        "recuse": lambda: (life.city.account(rng.choice(("bob", "frank", "carol"))).pk, "应当回避"),
        "join": lambda: (rng.choice(list(Case.objects.order_by("pk"))).number,),
    }
    said = (
        "decline",
        "answer",
        "return_from_team",
        "channel",
        "send_back",
        "return_for_rework",
        "object_to",
        "affirm",
        "dispute",
    )
    texts: tuple[object, ...] = ("写明理由和去向",) if verb in said else ()
    try:
        life.act(verb, case, *more.get(verb, lambda: texts)(), by=who[verb])
    except NotAllowed as no:
        assert no.refused.reason in REFUSED.get(verb, ("conflict_of_interest",)), (
            verb,
            case.state,
            no.refused,
        )


def check_case(number: str) -> None:
    case = Case.objects.get(number=number)
    stored, fold = queries.replayed(number)
    assert stored == fold
    running = list(case.deadlines.filter(ended_at=None).values_list("kind", flat=True))
    steps = [kind for kind in running if kind != "whole"]
    assert steps == ([case.due_kind] if case.due_kind else []), (
        "one step runs, and it is the one that is shown"
    )
    assert ("whole" in running) == (case.answered_at is None), "the promise runs until the answer"
    assert case.assignments.filter(ended_at=None).count() == (
        case.state in ("assigned", "objected", "disputed", "verifying", "submitted", "approved")
    )
    if case.main and case.main.answered_at:
        assert case.answered_at, "who was joined has the answer as soon as the main case has it"
    assert set(case.main.accused if case.main else ()) <= set(case.accused)
    assert case.referrals.filter(ended_at=None).exists() == (case.state == "referred")
    assert (case.locks.filter(lifted_at=None).count() == 1) == (case.state == "locked")


def check_sight(life: Life) -> None:
    """What the list shows is what the rule says, for everybody; nobody hears of what they may not see."""
    for name in (*PEOPLE, "dan"):
        viewer = life.city.actor(name)
        seen = set(queries.visible(viewer).values_list("pk", flat=True))
        assert seen == {c.pk for c in Case.objects.all() if roles_on(c.snapshot(), viewer)}, name
        assert set(queries.my_work(viewer).values_list("pk", flat=True)) <= seen
    for case in Case.objects.all():
        told = Notice.objects.filter(case=case.number).values_list("account__officer", flat=True)
        assert not set(case.accused) & set(told), "never to the accused"


def check_figures(life: Life) -> None:
    """Each figure is a naive recount over the cases, as long as the list behind it, and for nobody else's eyes."""
    period = Period(Case.objects.earliest("received_at").received_at.date(), life.now.date())
    for name in ("carol", "henry", "bob", "eve", "dan", "mia"):
        viewer, now = life.city.actor(name), life.now
        mine = [c for c in Case.objects.all() if roles_on(c.snapshot(), viewer)]
        cube = cubes(viewer, {"p": (period, MEASURES)}, now=now)[0]["p"]
        for measure in MEASURES:
            assert cube.total(measure) == behind(viewer, Slice(measure, period), now=now).count()
        assert cube.total("received") == len(mine)
        assert cube.total("unfinished") == sum(cube.total(measure) for measure in UNFINISHED)
        undone = [c for c in mine if c.state not in STAGES["done"]]
        stuck = [c for c in undone if c.overdue or c.state == "locked" or (c.due_at and c.due_at < now)
                 or (not c.answered_at and c.promised_at < now)]  # fmt: skip
        assert cube.total("late") == len(stuck)
        waiting = [c for c in mine if c.state in STAGES["to_review"] and c not in stuck]
        assert cube.total("to_review") == len(waiting)
        due = [c for c in mine if c.promised_at.date() <= period.last]
        done = [c for c in due if c.answered_at and c.answered_at <= now]
        share = closing(viewer, period, now=now)
        assert (share.part, share.whole) == (len(done), len(due))
        assert sum(queues(viewer).values()) == sum(c.state == "referred" for c in mine)


@pytest.mark.parametrize("seed", range(2))
def test_random_lives(life: Life, seed: int) -> None:
    rng = Random(seed)
    start = life.now
    for number in range(LIVES):
        life.now = start + timedelta(days=number)
        case = life.opened(text=TEXTS[number])
        for _ in range(STEPS):
            case.refresh_from_db()
            acts(life, case, rng)
            check_case(case.number)
    life.now = max(life.now, start + timedelta(days=40))
    life.settle(life.now)
    check_sight(life)
    check_figures(life)
    assert {case.state for case in Case.objects.all()} & set(OPEN.split()), "not all came to an end"
    taken = Event.objects.filter(subject_kind="case").values_list("verb", flat=True).distinct()
    assert len(taken) > len(BY) / 3, "the lot drew too few kinds of acts to say anything"
    assert audit().ok
