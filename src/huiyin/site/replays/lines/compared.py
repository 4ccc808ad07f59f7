"""The same matter by several channels: found by words, compared by text, linked to what is in hand (S3-05, S3-06)."""

from __future__ import annotations

from collections import Counter

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import Filter
from huiyin.cases.search.pages import Question, page
from huiyin.intake.models import Report
from huiyin.policy.queries import policy
from huiyin.site.replays.letters import Letter
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
    """Who says the same again by another channel is joined under what is in hand: worked on once, answered each.

    Strangers whose words are alike are pointed out too; the team tells them apart and sends them back.
    """
    letters = seen.stage.letters
    again = {number: letter.plan.repeats for number, letter in letters.items() if letter.plan.repeats}
    hits = Screening.objects.filter(kind="repeat").select_related("report")
    known = {hit.report.number for hit in hits} & set(again)
    files = list(
        Case.objects.filter(number__in=again).select_related("report", "main", "reply", "main__reply")
    )
    right = [case for case in files if case.main and _tie(letters[case.main.number]) == again[case.number]]
    measured = {
        "said_again": len(again),
        "recognised": len(known),
        "joined": Case.objects.exclude(main=None).count(),
        "joined_under_the_earlier_one": len(right),
        "by_another_channel": sum(case.channel != case.main.channel for case in right if case.main),
        "channels": sorted({case.channel for case in right}),
        "worked_on_a_second_time": Assignment.objects.filter(case__in=right).count(),
        "answered_with_the_earlier_one": sum(_answered_alike(case) for case in right),
        "with_a_receipt_and_a_promised_day_of_their_own": sum(
            seen.stage.receipts[case.number].promised_at == case.promised_at for case in right
        ),
        "strangers_told_apart_by_the_team": len(hits) - len(known),
    }
    ok = measured["joined"] == len(right) == len(again) > 0 == measured["worked_on_a_second_time"]
    ok = ok and len(right) == measured["by_another_channel"] == measured["answered_with_the_earlier_one"]
    how = "reports that say again what was said; the files under which a reviewer joined them; their answers"
    return Line(
        ok and measured["with_a_receipt_and_a_promised_day_of_their_own"] == len(right), measured, how
    )


def _tie(letter: Letter) -> str:
    return letter.plan.person or letter.plan.repeats


def _answered_alike(case: Case) -> bool:
    """Whether the reporter got, as their own, what the earlier one was answered."""
    own, theirs = getattr(case, "reply", None), getattr(case.main, "reply", None)
    return own is not None and theirs is not None and own.text == theirs.text
