"""Accounts, mandates and declared relationships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.identifiers import mobile
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.charge import over
from huiyin.organisations.models import Account, Mandate, Officer, Relation, Unit
from huiyin.organisations.rules import mandates as rules
from huiyin.policy import queries as policy
from huiyin.policy.actions import change_days as set_days


@transaction.atomic
def open_account(
    username: str,
    name: str,
    password: str,
    *,
    officer: Officer | None = None,
    demo: bool = False,
    by: Actor,
    now: datetime,
) -> Account:
    """A new account without any mandate. An empty password means that nobody logs in with one.

    Its owner changes the password before anything else; in a demonstration everybody knows it anyway.

    Raises NotAllowed(`wrong_role`, `not_your_unit`), and Conflict("username") where the name is taken.
    """
    if refused := rules.may_keep(by, [over(officer.unit)] if officer else []):
        raise NotAllowed(refused)
    return enter_account(
        username, name, make_password(password or None), officer=officer, demo=demo, by=by, now=now
    )


def enter_account(
    username: str, name: str, hashed: str, *, officer: Officer | None, demo: bool, by: Actor, now: datetime
) -> Account:
    """Like `open_account` with a password that is hashed already, in the caller's transaction."""
    first = {"name": name, "password": hashed, "officer": officer, "is_demo": demo, "must_change": not demo}
    account, made = Account.objects.get_or_create(username=username, defaults=first)
    if not made:
        raise Conflict("username")
    facts = {"officer": officer.pk if officer else None, "demo": demo}
    record("account", account.pk, "opened", by=by, now=now, data=facts)
    return account


@transaction.atomic
def set_text_number(account: Account, number: str, *, now: datetime) -> Account:
    """Somebody says at which work number text messages reach them; "" for none. The ledger never learns the number.

    Raises NotAllowed with the reason why it is no mobile number, and field `number`.
    """
    kept = mobile(number) if number.strip() else ""
    if isinstance(kept, Refused):
        raise NotAllowed(Refused(kept.reason, {"field": "number"}))
    row = Account.objects.select_for_update().get(pk=account.pk)
    if row.text_number != kept:
        row.text_number = kept
        row.save(update_fields=["text_number"])
        by = Actor(f"account:{row.pk}", row.name)
        record("account", row.pk, "text_number_set", by=by, now=now, data={"there": bool(kept)})
    return row


@transaction.atomic
def set_unit_mail(unit: int, mail: str, *, by: Actor, now: datetime) -> Unit:
    """The address that hears of papers which came for a unit; "" for none. The ledger learns whether there is one.

    What the page says stays when the blueprint is loaded again. Raises NotAllowed: unknown, wrong_role, not_your_unit.
    """
    row = Unit.objects.select_for_update(of=("self",)).filter(pk=unit, active=True).first()
    if row is None:
        raise NotAllowed(Refused("unknown"))
    if refused := rules.within(by, rules.KEEPERS, over(row), "set_unit_mail"):
        raise NotAllowed(refused)
    if row.mail != mail.strip():
        row.mail = mail.strip()
        row.save(update_fields=["mail"])
        record("register", row.code, "mail_set", by=by, now=now, unit=row.pk, data={"there": bool(row.mail)})
    return row


@transaction.atomic
def close_account(pk: int, *, by: Actor, now: datetime) -> Account:
    """Nobody logs in with the account any more, and its mandates are worth nothing. What was done under it stays.

    Raises NotAllowed(`wrong_role`, `not_your_unit`, `own_mandate`), and Conflict("account") where it is closed
    already.
    """
    row = Account.objects.select_for_update().get(pk=pk)
    if refused := rules.may_keep(by, [over(unit) for unit in _units_of(row, now)], f"account:{row.pk}"):
        raise NotAllowed(refused)
    if not row.is_active:
        raise Conflict("account")
    row.is_active = False
    row.save(update_fields=["is_active"])
    record("account", row.pk, "closed", by=by, now=now)
    return row


