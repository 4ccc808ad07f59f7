"""A world in which cases stand in every state, and the people who must not learn of them.

Everything is brought about by the real actions. Each text holds a word of its own that stands nowhere else, so that
a page which says one word too much is found.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.cast import DAN, MORNING, Cast

from huiyin.assessment.actions import use_result
from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.models import Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.intake.actions import make_code, receive, supplement
from huiyin.intake.attachments import actions as files
from huiyin.intake.attachments.models import Attachment
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests import samples
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.models import Account, Mandate, Officer, Unit
from huiyin.ratings.actions import rate, revisit

NAME = "闻人遐"
HALL = "暗香疏影厅"
SUMMARY = "反映窗口没有一次性告知。"
LATER = MORNING + timedelta(days=13)
"""When the world is looked at: every deadline that shall pass has passed."""

TEXTS = {
    "received": "3 月 7 日去立案窗口交材料，来回补了三次，窗口的项望舒让我自己看墙上。",
    "referred": "我不服判决，法官枉法裁判，（2021）冀0502民初123号，项望舒不收材料。",
    "assigned": "打电话问执行款什么时候发，项望舒说在忙，挂了我的电话。",
    "locked": "排了一上午队，下午一点开门，项望舒两点半才到岗。",
    "objected": "立案厅的饮水机坏了半年，项望舒说自己带水。",
    "disputed": "停车场的门卫收钱不开票，项望舒说不归法院管。",
    "verifying": "要复印一份判决书，项望舒说机器坏了，让下周再来。",
    "submitted": "大厅里有人插队，保安和项望舒都看见了，没人管。",
    "approved": "材料交上去一个多月没有回音，项望舒不告诉我找谁。",
    "answered": "问诉讼费怎么退，项望舒说不归他管，也不说归谁。",
    "declined": "窗口叫号到我，项望舒却先办熟人的事，让我等。",
    "closed": "老人听不清，项望舒嫌麻烦，把材料扔了出来。",
}
"""A text for a case in each state; as different as life, since repeats are screened."""

STATES = tuple(TEXTS)
BEFORE_ASSIGNMENT = ("received", "referred", "declined")

MANDATES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "dan": (("administrator", "xt-committee"), ("security", "xt-committee"), ("auditor", "xt-committee")),
    "cora": (
        ("handler", "xt-court"), ("approver", "xt-court"), ("reviewer", "xt-committee"), ("clerk", "xt-committee"),
        ("supervisor", "xt-committee"), ("leader", "xt-committee"), ("auditor", "xt-committee"),
        ("team", "xt-team-litigation"),
    ),
    "hugo": (
        ("handler", "xt-court"), ("reviewer", "xt-committee"), ("clerk", "xt-committee"),
        ("supervisor", "xt-committee"), ("leader", "xt-committee"), ("auditor", "xt-committee"),
    ),
    "sam": (("security", "xt-committee"),),
    "paula": (("reviewer", "hb-committee"), ("supervisor", "hb-committee")),
}  # fmt: skip
"""Beside the cast. Cora works beside Dan, Hugo is named as handler; both also sit in the committee."""

DESKS = {"cora": "xt-court-filing-1", "hugo": "xt-court-politics-1"}
"""Whose entry in the officers' register it is."""


@dataclass
class World:
    """`cases` by state; `words[state]` stand in that report alone; `files[state]` are its attachments, one released."""

    city: Cast
    token: str
    cases: dict[str, Case] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[int]] = field(default_factory=dict)

    @property
    def numbers(self) -> list[str]:
        return [case.number for case in self.cases.values()]

    def traces(self, states: tuple[str, ...] = STATES) -> list[str]:
        """What gives a report away."""
        found = [NAME, HALL]
        for state in states:
            found += [self.words[state], self.phones[state], self.codes[state]]
        return found


def settled(city: Cast) -> World:
    """The world before any of the reports: with everybody, and with another house's case that has nothing to do."""
    for name, held in MANDATES.items():
        account, _ = Account.objects.get_or_create(username=name, defaults={"name": name.title()})
        if name in DESKS:
            account.officer = Officer.objects.get(code=DESKS[name])
            account.save()
        for role, unit in held:
            Mandate.objects.get_or_create(
                account=account,
                unit=Unit.objects.get(code=unit),
                role=role,
                since=MORNING.date() - timedelta(30),
            )
    court, police = (Unit.objects.get(code=code) for code in ("xt-court-filing", "xt-police"))
    token = make_code(court, HALL, by=SYSTEM, now=MORNING).token
    world = World(city, token)
    send(world, "other", "派出所窗口周末没有人，打电话也不接。", unit=police)
    run_until_idle(LATER)
    return world


def filled(world: World) -> World:
    """Then: a case in each state, all about Dan."""
    court = Unit.objects.get(code="xt-court-filing")
    for state, text in TEXTS.items():
        send(world, state, text, unit=court)
        _bring(world, state)
        run_until_idle(MORNING + timedelta(hours=1))
    run_until_idle(LATER)
    for state, case in world.cases.items():
        case.refresh_from_db()
        assert case.state == state, (state, case.state)
    return world


_keys = count()


