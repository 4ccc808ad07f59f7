"""The same matter by several channels: found by words, compared by text, linked to what is in hand (S3-05, S3-06)."""

from __future__ import annotations

from collections import Counter

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import Filter
from huiyin.cases.search.pages import Question, page
from huiyin.intake.models import Report
from huiyin.policy.queries import policy
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.triage.index.queries import near
from huiyin.triage.models import Screening
from huiyin.triage.routing.models import RoutingDecision

NEAREST = 5
MOSTLY = 0.75


def searched(seen: Seen) -> Line:
    """One box finds what came by any channel; a matter's nearest are those about the same thing, however they came."""
    reviewer = seen.actor("reviewer")
    many = [episode for episode in seen.stage.story.episodes if episode.issue]
    word = next((episode.issue for episode in many), "")
    found = page(Question(reviewer, Filter(), word, seen.now), 50).cases
    by = Counter(case.channel for case in found)
    about = {report.pk: report for report in Report.objects.filter(text__in=[e.text for e in many])}
    start = min((report.received_at for report in about.values()), default=seen.now)
    hits = [
        sum(one.report in about for one in near(report.text, since=start, until=seen.now)[: NEAREST + 1]) - 1
        for report in about.values()
    ]
    met = sum(hit > 0 for hit in hits)
    sorted_by = RoutingDecision.objects.exclude(source="").count()
    types = {row.code for row in policy().problem_types}
    measured = {
        "searched": word,
        "found": len(found),
        "by_channel": dict(by),
        "of_one_matter": len(about),
        "others_of_it_among_the_nearest_five": hits,
        "that_meet_another_of_it": met,
        "sorted_by_rule_or_by_what_was_learnt": sorted_by,
        "with_a_type_of_the_tree": Case.objects.filter(problem_type__in=types).count(),
    }
    ok = len(by) >= 4 and met >= MOSTLY * len(about) > 0
    how = "one search as a reviewer, by channel; the nearest texts of each report of one matter; routing decisions"
    return Line(ok and sorted_by > 0, measured, how)


def linked(seen: Seen) -> Line:
    """Who says the same again by another channel is linked to what is in hand, and it is worked on once.

    Strangers whose words are alike are linked too; the team tells them apart and sends them back.
    """
    letters = seen.stage.letters
    again = {number for number, letter in letters.items() if letter.plan.repeats}
    hits = Screening.objects.filter(kind="repeat").select_related("report__case", "repeats")
    known = [hit for hit in hits if hit.report.number in again and hit.repeats is not None]
    twice = Assignment.objects.filter(case__report__in=[hit.report_id for hit in known]).count()
    measured = {
        "said_again": len(again),
        "recognised_and_linked": len(known),
        "by_another_channel": sum(hit.repeats.channel != hit.report.channel for hit in known if hit.repeats),
        "channels": sorted({hit.report.channel for hit in known}),
        "worked_on_a_second_time": twice,
        "answered": sum(hit.report.case.answered_at is not None for hit in known),
        "strangers_told_apart_by_the_team": len(hits) - len(known),
    }
    ok = len(known) >= MOSTLY * len(again) > 0 and measured["by_another_channel"] == len(known)
    how = "reports that say again what was said, those that the program linked to the earlier one; what became of them"
    return Line(ok and not twice and measured["answered"] == len(known), measured, how)
