"""A case through its whole life on the database, and everybody who must not see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions, queries
from huiyin.cases.actions import Order
from huiyin.cases.models import Blocked, Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.messages.models import Notice
from huiyin.organisations.models import Relation, Unit
from huiyin.ratings.actions import rate, revisit
from huiyin.supervision.models import Lock

pytestmark = pytest.mark.django_db

Send = Callable[..., object]
Settle = Callable[..., None]


def order(city: Cast, handler: str = "bob", **changes: object) -> Order:
    plain = Order(
        unit=Unit.objects.get(code="xt-court").pk,
        handlers=(city.account(handler).pk,),
        approver=city.account("frank").pk,
        summary="立案窗口让当事人来回补材料三次，没有一次性告知。",
        allegations=("没有一次性告知", "态度敷衍"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def draft(case: Case, city: Cast) -> VerificationDraft:
    return VerificationDraft(
        verifiers="尹见微、金予安",
        no_interest=True,
        method="调取窗口录像，询问当班人员",
        matter="重做一次性告知清单，贴在窗口",
        proposal="反映属实，已批评教育当班人员并改了告知清单。",
        findings=tuple(
            FindingDraft(a.pk, "substantiated", "录像可见三次补正") for a in case.allegations.all()
        ),
        outcomes=(OutcomeDraft(city.officer(DAN).pk, "educated"),),
        evidence=("3 月 7 日窗口录像",),
    )


@pytest.fixture
def opened(city: Cast, send: Send, settle: Settle) -> Case:
    number = send().number  # type: ignore[attr-defined]
    settle(MORNING)
    return Case.objects.get(number=number)


def test_a_report_becomes_a_file_at_the_citys_committee_and_only_there(city: Cast, opened: Case) -> None:
    assert opened.committee.code == "xt-committee"
    assert opened.accused == [city.officer(DAN).pk], "the clerk named in the text is pinned by himself"
    assert queries.case_for(city.actor("carol"), opened.number) is not None
    for name in ("bob", "frank", "eve", "dan", "mia", "lee", "adam", "una", "paul"):
        assert queries.case_for(city.actor(name), opened.number) is None, name
        assert not queries.visible(city.actor(name)).exists(), name
    assert {n.account_id for n in Notice.objects.all()} == {city.account(n).pk for n in ("carol", "ivy")}


@pytest.mark.parametrize(
    ("unit", "committee"),
    [
        ("xt-police", "xt-committee"),
        ("xiangdu-court-filing", "xiangdu-committee"),
        ("xiangdu-committee", "xt-committee"),
        ("xt-committee-office", "hb-committee"),
        ("xt-team-crime", "hb-committee"),
    ],
)
def test_routing_by_the_level_of_the_unit(
    city: Cast, send: Send, settle: Settle, unit: str, committee: str
) -> None:
    number = send(unit_code=unit, text="窗口态度不好。").number  # type: ignore[attr-defined]
    settle(MORNING)
    assert Case.objects.get(number=number).committee.code == committee


def test_the_whole_life(city: Cast, opened: Case, settle: Settle) -> None:
    number, at = opened.number, MORNING + timedelta(hours=1)
    carol, bob, frank, ivy = (city.actor(name) for name in ("carol", "bob", "frank", "ivy"))
    actions.assign(number, order(city), by=carol, now=at)
    settle(at)
    file = queries.case_for(bob, number)
    assert file is not None and not file.sees_report
    assert "项望舒" not in file.text + file.title
    assert queries.case_for(city.actor("ben"), number) is None, "a colleague isn't named"
    actions.accept(number, by=bob, now=at)
    case = Case.objects.get(number=number)
    actions.submit(number, draft(case, city), by=bob, now=at)
    actions.return_for_rework(number, "补一份当班表", by=frank, now=at)
    actions.submit(number, draft(case, city), by=bob, now=at)
    actions.approve(number, by=frank, now=at)
    actions.answer(number, "反映属实，已处理，今后一次告知。", by=carol, now=at)
    settle(at)
    rate(opened.report, 4, "总算有人管了", now=at)
    revisit(number, "reached", 5, "", by=ivy, now=at)
    actions.close(number, by=ivy, now=at)
    settle(at)
    case.refresh_from_db()
    assert case.state == "closed"
    assert list(case.verifications.values_list("round", flat=True)) == [1, 2]
    assert list(case.deadlines.filter(ended_at=None)) == []
    stored, fold = queries.replayed(number)
    assert stored == fold
    for name in ("dan", "eve", "ben"):
        assert queries.case_for(city.actor(name), number) is None


def test_three_days_without_acceptance_lock_the_case(city: Cast, opened: Case, settle: Settle) -> None:
    actions.assign(opened.number, order(city), by=city.actor("carol"), now=MORNING)
    case = Case.objects.get(pk=opened.pk)
    assert case.due_at is not None
    settle(case.due_at - timedelta(seconds=1))
    assert Case.objects.get(pk=opened.pk).state == "assigned"
    late = case.due_at + timedelta(seconds=1)
    settle(late)
    settle(late)
    assert Case.objects.get(pk=opened.pk).state == "locked"
    assert Lock.objects.count() == 1
    told = set(Notice.objects.filter(template="locked").values_list("account_id", flat=True))
    assert told == {city.account(n).pk for n in ("bob", "frank", "grace")}, "unit, its leader, the supervisor"
    for name in ("bob", "carol", "frank"):
        with pytest.raises(NotAllowed):
            actions.accept(opened.number, by=city.actor(name), now=late)
        with pytest.raises(NotAllowed):
            actions.reassign(opened.number, order(city), by=city.actor(name), now=late)
    actions.reassign(opened.number, order(city, "ben"), by=city.actor("grace"), now=late)
    settle(late)
    assert Lock.objects.get().lifted_at == late
    assert queries.case_for(city.actor("bob"), opened.number) is None, "who let it lie is out"


def test_a_conflict_of_interest_blocks_and_is_written_down(city: Cast, opened: Case) -> None:
    carol = city.actor("carol")
    Relation.objects.create(
        officer=city.officer(DAN), other=city.account("ben").officer, kind="spouse", declared_at=MORNING
    )
    for handler, why in (("dan", "same_person"), ("ben", "relative")):
        with pytest.raises(NotAllowed) as refused:
            actions.assign(opened.number, order(city, handler), by=carol, now=MORNING)
        assert refused.value.refused.reason == "conflict_of_interest"
        assert Blocked.objects.get(account=city.account(handler)).why == why
    assert Case.objects.get(pk=opened.pk).state == "received"


def test_the_second_of_two_people_is_told_what_changed(city: Cast, opened: Case) -> None:
    seen = opened.version
    actions.decline(
        opened.number, "这是法院判决，请走上诉程序。", by=city.actor("carol"), now=MORNING, seen=seen
    )
    with pytest.raises(Conflict) as told:
        actions.assign(opened.number, order(city), by=city.actor("ivy"), now=MORNING, seen=seen)
    assert told.value.changed == "decline"


def test_nobody_approves_their_own_finding(city: Cast, opened: Case) -> None:
    with pytest.raises(NotAllowed) as refused:
        bob = city.account("bob").pk
        actions.assign(opened.number, order(city, approver=bob), by=city.actor("carol"), now=MORNING)
    assert refused.value.refused.reason == "people_needed"


def test_words_lead_a_case_to_the_team_and_back(city: Cast, send: Send, settle: Settle) -> None:
    number = send(text="我不服判决，法官枉法裁判，（2021）冀0502民初123号。").number  # type: ignore[attr-defined]
    settle(MORNING)
    case = Case.objects.get(number=number)
    assert (case.state, case.team.code if case.team else None) == ("referred", "xt-team-litigation")
    assert queries.case_for(city.actor("lee"), number) is not None
    actions.return_from_team(number, "反映的是态度，退回初审", by=city.actor("lee"), now=MORNING)
    assert queries.case_for(city.actor("lee"), number) is None
    assert Case.objects.get(number=number).state == "received"


def test_a_crash_in_a_step_leaves_the_event_on_the_outbox(
    city: Cast, send: Send, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.journey import arriving
    from huiyin.ledger.models import Outbox

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("screening is down")

    number = send().number  # type: ignore[attr-defined]
    with monkeypatch.context() as patched:
        patched.setattr(arriving, "screen", broken)
        settle(MORNING)
    assert not Case.objects.filter(number=number).exists(), "nothing is half done"
    row = Outbox.objects.get()
    assert row.attempts == 1 and row.error.startswith("RuntimeError at arriving.py:")
    settle(MORNING + timedelta(seconds=5))
    assert Case.objects.filter(number=number).exists()
