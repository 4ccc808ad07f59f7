"""What this door calls its figures."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared import words
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, said
from huiyin.reporting.queries.figures import NOBODY
from huiyin.reporting.rules import figures

MEASURES: Mapping[str, str | Promise] = {
    code: lazy(lambda code=code: figures.called(code, get_language() or "zh"), str)()
    for code in figures.MEASURES
}
"""As the rules call them, in the reader's language."""

DIMENSIONS: Mapping[str, str | Promise] = {
    "system": in_context("dimension", "System"),
    "level": in_context("dimension", "Level"),
    "organ": in_context("dimension", "Unit"),
    "problem_type": in_context("dimension", "Type of problem"),
    "identity_mode": in_context("dimension", "Identity"),
    "channel": in_context("dimension", "Channel"),
    "matter": in_context("dimension", "Kind of matter"),
    "unit": in_context("dimension", "Handled by"),
    "team": in_context("dimension", "Work team"),
    "rule": in_context("dimension", "Rule"),
    "version": in_context("dimension", "Learnt"),
}

USES: Mapping[str, str | Promise] = {
    "appraisal": in_context("use", "appraisal"),
    "talk": in_context("use", "talk"),
    "transfer": in_context("use", "transfer"),
    "training": in_context("use", "training"),
    "improvement": in_context("use", "improvement of work"),
    "commendation": in_context("use", "commendation"),
}
"""What use is made of a result (S0-08)."""

_KINDS = {"system": "system", "level": "level", "identity_mode": "identity", "matter": "matter"}


Names = Mapping[str, tuple[str, str]]
"""Units' names in Chinese and English, by id."""


def key_name(dimension: str, key: str, units: Names, policy: Policy, language: str) -> str:
    """What a code of a dimension is called; the code itself where nothing is known of it."""
    if dimension in _KINDS:
        return words.word(_KINDS[dimension], key)
    if dimension == "problem_type":
        return policy.type_name(key, language)
    if dimension == "channel":
        way = policy.channel(key)
        return said(way, "name", language) if way else key
    if key == NOBODY:
        return _("nobody yet")
    chinese, english = units.get(key, (key, key))
    return chinese if language.startswith("zh") else english or chinese


def change(now: int, was: int) -> str:
    """ "+12", "−3" or "unchanged"."""
    if now == was:
        return _("unchanged")
    return f"+{now - was}" if now > was else f"−{was - now}"


def unit_name(unit: Unit) -> str:
    """In the reader's language; Chinese where it has no other."""
    return unit.name if (get_language() or "zh").startswith("zh") else unit.name_en or unit.name


def placed_name(unit: Unit) -> str:
    """A section with the house it belongs to: many houses have a filing division."""
    inside = unit.kind == "section" and unit.parent is not None
    return f"{unit_name(unit.parent)} · {unit_name(unit)}" if inside and unit.parent else unit_name(unit)


SUBJECTS: Mapping[str, str | Promise] = {
    "report": in_context("subject", "report"),
    "person": in_context("subject", "reporter"),
    "case": in_context("subject", "case"),
    "lock": in_context("subject", "lock"),
    "use": in_context("subject", "use of a result"),
    "attachment": in_context("subject", "file"),
    "delivery": in_context("subject", "message"),
    "account": in_context("subject", "account"),
    "officer": in_context("subject", "officer"),
    "place": in_context("subject", "place"),
    "day": in_context("subject", "calendar day"),
    "rating_day": in_context("subject", "day of ratings"),
    "policy": in_context("subject", "policy"),
    "register": in_context("subject", "register of units"),
    "deadline": in_context("subject", "deadline"),
    "conflict": in_context("subject", "conflict of interest"),
    "verification": in_context("subject", "verification report"),
    "import": in_context("subject", "import"),
    "waiting": in_context("subject", "what waits at a channel"),
    "origin": in_context("subject", "query code"),
    "reply": in_context("subject", "answer to give"),
    "order": in_context("subject", "hotline order"),
    "lesson": in_context("subject", "lesson"),
    "model": in_context("subject", "version of what was learnt"),
    "recheck": in_context("subject", "second verification"),
    "score": in_context("subject", "score"),
    "paper": in_context("subject", "periodic paper"),
    "tendency": in_context("subject", "tendency"),
    "advice": in_context("subject", "advice"),
    "tabled": in_context("subject", "item for a meeting"),
    "campaign": in_context("subject", "campaign"),
    "demerit": in_context("subject", "points of an officer"),
    "consequence": in_context("subject", "consequence of points"),
    "point": in_context("subject", "point"),
}
"""What the ledger's events are about."""

