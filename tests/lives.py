"""What the cast does with a case, act by act, through the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.cast import Cast

from huiyin.assessment.actions import use_result
from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.models import Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.intake.actions import supplement
from huiyin.ratings.actions import rate, revisit

TEAMS = {"xt-court": ("bob", "frank"), "xt-police": ("eve", "paul")}
"""Who handles and who approves."""


@dataclass
class Life:
    """What the cast does with one case; each method is one act at the moment `at`."""

    cast: Cast
    number: str
    at: datetime

    def _case(self) -> Case:
        return Case.objects.get(number=self.number)

    def _who(self, name: str) -> dict[str, Any]:
        return {"by": self.cast.actor(name), "now": self.at}

    def _team(self) -> tuple[str, str]:
        return TEAMS[self._case().organ.code]

    def assigned(self) -> None:
        handler, approver = self._team()
        case = self._case()
        order = Order(
            unit=case.organ_id,
            handlers=(self.cast.account(handler).pk,),
            approver=self.cast.account(approver).pk,
            summary=case.report.text,
            allegations=("没有一次性告知", "态度生硬"),
            demand="请调看录像，逐项核查。",
            released=tuple(case.report.attachments.values_list("pk", flat=True)),
        )
        cases.assign(self.number, order, **self._who("carol"))

    def verifying(self) -> None:
        cases.accept(self.number, **self._who(self._team()[0]))

    def submitted(self) -> None:
        case = self._case()
        found = bool(case.accused)
        conclusions = ("substantiated", "partly") if found else ("unsubstantiated", "undetermined")
        draft = VerificationDraft(
            verifiers="尹见微（政治部）、金予安（办公室）",
            no_interest=True,
            method="调看窗口录像，询问当班人员和大厅值班长。",
            matter="重做一次性告知清单，贴在窗口。",
            proposal="您反映的情况部分属实。我们已对当班人员批评教育，并重新制作了告知清单。",
            findings=tuple(
                FindingDraft(one.pk, conclusion, "录像显示当事人三次到窗口，前两次均未一次性告知。")
                for one, conclusion in zip(case.allegations.order_by("position"), conclusions, strict=True)
            ),
            outcomes=(OutcomeDraft(case.accused[0], "educated"),) if found else (),
            evidence=("窗口录像两段", "大厅值班记录"),
        )
        cases.submit(self.number, draft, **self._who(self._team()[0]))

    def approved(self) -> None:
        cases.approve(self.number, note="同意。", **self._who(self._team()[1]))

    def answered(self) -> None:
        proposal = self._case().verifications.latest("round").proposal
        cases.answer(self.number, proposal, **self._who("carol"))

    def closed(self) -> None:
        case = self._case()
        rate(case.report, 4 + case.pk % 2, "说清楚了，窗口也改了。", now=self.at)
        if case.identity_mode != "anonymous":
            revisit(self.number, "reached", 4, "窗口现在一次说清了。", **self._who("ivy"))
        if case.accused:
            use_result(
                self.number, "training", "立案庭全员学习一次性告知规定。", officer=None, **self._who("carol")
            )
        cases.close(self.number, **self._who("ivy"))

    def then_rework(self, i: int) -> None:
        cases.return_for_rework(self.number, "请补充第三次到窗口的录像。", **self._who(self._team()[1]))

    def then_declined(self, i: int) -> None:
        text = "您好。路灯维修由市城管局负责，电话 12345；派出所没有这项职责，所以这里不受理。"
        cases.decline(self.number, text, **self._who("carol"))

    def then_objected(self, i: int) -> None:
        reason = "停车场由公安交管部门划线管理，不属法院职责。"
        cases.object_to(self.number, reason, **self._who(self._team()[0]))

    def then_affirmed(self, i: int) -> None:
        self.then_objected(i)
        cases.affirm(self.number, "公告栏在法院院内，由法院管理。", **self._who("carol"))

    def then_disputed(self, i: int) -> None:
        self.then_affirmed(i)
        cases.dispute(self.number, "公告栏由街道设置，请裁决。", **self._who(self._team()[0]))

    def then_joined(self, i: int) -> None:
        """Under the newest case of the house whose answer is being written."""
        main = Case.objects.filter(organ=self._case().organ, state="approved").latest("received_at")
        cases.join(self.number, main.number, **self._who("carol"))

    def then_answered(self, i: int) -> None:
        """The oldest answer is rated badly, the next has news; the newest waits for its reporter."""
        if i == 2:
            rate(self._case().report, 2, "没有说为什么来得晚。", now=self.at)
        if i == 5:
            supplement(self._case().report, "补充：今天又去了一次，还是没有人在。", now=self.at)
