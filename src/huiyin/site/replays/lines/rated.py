"""Ratings on the spot and the leads that came of them (S1-20, S1-21, S1-30 … S1-32)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db.models import Count

from huiyin.cases.models import Assignment, Case
from huiyin.doors.shared.access import today
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.ratings.models import DayKey, Flood, SpotRating, Tally
from huiyin.ratings.spot.queries import rated, taken, together
from huiyin.ratings.spot.rules.showing import LEAST
from huiyin.reporting import queries as reporting
from huiyin.reporting.rules.measures import FUNNEL, Cube
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.site.replays.raters import taken_of

RATING = "rating"


def scan_and_rate(seen: Seen) -> Line:
    """Units, windows and officers rated by scanning; each stored as one more in a sum, and nothing that leads back."""
    stage, all_of = seen.stage, taken()
    officers = sum(bool(place.officer) for place in stage.city.places)
    shown = [row for row in rated(seen.leader, stage.story.first, today(seen.now)) if row.counted]
    closed = [
        event.data["ratings"] for event in Event.objects.filter(subject_kind="rating_day", verb="close")
    ]
    code = next(iter(stage.codes.values()), "")
    measured = {
        "scale": f"1 of {stage.story.ratings['scale']}",
        "ratings_meant": taken_of(stage),
        "ratings": all_of.total,
        "shown_in_sums": all_of.shown,
        "too_few_yet": all_of.gathering,
        "set_apart": all_of.apart,
        "of_the_running_day": all_of.running,
        "days_closed": len(closed),
        "places_rated": Tally.objects.values("place").distinct().count(),
        "of_these_officers_desks": officers,
        "sums_as_a_leader_sees_them": together(shown).levels,
        "smallest_sum_shown": min((row.counted.total for row in shown if row.counted), default=0),
        "campaigns": dict(Counter(Flood.objects.values_list("why", flat=True))),
        "rows_of_past_days_left": SpotRating.objects.filter(day__lt=today(seen.now)).count(),
        "keys_of_past_days_left": DayKey.objects.filter(day__lt=today(seen.now)).count(),
        "page": seen.page("citizen:scan", code).status,
    }
    ok = measured["ratings_meant"] == all_of.total == sum(closed) + all_of.running
    ok = ok and not measured["rows_of_past_days_left"] and not measured["keys_of_past_days_left"]
    ok = ok and bool(officers and all_of.apart and shown) and measured["page"] == 200
    ok = ok and all(row.counted.total >= LEAST for row in shown if row.counted)
    how = "ratings of the story at its scale, against what is stored, what the days' closings say, and what leaders see"
    return Line(ok, measured, how)


def funnel(seen: Seen) -> Line:
    """The figures of the leaders' page, for what came by rating."""
    article, scale = seen.stage.story.article, int(seen.stage.story.ratings["scale"])
    counts = _cube(seen, ("received", *FUNNEL)).line("channel", RATING).counts
    start, end = reporting.moments(seen.whole)
    measured = {
        "ratings": taken().total * scale,
        "leads": counts["received"],
        "given_out": counts["given_out"],
        "disproved": counts["disproved"],
        "proved": counts["proved"],
        "checking": counts["checking"],
        "people": reporting.people_dealt_with(seen.leader, start, end, channels=[RATING]),
    }
    parts = measured["disproved"] + measured["proved"] + measured["checking"]
    ok = measured == dict(article) and parts == measured["given_out"]
    measured["screened_out"] = counts["screened_out"]
    how = f"reporting's funnel of the channel of ratings as a leader sees it, beside the article; ratings 1 of {scale}"
    return Line(ok, measured, how)


def _cube(seen: Seen, measures: tuple[str, ...]) -> Cube:
    return reporting.cubes(seen.leader, {"of": (seen.whole, measures)}, now=seen.now)[0]["of"]


def merged(seen: Seen) -> Line:
    """Petitions, what ratings led to and what field workers found lie in one pool."""
    cube = _cube(seen, ("received",))
    by = {line.key: line.counts["received"] for line in cube.by("channel", "received")}
    groups = {
        "petitions": by.get("letter", 0) + by.get("visit", 0),
        "ratings": by.get(RATING, 0),
        "field_workers": by.get("grid", 0),
        "surveys_and_reviews": by.get("survey", 0) + by.get("review", 0),
        "hotline": by.get("hotline", 0),
    }
    ok = all(groups.values()) and sum(groups.values()) == sum(by.values()) == Case.objects.count()
    return Line(ok, groups, "the pool of leads by channel, as the leader's page has it; its sum is all cases")


def daily(seen: Seen) -> Line:
    """Each day summed up and reported upwards."""
    days = (seen.stage.story.last - seen.stage.story.first).days + 1
    told = Notice.objects.filter(template="daily_leads")
    reported = {notice["params"]["day"] for notice in told.values("params")}
    pages = [
        seen.page(
            "oversight:leads_day", role="leader", day=str(seen.stage.story.first + timedelta(days=n))
        ).status
        for n in (0, days // 2, days - 1)
    ]
    measured = {"days": days, "days_reported": len(reported), "people_told": told.values("account").distinct().count(),
                "pages": pages}  # fmt: skip
    return Line(
        len(reported) == days and set(pages) == {200},
        measured,
        "notices of the daily summary; its page on three days",
    )


def pushed_at_once(seen: Seen) -> Line:
    """Each lead that was given out reached people of the unit in the same moment, and committees' units in the city."""
    given = Assignment.objects.filter(case__channel=RATING)
    told = Notice.objects.filter(template="assigned", case__in=given.values("case__number"))
    at = {(row["case"], row["made_at"]) for row in told.values("case", "made_at")}
    once = sum((number, moment) in at for number, moment in given.values_list("case__number", "at"))
    organs = given.values("unit__name").annotate(n=Count("pk")).order_by("-n")
    measured = {"given_out": given.count(), "told_at_the_same_moment": once,
                "units": {row["unit__name"]: row["n"] for row in organs}}  # fmt: skip
    return Line(
        once == given.count() > 0, measured, "assignments of leads from ratings; notices to their handlers"
    )