EVENTS: Mapping[str, str | Promise] = {
    **words.DONE,
    "receive": in_context("event", "received"),
    "screen": in_context("event", "screened"),
    "leave_taken": in_context("event", "leave taken"),
    "leave_ended": in_context("event", "leave ended"),
    "issue": in_context("event", "new version of the rules"),
    "mail_set": in_context("event", "unit’s mail address changed"),
    "enter": in_context("event", "put under supervision"),
    "lift": in_context("event", "supervision ended"),
    "record": in_context("event", "recorded"),
    "delivered": in_context("event", "delivered"),
    "undelivered": in_context("event", "not delivered"),
    "opened": in_context("event", "account opened"),
    "closed": in_context("event", "account closed"),
    "granted": in_context("event", "role granted"),
    "revoked": in_context("event", "role revoked"),
    "related": in_context("event", "relationship declared"),
    "make_code": in_context("event", "code made"),
    "retire_code": in_context("event", "code switched off"),
    "changed": in_context("event", "changed"),
    "loaded": in_context("event", "loaded"),
    "password_changed": in_context("event", "password changed"),
    "warn": in_context("event", "warned before a deadline"),
    "lapse": in_context("event", "promised day passed"),
    "block": in_context("event", "assignment refused"),
    "attach_evidence": in_context("event", "evidence attached"),
    "begin": in_context("event", "import begun"),
    "take_in": in_context("event", "rows taken in"),
    "finish": in_context("event", "import finished"),
    "stop": in_context("event", "import stopped"),
    "settle": in_context("event", "settled"),
    "fetch": in_context("event", "fetched"),
    "pass_out": in_context("event", "given to the hotline"),
    "hand_over": in_context("event", "handed over"),
    "give": in_context("event", "given to the reporter"),
    "learn": in_context("event", "taken as a lesson"),
    "ask": in_context("event", "asked for"),
    "adopt": in_context("event", "put to use"),
    "set_aside": in_context("event", "set aside"),
    "reject": in_context("event", "rejected as worse"),
    "give_again": in_context("event", "given to somebody else"),
    "report_again": in_context("event", "second verification reported"),
    "reply_again": in_context("event", "answered again"),
    "find_content": in_context("event", "rated again: content"),
    "find_wanting": in_context("event", "rated again: not content"),
    "confer": in_context("event", "conferred about"),
    "post": in_context("event", "posted"),
    "draft": in_context("event", "drafted"),
    "find": in_context("event", "found"),
    "advise": in_context("event", "advised"),
    "reach": in_context("event", "reached"),
    "carry_out": in_context("event", "carried out"),
    "fall_away": in_context("event", "fell away"),
    "register": in_context("event", "registered"),
    "sum_up": in_context("event", "summed up"),
    "table": in_context("event", "put before the meeting"),
    "resolve": in_context("event", "decided by the meeting"),
    "take_up": in_context("event", "answered by the unit"),
    "lock_score": in_context("event", "score locked"),
}

LOOKED: Mapping[str, str | Promise] = {
    "identity": in_context("sealed", "identity"),
    "letter": in_context("sealed", "letter"),
    "find_phone": in_context("sealed", "looked for a phone"),
    "find_name": in_context("sealed", "looked for a name"),
    "photo": in_context("sealed", "photo"),
    "audio": in_context("sealed", "recording"),
    "video": in_context("sealed", "video"),
    "paper": in_context("sealed", "PDF"),
    "document": in_context("sealed", "document"),
    "talk": in_context("sealed", "paper of a talk"),
    "bundle": in_context("sealed", "whole file"),
    "archive": in_context("sealed", "timeline"),
}
"""What was opened."""

SEATS: Mapping[str, str | Promise] = {
    "head": in_context("seat", "head"),
    "deputy": in_context("seat", "deputy"),
    "member": in_context("seat", "member"),
}
"""In the leading group (S0-04)."""
