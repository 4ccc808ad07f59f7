"""The identity vault: the only place where who somebody is gets sealed or opened.

Each report has a data key of its own, wrapped by the master key; the sealed text is bound to the report's number, so
that a row moved to another report doesn't open. Opening needs a role and a written reason and leaves a record that
no rollback removes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from huiyin.intake.crypto import provider
from huiyin.intake.models import Identity, Report
from huiyin.kernel.actor import Actor
from huiyin.kernel.characters import simplified
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import fold, redact
from huiyin.ledger.actions import looked
from huiyin.ledger.prepared import Fixed, Given

OPENERS = ("reviewer", "clerk", "supervisor")
"""Roles of the report's committee that may open an identity (a clerk phones back, S0-25)."""
SHORTEST_REASON = 4


@dataclass(frozen=True)
class Person:
    """Who sent a report, opened. Never logged, never stored, never put into a URL."""

    name: str
    phone: str
    openid: str
    mail: str = ""
    postal: str = ""


def hashed(purpose: str, value: str) -> str:
    """The keyed hash under which a phone number, openid or code is matched."""
    return keyed_hash(settings.MASTER_KEY, purpose, value) if value else ""


def name_hash(name: str) -> str:
    """That of a name, whichever characters it is written in: 張 and 张 are one."""
    return hashed("name", simplified(fold(name)))


def sealed(number: str, person: Person) -> Identity:
    """Who sent the report `number`, ready to be stored with it. Called once, by the action that receives it."""
    crypto = provider()
    aad = f"identity:{number}".encode()
    key = crypto.new_key()
    body = json.dumps(list(astuple(person)), ensure_ascii=False).encode()
    return Identity(
        wrapped_key=crypto.wrap(key, aad),
        sealed=crypto.seal(key, body, aad),
        has_phone=bool(person.phone),
        phone_hash=hashed("phone", person.phone),
        openid_hash=hashed("openid", person.openid),
        mail_hash=hashed("mail", person.mail),
        name_hash=name_hash(person.name),
    )


def hash_names(most: int = 500) -> int:
    """Gives identities sealed before names were hashed their hash, some at a time; how many it gave one."""
    waiting = Identity.objects.filter(name_hash=None).values_list("pk", "report__number")[:most]
    for pk, number in waiting:
        person = _open(number)
        Identity.objects.filter(pk=pk).update(name_hash=name_hash(person.name) if person else "")
    return len(waiting)


def sent_by(
    viewer: Actor, *, phone: str = "", name: str = "", reason: str, now: datetime
) -> QuerySet[Report]:
    """The reports sent with exactly this phone (E.164) or under exactly this name, for whoever may open identities.

    Raises NotAllowed without role or reason. Leaves a record before anything is looked for, found or not; it holds
    the keyed hash, by which the auditor sees that somebody was looked for twice, not who. The caller shows of the
    reports only those whose identity the viewer may open.
    """
    if not viewer.units_as(*OPENERS):
        raise NotAllowed(Refused("wrong_role", {"verb": "open_identity"}))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(Refused("reason_needed"))
    what, sought = ("phone", hashed("phone", phone)) if phone else ("name", name_hash(name))
    looked("person", sought, f"find_{what}", by=viewer, now=now, reason=reason.strip())
    if not sought:
        return Report.objects.none()
    return Report.objects.filter(**{f"identity__{what}_hash": sought})


_IDENTITY = Fixed(lambda: Identity.objects.filter(report__number=Given("number")))


def _open(number: str) -> Person | None:
    identity = _IDENTITY.first(number=number)
    if identity is None:
        return None
    crypto = provider()
    aad = f"identity:{number}".encode()
    key = crypto.unwrap(bytes(identity.wrapped_key), aad)
    return Person(*json.loads(crypto.open(key, bytes(identity.sealed), aad)))


def open_for(viewer: Actor, report: Report, committee: int, *, reason: str, now: datetime) -> Person | None:
    """Opens an identity for a person of the committee. Raises NotAllowed without role or reason.

    The caller has already fetched the report through a query that takes the viewer.
    """
    if not viewer.roles_in(committee) & set(OPENERS):
        raise NotAllowed(Refused("wrong_role", {"verb": "open_identity"}))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(Refused("reason_needed"))
    looked("report", report.number, "identity", by=viewer, now=now, reason=reason.strip(), unit=committee)
    return _open(report.number)


def redacted(report: Report) -> str:
    """The report's text with whoever sent it masked, by name too. Nobody sees the name, so nobody opened it."""
    person = _open(report.number)
    return redact(report.text, [person.name] if person and person.name else []).text


def tells_reporter(report: Report, text: str) -> bool:
    """Whether `text` holds the name or the telephone of whoever sent the report. Answers yes or no, shows nothing."""
    return any(telling(report.number, [text]))


def telling(number: str, texts: Iterable[str]) -> list[str]:
    """Those of `texts` that say who sent report `number`; it is opened once for all."""
    person = _open(number)
    return [text for text in texts if _tells(person, text)] if person else []


def _tells(person: Person, text: str) -> bool:
    digits = "".join(c for c in fold(text) if c.isdigit())
    number = person.phone.removeprefix("+86").lstrip("+")
    said = fold(text)
    elsewhere = any(told and fold(told) in said for told in (person.mail, person.postal))
    return (
        elsewhere
        or bool(number and number in digits)
        or "name" in redact(text, [person.name], ("name",)).kinds
    )


def mail_for_message(number: str) -> str:
    """The e-mail address of a report's reporter, for the worker that is about to send; "" where there is none."""
    person = _open(number)
    return person.mail if person else ""


def phone_for_message(number: str) -> str:
    """The phone number of a report's reporter, for the worker that is about to send; "" where there is none."""
    person = _open(number)
    return person.phone if person else ""
