"""Every channel in one stream, sorted three ways, every step in the program (S3-01 … -04, -12, S1-20)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from huiyin.cases.models import Case, Reply
from huiyin.cases.queries import Filter, listed, replayed
from huiyin.intake.channels.hotline.rules.signing import opened_lines
from huiyin.intake.channels.models import HotlineOrder, Origin, Waiting
from huiyin.kernel.calendar import ONE_DAY
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused
from huiyin.ledger.models import Event
from huiyin.organisations.models import Account
from huiyin.policy.queries import policy
from huiyin.ratings.models import Rating
from huiyin.reporting.queries import on_the_platform
from huiyin.site.replays.lines import rated
from huiyin.site.replays.lines.seen import Line, Seen

ON_PAPER = {"letter", "visit", "counter", "proposal", "instruction"}
STEPS = {
    "taken_in": ("open",),
    "handed_on": ("assign", "dispatch"),
    "passed_on": ("redirect", "reassign", "refer"),
    "reported_back": ("submit",),
    "answered": ("answer",),
}
"""受理, 交办, 转办, 反馈, 答复, by the verbs that are those steps here; 评议 are the ratings."""


def settled(seen: Seen) -> Line:
    """The published figures, each measured: nothing here knows them, they stand in the story beside their source."""
    article, cases = seen.stage.story.article, Case.objects.all()
    ended = cases.filter(Q(state="declined") | Q(answered_at__isnull=False)).count()
    received = cases.count()
    measured = {
        "received": received,
        "settled": ended,
        "percent": round(100 * ended / max(received, 1), 2),
        "by_state": dict(Counter(cases.values_list("state", flat=True))),
    }
    ok = (measured["received"], measured["settled"]) == (article["received"], article["closed"])
    how = "cases at the story's end, those of them answered or declined with where to turn; compared with the article"
    return Line(ok, measured, how)


def channels(seen: Seen) -> Line:
    known = {row.code: row for row in seen.stage.city.channels}
    by = Counter(Case.objects.values_list("channel", flat=True))
    origins = Origin.objects.count()
    pages = sum(n for code, n in by.items() if code in ("web", "wechat"))
    measured = {
        "by_channel": {known[code].name: n for code, n in by.most_common()},
        "ways": sorted({known[code].way for code in by}),
        "on_paper_or_by_voice": sum(n for code, n in by.items() if known[code].way in ON_PAPER | {"phone"}),
        "with_the_way_back_kept": origins,
        "by_the_program_s_own_pages": pages,
        "work_orders_taken": HotlineOrder.objects.filter(direction="in").count(),
        "waited_and_sorted_by_a_clerk": dict(
            Waiting.objects.exclude(report=None).values_list("channel").annotate(Count("pk"))
        ),
        "answers_carried_to_the_hotline": sum(map(_carried, seen.stage.carried)),
    }
    wanted = {code for code, row in known.items() if row.way != "file"}
    wired = sum(n for code, n in by.items() if known[code].way == "hotline")
    ok = set(by) == wanted and origins >= sum(by.values()) - pages and measured["work_orders_taken"] == wired
    return Line(
        ok,
        measured,
        "cases by the channel they came by, against the channels of the blueprint; their origins; orders as signed "
        "JSON, letters as mail, messages as the gateway brings them",
    )


def _carried(file: bytes) -> int:
    """The rows of a signed file, as the hotline reads them; a file that isn't sound has none."""
    rows = opened_lines(settings.HOTLINE_SECRET, file)
    return 0 if isinstance(rows, Refused) else len(rows)


def sorted_three_ways(seen: Seen) -> Line:
    kinds = Counter(Case.objects.values_list("matter", flat=True))
    acceptors = Counter(Case.objects.values_list("acceptor__name", flat=True))
    units = Counter(Case.objects.exclude(unit=None).values_list("unit__name", flat=True))
    types = Counter(Case.objects.values_list("problem_type", flat=True))
    total, given = Case.objects.count(), Case.objects.exclude(unit=None).count()
    measured = {
        "cases": total, "kinds": dict(kinds), "types": len(types),
        "accepting_bodies": dict(acceptors), "handling_units": dict(units.most_common()),
    }  # fmt: skip
    known = {row.code for row in policy().problem_types}
    ok = sum(kinds.values()) == sum(acceptors.values()) == sum(types.values()) == total > 0
    ok = ok and sum(units.values()) == given and set(types) <= known and len(acceptors) > 3 and len(units) > 9
    return Line(ok, measured, "cases by kind of matter, accepting body and handling unit, each adding up")