def send(world: World, state: str, text: str, *, unit: Unit, **fields: Any) -> Case:
    """A report as it arrives, with a picture and a voice, and what is added later; its case."""
    n = next(_keys)
    word, phone = f"密语{n:02d}甲", f"139000{n:02d}009"
    picture, sound = (_file(body, f"draft-{n}") for body in (samples.photo_that_tells(), samples.mp3()))
    receipt = receive(
        Submission(
            key=f"sealed-{n}", unit=unit.pk, text=f"{text}\n{word}，请打{phone}找{NAME}。", problem_type="B2",
            identity_mode="real_name", phone=phone, uploads=(picture, sound),
            place=unit.places.values_list("pk", flat=True).first(), **({"name": NAME} | fields),
        ),
        now=MORNING,
    )  # fmt: skip
    run_until_idle(MORNING)
    case = Case.objects.get(number=receipt.number)
    if state == "other":
        return case
    world.cases[state], world.words[state], world.phones[state] = case, word, phone
    world.codes[state] = receipt.query_code
    attached = Attachment.objects.filter(report=case.report).order_by("pk")
    world.files[state] = list(attached.values_list("pk", flat=True))
    supplement(case.report, f"再补一句：{word} {fields.get('officer_text', '')}", now=MORNING)
    return case


def _file(body: bytes, draft: str) -> str:
    whole = io.BytesIO(body)
    return files.store(whole, draft=draft, size=len(body), free=10**12, limits=Limits(), now=MORNING).token


def _bring(world: World, state: str) -> None:
    """Leads the case to its state, step by step, by the people of the cast."""
    case, at = world.cases[state], MORNING + timedelta(hours=1)
    for step in _steps(world, state):
        step(case, at)


Step = Callable[[Case, datetime], object]


def _steps(world: World, state: str) -> Iterator[Step]:
    who = world.city.actor
    if state == "declined":
        yield lambda case, at: cases.decline(case.number, "请走上诉程序。", by=who("carol"), now=at)
    if state in BEFORE_ASSIGNMENT:
        return
    when = LATER - timedelta(hours=1) if state == "assigned" else None
    yield lambda case, at: cases.assign(case.number, _order(world, case), by=who("carol"), now=when or at)
    if state == "assigned":
        return
    if state == "locked":
        return
    objections: tuple[tuple[str, Step], ...] = (
        ("objected", lambda case, at: cases.object_to(case.number, "不属本院职责。", by=who("bob"), now=at)),
        ("affirmed", lambda case, at: cases.affirm(case.number, "属法院职责。", by=who("carol"), now=at)),
        ("disputed", lambda case, at: cases.dispute(case.number, "仍有异议。", by=who("bob"), now=at)),
    )
    order: tuple[tuple[str, Step], ...] = (
        ("verifying", lambda case, at: cases.accept(case.number, by=who("bob"), now=at)),
        ("submitted", lambda case, at: cases.submit(case.number, _found(world, case), by=who("bob"), now=at)),
        ("approved", lambda case, at: cases.approve(case.number, by=who("frank"), now=at)),
        ("answered", lambda case, at: cases.answer(case.number, "已核实并处理。", by=who("carol"), now=at)),
        ("closed", lambda case, at: _closed(world, case, at)),
    )
    for reached, step in objections if state in ("objected", "disputed") else order:
        yield step
        if reached == state:
            return


def _closed(world: World, case: Case, at: datetime) -> None:
    rate(case.report, 1, f"不满意，{world.words['closed']}", now=at)
    revisit(case.number, "reached", 4, f"{NAME}说好了", by=world.city.actor("ivy"), now=at)
    cases.close(case.number, by=world.city.actor("carol"), now=at)


def _order(world: World, case: Case) -> Order:
    who = world.city.account
    state = next(state for state, known in world.cases.items() if known.pk == case.pk)
    return Order(
        unit=Unit.objects.get(code="xt-court").pk,
        handlers=(who("bob").pk, who("hugo").pk),
        approver=who("frank").pk,
        summary=SUMMARY,
        allegations=("没有一次性告知",),
        released=(world.files[state][0],),
    )


def _found(world: World, case: Case) -> VerificationDraft:
    return VerificationDraft(
        verifiers="尹见微、金予安", no_interest=True, method="调取录像", matter="改告知清单", proposal="已处理",
        findings=tuple(FindingDraft(a.pk, "substantiated", "录像可见") for a in case.allegations.all()),
        outcomes=(OutcomeDraft(world.city.officer(DAN).pk, "educated"),),
        evidence=("窗口录像",),
    )  # fmt: skip


def bring_to_an_end(world: World, case: Case, words: str, *, who: Callable[[str], Any], at: datetime) -> None:
    """The whole life of a case in which everybody writes the same `words`, wherever something can be written."""
    base = _order(world, case)
    order = replace(base, summary=words, allegations=(words,), demand=words)
    cases.assign(case.number, order, by=who("carol"), now=at)
    cases.accept(case.number, by=who("bob"), now=at)
    for last in (False, True):
        found = _found(world, case)
        report = replace(
            found, verifiers=words[:100], method=words, matter=words, proposal=words, evidence=(words[:200],),
            findings=tuple(replace(f, facts=words) for f in found.findings),
            outcomes=tuple(replace(o, note=words) for o in found.outcomes),
        )  # fmt: skip
        cases.submit(case.number, report, by=who("bob"), now=at)
        if not last:
            cases.return_for_rework(case.number, words, by=who("frank"), now=at)
    cases.approve(case.number, note=words, by=who("frank"), now=at)
    cases.answer(case.number, words, by=who("carol"), now=at)
    run_until_idle(at)
    rate(case.report, 1, words, now=at)
    revisit(case.number, "reached", 1, words, by=who("ivy"), now=at)
    dan = world.city.officer(DAN).pk
    use_result(case.number, "talk", words, officer=dan, by=who("carol"), now=at)
    run_until_idle(at)
