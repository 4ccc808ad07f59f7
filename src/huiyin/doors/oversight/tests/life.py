"""Cases brought to a stage through the real actions, for pages that count them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions
from huiyin.cases.actions import Order
from huiyin.cases.models import Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.organisations.models import Unit
from huiyin.ratings.actions import rate

TEXTS = (
    "3 月 7 日去立案窗口交材料，来回补了三次，窗口的项望舒让我自己看墙上。",
    "打电话问执行款什么时候发，项望舒说在忙，挂了我的电话。",
    "排了一上午队，下午一点开门，项望舒两点半才到岗。",
    "要复印一份判决书，项望舒说机器坏了，让下周再来。",
    "大厅里有人插队，保安和项望舒都看见了，没人管。",
    "材料交上去一个多月没有回音，项望舒不告诉我找谁。",
    "问诉讼费怎么退，项望舒说不归他管，也不说归谁。",
    "窗口叫号到我，项望舒却先办熟人的事，让我等。",
    "老人听不清，项望舒嫌麻烦，把材料扔了出来。",
    "网上预约好了时间，项望舒说系统里没有，不给办。",
)
"""As different as life: the same text twice would be screened as a repeat."""


@dataclass(frozen=True)
class Life:
    """Each method gives a new case that has come so far. `fields` change Alice's report.

    What another test did by the same methods from its beginning is laid, not done again.
    """

    city: Cast
    send: Callable[..., Any]
    settle: Callable[[datetime], None]

    def sent(self, **fields: Any) -> Case:
        return self._once(self._sent, fields)

    def assigned(self, **fields: Any) -> Case:
        return self._once(self._assigned, fields)

    def taken_up(self, **fields: Any) -> Case:
        return self._once(self._taken_up, fields)

    def answered(self, **fields: Any) -> Case:
        return self._once(self._answered, fields)

    def _once(self, do: Callable[..., Case], fields: dict[str, Any]) -> Case:
        name = (do.__name__, *sorted(fields.items()))
        return Case.objects.get(pk=self.city.trail.step(name, lambda: do(**fields).pk))

    def _sent(self, **fields: Any) -> Case:
        receipt = self.send(**({"text": TEXTS[Case.objects.count() % len(TEXTS)]} | fields))
        self.settle(fields.get("now", MORNING))
        return Case.objects.get(number=receipt.number)

    def _assigned(self, **fields: Any) -> Case:
        case, at = self._sent(**fields), fields.get("now", MORNING) + timedelta(hours=1)
        order = Order(
            unit=Unit.objects.get(code="xt-court").pk,
            handlers=(self.city.account("bob").pk,),
            approver=self.city.account("frank").pk,
            summary="反映立案窗口没有一次性告知。",
            allegations=("没有一次性告知",),
        )
        actions.assign(case.number, order, by=self.city.actor("carol"), now=at)
        return self._after(case, at)

    def _taken_up(self, **fields: Any) -> Case:
        case, at = self._assigned(**fields), fields.get("now", MORNING) + timedelta(hours=2)
        actions.accept(case.number, by=self.city.actor("bob"), now=at)
        return self._after(case, at)

    def _answered(self, *, level: int = 0, conclusion: str = "substantiated", **fields: Any) -> Case:
        case, at = self._taken_up(**fields), fields.get("now", MORNING) + timedelta(hours=3)
        found = conclusion in ("substantiated", "partly")
        draft = VerificationDraft(
            verifiers="尹见微、金予安", no_interest=True, method="调取录像", matter="改告知清单", proposal="已处理",
            findings=tuple(FindingDraft(a.pk, conclusion, "录像可见") for a in case.allegations.all()),
            outcomes=(OutcomeDraft(self.city.officer(DAN).pk, "educated"),) if found else (),
        )  # fmt: skip
        actions.submit(case.number, draft, by=self.city.actor("bob"), now=at)
        actions.approve(case.number, by=self.city.actor("frank"), now=at)
        actions.answer(case.number, "已核实并处理。", by=self.city.actor("carol"), now=at)
        self.settle(at)
        if level:
            rate(case.report, level, "", now=at)
        return self._after(case, at)

    def _after(self, case: Case, at: datetime) -> Case:
        self.settle(at)
        case.refresh_from_db()
        return case