@transaction.atomic
def grant(
    account: Account,
    role: str,
    unit: Unit,
    *,
    since: date,
    until: date | None = None,
    by: Actor,
    now: datetime,
) -> Mandate:
    """Gives the account a role for a unit from `since`, up to but without `until`.

    Idempotent: the same grant again is the same mandate. Raises NotAllowed: see rules.mandates.grant, and
    `dates_reversed`.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    held = locked.mandates.in_force_on(since).values_list("role", flat=True)
    refused = rules.grant(_terms(role), unit.kind, over(unit), list(held), f"account:{locked.pk}", by)
    if until and until <= since:
        refused = refused or Refused("dates_reversed")
    if refused:
        raise NotAllowed(refused)
    known = Mandate.objects.filter(account=locked, unit=unit, role=role, since=since).first()
    if known:
        return known
    mandate = Mandate.objects.create(account=locked, unit=unit, role=role, since=since, until=until)
    facts = {"mandate": mandate.pk, "role": role, "since": since.isoformat(), "until": _spoken(until)}
    record("account", locked.pk, "granted", by=by, now=now, unit=unit.pk, data=facts)
    return mandate


@transaction.atomic
def revoke(mandate: int, *, on: date, by: Actor, now: datetime) -> Mandate:
    """Ends a mandate: `on` is the first day without it. What was done under it stays.

    Raises NotAllowed for somebody who may not, Conflict("mandate") where it had ended by then.
    """
    row = (
        Mandate.objects.select_related("account", "unit")
        .select_for_update(of=("self", "account"))
        .get(pk=mandate)
    )
    if refused := rules.may_change(over(row.unit), f"account:{row.account_id}", by):
        raise NotAllowed(refused)
    if row.until and row.until <= on:
        raise Conflict("mandate")
    row.until = on
    row.save(update_fields=["until"])
    facts = {"mandate": row.pk, "role": row.role, "until": on.isoformat()}
    record("account", row.account_id, "revoked", by=by, now=now, unit=row.unit_id, data=facts)
    return row


def change_day(day: date, working: bool, note: str, *, by: Actor, now: datetime) -> None:
    """Says whether offices work on `day`: for the whole city, so by an administrator of the city's committee.

    Raises NotAllowed(`wrong_role`, `not_your_unit`).
    """
    change_days([(day, working)], note, by=by, now=now)


def change_days(
    days: Sequence[tuple[date, bool]], note: str, *, whole_year: int | None = None, by: Actor, now: datetime
) -> None:
    """Several days of one notice, as `change_day`; with `whole_year` that year's table is known from now on."""
    committee = Unit.objects.get(code=policy.city().committee)
    if refused := rules.within(by, rules.KEEPERS, {committee.pk}, "change_day"):
        raise NotAllowed(refused)
    set_days(days, note, whole_year=whole_year, by=by, now=now)


@transaction.atomic
def declare_relation(one: Officer, other: Officer, kind: str, *, by: Actor, now: datetime) -> Relation:
    """A close relationship between two officers, one of them of the scope of `by`. Idempotent, in either order.

    Raises NotAllowed(`same_officer`, `wrong_role`, `not_your_unit`).
    """
    if refused := rules.may_relate(by, (over(one.unit), over(other.unit))):
        raise NotAllowed(refused)
    if one.pk == other.pk:
        raise NotAllowed(Refused("same_officer"))
    first, second = sorted((one, other), key=lambda officer: officer.pk)
    Officer.objects.select_for_update().get(pk=first.pk)
    row, made = Relation.objects.get_or_create(
        officer=first, other=second, defaults={"kind": kind, "declared_at": now}
    )
    if made:
        record("officer", first.pk, "related", by=by, now=now, data={"other": second.pk, "kind": kind})
    return row


def _units_of(account: Account, now: datetime) -> list[Unit]:
    """The units that an account is tied to: its officer's, and those of its mandates, also of those to come."""
    ended = now.astimezone(SHANGHAI).date()
    held = [m.unit for m in account.mandates.exclude(until__lte=ended).select_related("unit")]
    return [*held, account.officer.unit] if account.officer else held


def _terms(role: str) -> rules.Terms | None:
    """A role as the city has it. Who may not hold another role may not be given this one by way of that."""
    roles = policy.policy().roles
    row = next((row for row in roles if row.code == role), None)
    if row is None:
        return None
    others = [one.code for one in roles if role in one.apart]
    return rules.Terms(row.code, tuple(row.kinds), (*row.apart, *others))


def _spoken(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def change_password(account: Account, new: str, *, now: datetime) -> Account:
    """Somebody changes their own password. The ledger learns that it happened, never what it was."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.set_password(new)
    locked.must_change = False
    locked.save(update_fields=["password", "must_change"])
    by = Actor(f"account:{locked.pk}", locked.name)
    record("account", locked.pk, "password_changed", by=by, now=now)
    return locked
