"""What came to the scene's city by other ways than its own pages."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from tests.cast import MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.channels.actions import path_for, take_in
from huiyin.intake.channels.hotline.actions import keep_comparison, receive_order
from huiyin.intake.channels.hotline.rules.reconciling import Difference
from huiyin.intake.channels.mail.actions import Room, take_letter
from huiyin.intake.channels.rules.arrivals import Arrival
from huiyin.intake.channels.texts.actions import take_text
from huiyin.intake.models import Report, Waiting
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.policy.models import Channel
from huiyin.policy.queries import policy


def bring(cast: Cast) -> dict[str, object]:
    """A letter that waits, one that is to be answered by letter, an order, a text message; what stands in addresses."""
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = "he@example.org", "<1@example.org>", "办事的地方没人"
    mail.set_content("上个星期去了三次，每次都说管章的人不在，让我等电话，等到今天也没有电话。")
    take_letter(_way("mail"), mail.as_bytes(), MORNING, room=Room(10**12, Limits()), now=MORNING)
    take_text(_way("sms"), "mo-1", "13900000000", "1 邢台市公安局夜里不出警", MORNING, now=MORNING)
    order = {
        "id": "12345-0307-017",
        "time": MORNING.isoformat(),
        "content": "邢台市公安局户籍窗口叫号机坏了一个月。",
    }
    receive_order(_way("hotline"), order, now=MORNING)
    replied = _letter(cast)
    yesterday = MORNING.astimezone(SHANGHAI).date() - timedelta(days=1)
    found = [
        Difference("12345-0306-002", "missing_here", theirs="accepted"),
        Difference("12345-0306-009", "not_answered_there", "answered", "handling", replied),
    ]
    keep_comparison(yesterday, found, ours=11, theirs=12, now=MORNING)
    keep_comparison(yesterday - timedelta(days=1), [], ours=8, theirs=8, now=MORNING)
    texted = Report.objects.get(channel="sms")
    waiting = Waiting.objects.filter(settled_at=None).first()
    return {"arrival": waiting.pk if waiting else 0, "replied": replied, "code": path_for(texted.number)}


def _letter(cast: Cast) -> str:
    carol = cast.account("carol")
    source = Submission(
        key="",
        unit=Unit.objects.get(code="xt-court-filing").pk,
        text="来信反映立案窗口不给收据，问了两次都说以后补。",
        problem_type="B2",
        identity_mode="real_name",
        name="贺小满",
        postal="襄都区某街 1 号",
    )
    arrival = Arrival("letter", "letter 1", MORNING - timedelta(days=2), "信〔2022〕17号", carol.pk)
    number = take_in(source, arrival, by=cast.actor("carol"), now=MORNING).number
    run_until_idle(MORNING)
    cases.decline(number, "您反映的事项正在诉讼中，请向审判庭提出。", by=cast.actor("carol"), now=MORNING)
    run_until_idle(MORNING)
    return number


def _way(code: str) -> Channel:
    found = policy().channel(code)
    assert found
    return found
