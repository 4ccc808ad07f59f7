"""Says what this machine lacks and what to do about it."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huiyin.site import environment as env
from huiyin.site.commands import account, secrets

if TYPE_CHECKING:
    from huiyin.journey.pulse import Pulse

LITTLE_SPACE = 2 * 1024**3
"""Bytes: below this, files of reports are soon refused."""


@dataclass(frozen=True)
class Finding:
    """`must`: nothing works right until it is done; otherwise it is good to know. No `todo`: all is well."""

    what: str
    state: str
    todo: str = ""
    must: bool = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    looks = (_fonts, _calendar, _outward, _inward, _space, _database, _secrets, _key_files)
    findings = [finding for look in looks for finding in look()]
    for finding in findings:
        mark = "ok  " if not finding.todo else "MUST" if finding.must else "note"
        print(f"{mark}  {finding.what:<12} {finding.state}")
        if finding.todo:
            print(f"      {'':<12} → {finding.todo}")
    return 1 if any(finding.todo and finding.must for finding in findings) else 0


def _fonts() -> Iterator[Finding]:
    from huiyin.documents import fonts

    report = fonts.check()
    state = ", ".join(sorted(set(report.found.values()))) or "none"
    yield Finding("fonts", state, report.advice)


def _calendar() -> Iterator[Finding]:
    from django.conf import settings

    from huiyin.kernel.calendar import WorkingCalendar
    from huiyin.kernel.clock import SHANGHAI

    this = settings.CLOCK.now().astimezone(SHANGHAI).year
    missing = WorkingCalendar.official().missing(date(this, 1, 1), date(this + 1, 12, 31))
    for year in (this, this + 1):
        if year not in missing:
            yield Finding("calendar", f"{year}: the official holidays are known")
        else:
            todo = (
                "until the notice in November, Monday to Friday count; "
                "then update the package chinesecalendar, or enter the days"
            )
            yield Finding("calendar", f"{year}: no official holidays yet", todo, must=year == this)


def _outward() -> Iterator[Finding]:
    from django.conf import settings

    if settings.SMS == "console":
        yield Finding("sms", "printed, not sent", "set HUIYIN_SMS=kannel and HUIYIN_KANNEL_URL", _is_live())
    else:
        yield Finding("sms", f"{settings.SMS} at {settings.KANNEL_URL}")
    if settings.MAIL == "console":
        yield Finding("mail", "printed, not sent", "set HUIYIN_MAIL=smtp and HUIYIN_MAIL_HOST", must=False)
    else:
        todo = "" if settings.MAIL_FROM else "set HUIYIN_MAIL_FROM: mails need a sender"
        yield Finding("mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", todo)
    todo = ""
    if "localhost" in settings.PUBLIC_URL:
        todo = "set HUIYIN_PUBLIC_URL to the address that phones can reach: it is printed on posters"
    elif not settings.HTTPS:
        todo = "put a proxy with TLS before it and let HUIYIN_PUBLIC_URL begin with https://"
    yield Finding("address", settings.PUBLIC_URL, todo, _is_live())


def _inward() -> Iterator[Finding]:
    """The ways in that need a machine at the other end."""
    from django.conf import settings

    from huiyin.intake.channels.mail import box

    if settings.IMAP_URL:
        try:
            with box.opened(box.Place(settings.IMAP_URL, settings.IMAP_PASSWORD)) as mailbox:
                yield Finding("mailbox", f"{len(mailbox.waiting())} letters wait")
        except box.MailboxError as error:
            yield Finding("mailbox", error.reason, "look at HUIYIN_IMAP_URL and its password")
        if not settings.MAIL_AUTHSERV:
            todo = "set HUIYIN_MAIL_AUTHSERV, so that forged senders are known"
            yield Finding("mailbox", "believes every sender", todo, must=False)
    if settings.SMS != "console" and not settings.API_SECRETS["sms"]:
        todo = "set HUIYIN_SMS_SECRET if people may send text messages"
        yield Finding("sms in", "closed", todo, must=False)
    if settings.HOTLINE_URL and not settings.HOTLINE_SECRET:
        yield Finding(
            "hotline", settings.HOTLINE_URL, "set HUIYIN_HOTLINE_SECRET: nothing is believed without it"
        )
    elif settings.HOTLINE_URL:
        plain = not settings.HOTLINE_URL.startswith("https://")
        todo = "an order holds names and telephones: use https:// or a tunnel" if plain else ""
        yield Finding("hotline", settings.HOTLINE_URL, todo, must=False)


def _space() -> Iterator[Finding]:
    folder = next(place for place in (env.var(), *env.var().parents) if place.exists())
    free = shutil.disk_usage(folder).free
    todo = "free some space: files of reports are soon refused" if free < LITTLE_SPACE else ""
    yield Finding("disk", f"{free >> 30} GB free for {env.var()}", todo)
    if os.geteuid() == 0:
        yield Finding("user", "root", "an ordinary user is enough, and safer", must=False)


def _database() -> Iterator[Finding]:
    from django.db import Error, connection

    from huiyin.site import realm

    if not env.text("DATABASE_URL"):
        yield Finding(
            "database", f"its own, in the folder {env.var()}", "set DATABASE_URL" if _is_live() else ""
        )
        return
    realm.watch()
    try:
        connection.ensure_connection()
    except (Error, realm.WrongRealm) as error:
        yield Finding("database", "not reachable", f"look at DATABASE_URL: {str(error).splitlines()[0]}")
        return
    version = connection.cursor().connection.info.server_version // 10000
    todo = "use PostgreSQL 15 or later" if version < 15 else ""
    yield Finding("database", f"PostgreSQL {version}", todo)
    yield from _inside()


def _inside() -> Iterator[Finding]:
    """What the database holds, and whether somebody works on it."""
    from django.conf import settings
    from django.db import ProgrammingError, connection

    from huiyin.journey import pulse
    from huiyin.organisations.models import Mandate
    from huiyin.policy.models import City
    from huiyin.site import realm

    known = realm.of(connection)
    yield Finding(
        "realm", known or "none yet", "" if known else "`huiyin migrate` writes it and makes the tables"
    )
    try:
        cities = list(City.objects.values_list("blueprint", flat=True))
        roles = set(Mandate.objects.values_list("role", flat=True))
        found = pulse.taken(settings.CLOCK.now())
    except ProgrammingError:
        yield Finding("tables", "missing or old", "run `huiyin migrate`")
        return
    yield Finding("city", ", ".join(cities) or "none", "" if cities else "run `huiyin load BLUEPRINT`")
    if lacking := [role for role in account.ROLES if role not in roles]:
        yield Finding("accounts", f"nobody is {', '.join(lacking)}", "run `huiyin account`", _is_live())
    if "secrecy" not in roles:
        todo = "let the security administrator give the role: what carries a mark of secrecy waits for it"
        yield Finding("secrecy", "nobody is secrecy officer", todo, must=False)
    yield from _work(found)


def _work(found: Pulse) -> Iterator[Finding]:
    quiet = "none" if found.quiet is None else f"asked for work {found.quiet:.0f} s ago"
    todo = (
        "" if found.works else "start `huiyin up`, or look into its log: deadlines and messages stand still"
    )
    yield Finding("worker", f"{quiet}; {found.waiting} events wait, {found.failing} fail", todo, _is_live())
    todo = "look at the notices of the desk and at the gateway" if found.undelivered else ""
    yield Finding("messages", f"{found.undelivered} undelivered", todo, must=False)


def _secrets() -> Iterator[Finding]:
    from huiyin.site.commands import up

    reasons = up.unsafe_settings()
    for reason in reasons:
        yield Finding("huiyin up", "would refuse to start", reason, _is_live())
    if not reasons:
        yield Finding("huiyin up", "would start")


def _key_files() -> Iterator[Finding]:
    """A secret in a file is only one while nobody else can read it."""
    for name in secrets.NAMES:
        path = env.text(f"{name}_FILE")
        if path and Path(path).stat().st_mode & 0o077:
            yield Finding("secrets", f"others can read {path}", f"chmod 600 {path}", _is_live())


def _is_live() -> bool:
    return env.text("HUIYIN_REALM", "demo") != "demo"