def steps(seen: Seen) -> Line:
    verbs = Counter(Event.objects.filter(subject_kind="case").values_list("verb", flat=True))
    numbers = list(Case.objects.values_list("number", flat=True))
    equal = sum(stored == folded for stored, folded in map(replayed, numbers))
    measured: dict[str, Any] = {
        **{step: sum(verbs[verb] for verb in found) for step, found in STEPS.items()},
        "rated": Rating.objects.count(),
        "cases": len(numbers),
        "cases_equal_to_their_events": equal,
    }
    ok = all(measured.values()) and equal == len(numbers) == measured["taken_in"]
    beside = on_the_platform(seen.leader, seen.whole)
    measured["beside_the_platform"] = {
        name: f"{share.part} of {share.whole}" for name, share in beside.items()
    }
    how = "events by step; each case folded from its events: there is no change beside the steps"
    return Line(ok, measured, how)


def at_once(seen: Seen) -> Line:
    """Who kept a channel enters what comes by it; what isn't for the police is answered with whom it is for."""
    calendar = policy().calendar
    origins = list(Origin.objects.select_related("report__case__acceptor", "entered_by__officer__unit"))
    entered = [o for o in origins if o.entered_by and hasattr(o.report, "case")]
    own = sum(_home(o.entered_by) == o.report.case.acceptor_id for o in entered)
    late = 0
    for origin in origins:
        day = origin.came_at.astimezone(SHANGHAI).date()
        late += origin.report.received_at.astimezone(SHANGHAI).date() > calendar.add_working_days(day, 1)
    waits = sorted(o.report.received_at - o.came_at for o in origins) or [timedelta()]
    passed = Reply.objects.filter(kind="declined", text__contains="推送").count()
    measured = {
        "by_a_channel": len(origins),
        "entered_by_staff": len(entered),
        "of_these_by_the_channel_s_own_body": own,
        "median_minutes_to_entry": round(waits[len(waits) // 2] / timedelta(minutes=1)),
        "longest_days_to_entry": round(waits[-1] / ONE_DAY, 1),
        "later_than_the_next_working_day": late,
        "declined_and_passed_to_the_body_in_charge": passed,
    }
    ok = own == len(entered) > 0 and not late and passed > 0
    how = "origins: when it came to the channel, when and by whom it was entered; what was declined"
    return Line(ok, measured, how)


def _home(account: Account | None) -> int | None:
    """The house or section for which somebody enters what comes."""
    if account is None or account.officer is None:
        return None
    unit = account.officer.unit
    return unit.parent_id if unit.parent_id and unit.system == "committee" else unit.pk


def pool(seen: Seen) -> Line:
    """Petitions, what people write on pages, and what is found on rounds lie in one list."""
    if seen.stage.story.ratings:
        return rated.merged(seen)
    way = {row.code: row.way for row in seen.stage.city.channels}
    by = Counter(Case.objects.values_list("channel", flat=True))
    groups = {
        "petitions": sum(
            n for code, n in by.items() if way[code] in ("letter", "visit") and code != "rounds"
        ),
        "written_on_pages": sum(n for code, n in by.items() if way[code] in ("web", "wechat")),
        "found_on_rounds": by["rounds"],
    }
    here = listed(seen.leader, Filter(), now=seen.now)
    known = len(set(here.values_list("channel", flat=True)))
    measured = {**groups, "in_one_list": here.count(), "channels_in_it": known}
    ok = all(groups.values()) and measured["channels_in_it"] == len(by)
    return Line(ok, measured, "one list as the leader sees it, by where its cases came from")
