"""What is on somebody's desk: rows for the lists, counts for the navigation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import late, my_work, visible
from huiyin.cases.search.ways import strange
from huiyin.intake.models import Report
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.ledger.prepared import Given, Text
from huiyin.messages import queries as messages
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Unit
from huiyin.policy.queries import channels
from huiyin.ratings.models import Revisit
from huiyin.ratings.queries import calls, waits_again
from huiyin.triage.models import Screening

MOST = 200
"""Rows on one page of work: more than anybody does in a day."""

OVER_COMMITTEE = ("reviewer", "supervisor", "clerk", "leader")


def waiting(viewer: Actor, *, now: datetime) -> list[Case]:
    """What waits for the viewer, first what is due first."""
    return list(_mine(viewer, now).select_related("reported", "unit", "organ")[:MOST])


def _mine(viewer: Actor, now: datetime) -> QuerySet[Case]:
    """What waits for the viewer today: not who asked to be called again on a later day (S0-25)."""
    return _waiting(viewer, now.astimezone(SHANGHAI).date())


def _waiting(viewer: Actor, today: date | Given) -> QuerySet[Case]:
    return my_work(viewer).exclude(waits_again(today), state="answered")


def calls_here(viewer: Actor, roles: Iterable[str], start: datetime, end: datetime) -> QuerySet[Revisit]:
    """The phone calls of a time to the reporters of the viewer's committees, of cases that exist for them."""
    cases = visible(viewer).filter(strange(viewer), committee__in=viewer.units_as(*roles))
    return calls(Report.objects.filter(case__in=cases), start, end)


def given_out(viewer: Actor) -> list[Case]:
    """The cases that the viewer assigned to somebody and that aren't back yet, due first."""
    mine = Assignment.objects.filter(by=viewer.account_id, ended_at=None).values("case")
    cases = visible(viewer).filter(pk__in=mine).select_related("reported", "unit", "organ")
    return list(cases.order_by("due_at", "pk")[:MOST])


def inbox(viewer: Actor, now: datetime) -> QuerySet[Notice]:
    """The viewer's notices, but for cases that no longer exist for them: an officer named later, a house given up."""
    return messages.inbox(viewer, now).filter(Q(case="") | Q(case__in=visible(viewer).values("number")))


def lost(viewer: Actor) -> QuerySet[Delivery]:
    """The messages that didn't reach a reporter, of the cases that exist for the viewer."""
    return messages.undelivered(viewer).filter(recipient_id__in=visible(viewer).values("number"))


def last_verbs(cases: Iterable[Case]) -> dict[int, str]:
    """The last thing that happened to each case, marks of lateness left out."""
    ids = [str(case.pk) for case in cases]
    events = (
        Event.objects.filter(subject_kind="case", subject_id__in=ids)
        .exclude(verb__in=("overdue", "pin"))
        .order_by("subject_id", "-seq")
        .distinct("subject_id")
    )
    return {int(subject): verb for subject, verb in events.values_list("subject_id", "verb")}


def hits(cases: Iterable[Case]) -> dict[int, Screening]:
    """The first screening hit of each case, by the id of its report."""
    found: dict[int, Screening] = {}
    reports = [case.report_id for case in cases]
    for hit in Screening.objects.filter(report__in=reports).select_related("team", "repeats").order_by("pk"):
        found.setdefault(hit.report_id, hit)
    return found


def units_around(viewer: Actor) -> list[Unit]:
    """The units of the viewer's mandates; for a committee its teams, the organs below it and who accepts matters."""
    over = viewer.units_as(*OVER_COMMITTEE)
    accepting = Q(code__in=_acceptors() if over else [])
    own = Q(pk__in=[m.unit for m in viewer.mandates])
    below = Q(kind__in=("organ", "committee"), committee__in=over)
    teams = Q(kind="team", parent__in=over)
    return list(Unit.objects.filter(own | below | teams | accepting, active=True).order_by("pk"))


def accepting(around: Iterable[Unit]) -> list[Unit]:
    """Those of `around` that can be a case's accepting body: committees, and what a channel names."""
    named = _acceptors()
    return [unit for unit in around if unit.kind == "committee" or unit.code in named]


def _acceptors() -> list[str]:
    return [row.acceptor for row in channels() if row.acceptor]


MOST_COUNTED = 500
"""Further than that nobody counts who has a day, as in the lists."""


def counts(viewer: Actor, teams: Iterable[int], *, now: datetime) -> dict[str, int]:
    """`mine`, `late` and `team_<id>`: in one query, so that every page can afford them.

    Each is counted up to one more than MOST_COUNTED, and by itself, so that it finds its own few by an index,
    however many cases are open.
    """
    names, text = _counted(viewer, tuple(teams))
    figures = dict.fromkeys(names, 0)
    if not text.sql:
        return figures
    with connection.cursor() as cursor:
        cursor.execute(*text.filled({"now": now, "today": now.astimezone(SHANGHAI).date()}))
        return figures | dict(cursor.fetchall())


@lru_cache(maxsize=200)
def _counted(viewer: Actor, teams: tuple[int, ...]) -> tuple[list[str], Text]:
    """The figures' names and the statement that counts them: every page of a viewer asks the same."""
    late_ones = visible(viewer).filter(late(Given("now")))
    asked = {"mine": _waiting(viewer, Given("today")), "late": late_ones}
    asked |= {f"team_{team}": visible(viewer).filter(team=team, state="referred") for team in teams}
    selects: list[Text] = []
    for name, cases in asked.items():
        try:
            text = Text.of(*cases.select_related(None).order_by().values("pk").query.sql_with_params())
        except EmptyResultSet:
            continue
        sql = f"SELECT '{name}', count(*) FROM ({text.sql} LIMIT {MOST_COUNTED + 1}) c"
        selects.append(replace(text, sql=sql))
    given = tuple(name for text in selects for name in text.names)
    return list(asked), Text(" UNION ALL ".join(text.sql for text in selects), given)


def after_me(viewer: Actor, number: str, verb: str) -> bool:
    """Whether the last thing that happened to the case is `verb`, done by the viewer: a form sent twice."""
    case = Case.objects.filter(number=number).values_list("pk", flat=True).first()
    last = Event.objects.filter(subject_kind="case", subject_id=str(case)).order_by("-seq").first()
    return last is not None and (last.actor, last.verb) == (viewer.account, verb)
