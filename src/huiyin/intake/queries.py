"""Reads of reports and places."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from huiyin.intake.models import Attachment, Identity, PlaceCode, Report, Tombstone
from huiyin.intake.rules.senders import together
from huiyin.intake.rules.submission import answered, digest
from huiyin.intake.vault import hashed
from huiyin.kernel.text import fold
from huiyin.ledger.prepared import Fixed, Given
from huiyin.ledger.queries import entry_of, events_of
from huiyin.ledger.rules.chain import first_break


def place_for(token: str) -> PlaceCode | None:
    """The code on a poster with its place and unit; None where it is unknown or switched off."""
    return _CODE.first(token=token.upper())


_CODE = Fixed(
    lambda: PlaceCode.objects.select_related(
        "place__unit__region", "place__unit__parent", "place__unit__committee"
    ).filter(token=Given("token"), active=True, place__active=True, place__unit__active=True)
)


_PLACE = Fixed(lambda: PlaceCode.objects.filter(token=Given("token")).values_list("place", flat=True))
_places: dict[str, int] = {}


def place_of(token: str) -> int | None:
    """The place (id) of a code, whether it is still in use or not; None for an unknown one.

    A code's place never changes, so a process remembers it. Whether the code may be used is for the caller to ask.
    """
    if token not in _places and (place := _PLACE.first(token=token)) is not None:
        _places[token] = place
    return _places.get(token)


def report_for(number: str, query_code: str) -> Report | None:
    """The report with this number and query code. Wrong number and wrong code are one and the same answer.

    Looked up by the code's keyed hash, then compared: one index read in either case.
    """
    code = "".join(c for c in fold(query_code) if c.isdigit())
    report = (
        Report.objects.select_related("unit", "place")
        .filter(query_code_hash=hashed("query code", code))
        .first()
    )
    return report if report and report.number == number.strip().upper() else None


_CONTACTS = ("phone_hash", "openid_hash", "mail_hash")


def same_sender(report: Report) -> set[int]:
    """The other reports (ids) whose sender left the same telephone, openid or e-mail address.

    Keyed hashes are compared; nothing is opened, and who it is stays unknown. Of an anonymous report there are none.
    It says nothing of who may see those reports: the caller shows that "the same reporter" wrote, never which.
    """
    mine = Identity.objects.filter(report=report).values(*_CONTACTS).first() or {}
    same = [Q(**{contact: value}) for contact, value in mine.items() if value]
    if not same:
        return set()
    either = same[0]
    for one in same[1:]:
        either |= one
    return set(Identity.objects.filter(either).exclude(report=report).values_list("report", flat=True))


def senders(reports: Collection[int]) -> dict[int, int]:
    """`together` of some reports (ids): which of them have one sender. The numbers mean nothing beyond this answer."""
    rows = Identity.objects.filter(report__in=reports).order_by("report").values_list("report", *_CONTACTS)
    return together((report, contacts) for report, *contacts in rows)


def removed(report: Report) -> Tombstone | None:
    """What stands in the place of a report whose content was taken out by law."""
    return Tombstone.objects.filter(report=report, supplement=None).first()


def stands_as_received(report: Report) -> bool:
    """Whether text and files still have the digests of the first event, and the report's chain of events holds.

    Of what was taken out by law the text can't be compared any more: see `removed`.
    """
    content: dict[str, str | int | None] = {
        "unit": report.unit_id,
        "text": report.text,
        "problem_type": report.problem_type,
        "officer": report.officer_text,
        "occurred_on": report.occurred_on.isoformat() if report.occurred_on else None,
    }
    events = events_of("report", report.number)
    if not events or first_break((entry_of(event), event.hash) for event in events) is not None:
        return False
    sent = events[0].data
    if "answers" in sent:
        content |= answered(report.answers.values_list("question", "option"))
    files = sorted(Attachment.objects.filter(report=report).values_list("sha256", flat=True))
    return sent["digest"] == report.digest == digest(content, report.salt) and files == sorted(sent["files"])
