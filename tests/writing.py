"""Letters at several stages, by the real actions, for whoever wants to see their pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.cast import Cast

from huiyin.organisations.models import Unit
from huiyin.supervision.letters import actions
from huiyin.supervision.letters.actions import Wording
from huiyin.supervision.letters.models import Letter

BODY = """你单位近期群众反映窗口服务问题较多，有关事项如下。
一、存在的问题
窗口上班时间无人接待，未一次性告知所需材料。
二、工作要求
请对照清单逐项整改，并将整改情况书面报我单位。"""


def write(cast: Cast, now: datetime) -> dict[str, object]:
    """A draft, one waiting for its signature, and one that the police answered; their ids by name."""
    draft = _worded(cast, "circular", ("xt-court", "xt-police"), now, "draft")
    cleared = _worded(cast, "supervision", ("xt-court",), now, "cleared")
    _approved(cast, cleared, now)
    answered = _worded(cast, "advice", ("xt-police",), now - timedelta(days=3), "answered")
    _approved(cast, answered, now - timedelta(days=3))
    sent(cast, answered, now - timedelta(days=3))
    police = Unit.objects.get(code="xt-police").pk
    words = "已开展整改，窗口安排专人值守。"
    actions.reply(answered.pk, police, words, by=cast.actor("eve"), now=now - timedelta(days=1))
    return {
        "letter_draft": draft.pk,
        "letter_cleared": cleared.pk,
        "letter_answered": answered.pk,
        "letter_unit": police,
        "letter_proof": Letter.objects.get(pk=answered.pk).proof,
    }


def _worded(cast: Cast, kind: str, to: tuple[str, ...], now: datetime, because: str) -> Letter:
    carol, units = cast.actor("carol"), [Unit.objects.select_related("region").get(code=code) for code in to]
    issuer = Unit.objects.select_related("region").get(code="xt-committee")
    letter = actions.draft(kind, issuer, units, by=carol, now=now, because=f"scene:{because}")
    return actions.edit(letter.pk, Wording("关于整改窗口服务问题的函", BODY), by=carol, now=now)


def _approved(cast: Cast, letter: Letter, now: datetime) -> None:
    actions.propose(letter.pk, by=cast.actor("carol"), now=now)
    actions.approve(letter.pk, by=cast.actor("grace"), now=now)


def sent(cast: Cast, letter: Letter, now: datetime) -> None:
    actions.sign(letter.pk, by=cast.actor("henry"), now=now)
    actions.print_papers(letter.pk, now=now)
    actions.deliver(letter.pk, now=now)
