"""Whole lives of a case through the real actions, one after the other, in a process of their own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from secrets import token_urlsafe
from time import perf_counter

from django.conf import settings
from django.db import connections

from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.models import Allegation
from huiyin.cases.rules.checks import FindingDraft, VerificationDraft
from huiyin.intake.actions import receive
from huiyin.intake.models import Report
from huiyin.intake.rules.submission import Submission
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Account, Unit
from huiyin.organisations.queries import actor_for, committee_for
from huiyin.ratings.actions import rate
from huiyin.site.serving import THREADS, settle

PROCESSES = (os.cpu_count() or 1) * THREADS
"""As many as `huiyin up` lets act at once: more than cores, for whoever waits for the disk uses none."""
PEOPLE = {"reviewer": "city.reviewer", "handler": "court.handler", "approver": "court.approver"}


@dataclass
class Living:
    """The people, looked up once; each call of `live` is one whole life. Texts differ, so that none is a repeat."""

    seed: int
    lived: int = 0

    @cached_property
    def accounts(self) -> dict[str, Account]:
        return {role: Account.objects.get(username=name) for role, name in PEOPLE.items()}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        today = settings.CLOCK.now().date()
        return {role: actor_for(account, on=today) for role, account in self.accounts.items()}

    @cached_property
    def units(self) -> tuple[Unit, Unit]:
        return Unit.objects.get(code="xt-court-filing"), Unit.objects.get(code="xt-court")

    def live(self) -> None:
        self.lived += 1
        now = settings.CLOCK.now()
        filing, court = self.units
        said = f"第{self.seed}窗口第{self.lived}次排队，材料递进去又退出来，说法前后不一。"
        receipt = receive(
            Submission(
                key=token_urlsafe(18), unit=filing.pk, text=said, problem_type="B2", identity_mode="anonymous"
            ),
            now=now,
        )
        report = Report.objects.get(number=receipt.number)
        case = cases.open_case(report, committee_for(filing), (), now=now)
        self._worked_on(case.number, court.pk, said, now)
        rate(report, 4, "", now=now)
        cases.close(case.number, by=self.actors["reviewer"], now=now)

    def _worked_on(self, number: str, court: int, said: str, now: datetime) -> None:
        reviewer, handler, approver = (self.actors[role] for role in ("reviewer", "handler", "approver"))
        people = self.accounts
        order = Order(court, (people["handler"].pk,), people["approver"].pk, said, ("没有一次性告知",))
        cases.assign(number, order, by=reviewer, now=now)
        cases.accept(number, by=handler, now=now)
        cases.submit(number, _report(number), by=handler, now=now)
        cases.approve(number, by=approver, now=now, note="同意。")
        cases.answer(number, "经核查，窗口已改为一次告知，并向您致歉。", by=reviewer, now=now)


def _report(number: str) -> VerificationDraft:
    asked = Allegation.objects.filter(case__number=number).values_list("pk", flat=True)
    return VerificationDraft(
        verifiers="甲、乙", no_interest=True, method="调看录像", matter="改为一次告知", proposal="如实答复",
        findings=tuple(FindingDraft(pk, "unsubstantiated", "录像可见一次告知") for pk in asked),
    )  # fmt: skip


def rate_of(act: Callable[[int], Callable[[], object]], seconds: float) -> float:
    """How often a second `act` is done by `PROCESSES` at once, each with a connection of its own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[float] = context.Queue()
    workers = [context.Process(target=_work, args=(act, n, seconds, results)) for n in range(PROCESSES)]
    for worker in workers:
        worker.start()
    rates = [results.get(timeout=seconds * 2 + 30) for _ in workers]
    for worker in workers:
        worker.join()
    return sum(rates)


def _work(
    act: Callable[[int], Callable[[], object]], n: int, seconds: float, results: multiprocessing.Queue[float]
) -> None:
    do = act(n)
    for _ in range(3):
        do()  # what is kept for later is read once
    settle()
    began, done = perf_counter(), 0
    while perf_counter() - began < seconds:
        do()
        done += 1
    results.put(done / (perf_counter() - began))
    connections.close_all()
