"""The way back: whoever spoke up hears of it by the way that they came (S3-15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.cases.rules.exit import gives_answer
from huiyin.intake.channels.actions import ask_for_reply
from huiyin.intake.channels.hotline.actions import queue_parcel
from huiyin.intake.channels.hotline.queries import order_about
from huiyin.intake.channels.models import HotlineOrder, Origin
from huiyin.intake.models import Report
from huiyin.journey.people import reporter_mailed, reporter_texted
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.organisations.queries import organ_of


def _report(number: str) -> tuple[Report, Origin | None]:
    report = Report.objects.select_related("unit__region").get(number=number)
    return report, Origin.objects.filter(report=report).first()


def acknowledge(event: Event, now: datetime) -> None:
    """The receipt, where somebody left a way to send it (S0-15); by mail and text message with a link to the code."""
    report, origin = _report(event.subject_id)
    day = report.promised_at.astimezone(SHANGHAI).date().isoformat()
    if origin is None or origin.entered_by_id:
        reporter_texted(report, "receipt", event, now, day=day)
    elif origin.acknowledge and origin.reply == "mail":
        reporter_mailed(report, "mail_receipt", event, now, day=day)
    elif origin.acknowledge and origin.reply == "sms":
        reporter_texted(report, "text_receipt", event, now, day=day)


def answer_back(event: Event, now: datetime) -> None:
    """There is an answer: its reporter is told so, and only that; where that takes a person, a person is asked to."""
    case = Case.objects.select_related("report", "committee", "acceptor").get(pk=event.subject_id)
    origin = Origin.objects.filter(report=case.report_id).first()
    _BACK.get(origin.reply if origin else "page", _by_page)(case, event, now)


def _by_page(case: Case, event: Event, now: datetime) -> None:
    reporter_texted(case.report, "answered", event, now)


def _by_mail(case: Case, event: Event, now: datetime) -> None:
    reporter_mailed(case.report, "mail_answered", event, now)


def _by_text(case: Case, event: Event, now: datetime) -> None:
    reporter_texted(case.report, "text_answered", event, now)


def _by_person(case: Case, event: Event, now: datetime) -> None:
    """By telephone, letter or hand: the accepting body does it and says so. Who left a telephone gets a text too."""
    gives = gives_answer(
        acceptor=case.acceptor_id,
        house=organ_of(case.acceptor),
        accused_house=case.organ_id,
        committee=case.committee_id,
        complaint=case.matter == "complaint" or bool(case.accused),
    )
    ask_for_reply(case.report, gives, now=now)
    reporter_texted(case.report, "answered", event, now)


def _by_hotline(case: Case, event: Event, now: datetime) -> None:
    """The hotline tells its caller itself."""
    if order := order_about(case.report):
        queue_parcel(order, "answer", now=now)


def tell_passed_on(event: Event, now: datetime) -> None:
    """The hotline answered a matter that we passed on to it: whoever sent it reads their answer on the same page."""
    order = HotlineOrder.objects.select_related("report").get(pk=event.subject_id)
    if order.answer:
        reporter_texted(order.report, "progress", event, now)
        reporter_mailed(order.report, "mail_answered", event, now)


_BACK: Mapping[str, Callable[[Case, Event, datetime], None]] = {
    "page": _by_page,
    "sms": _by_text,
    "mail": _by_mail,
    "hotline": _by_hotline,
    "phone": _by_person,
    "letter": _by_person,
    "paper": _by_person,
}
