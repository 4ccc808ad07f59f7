"""What leads lead to beside the file: teams that follow, the hotline, examples (S1-34, S1-36, S1-38)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from huiyin.assessment.exemplars.queries import on_show
from huiyin.assessment.models import Exemplar
from huiyin.cases.models import Case
from huiyin.intake.models import HotlineOrder, Identity, Parcel
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.ratings.models import Revisit
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.tracking.models import Tracking
from huiyin.supervision.tracking.queries import trackings


def by_teams(seen: Seen) -> Line:
    """S1-34: what ratings, surveys and reviews brought up was pushed to a team as it was given out, and followed."""
    ways = {row.code for row in seen.stage.city.channels if row.tracked_by}
    given = Case.objects.filter(channel__in=ways, assignments__isnull=False).distinct()
    rows = list(Tracking.objects.select_related("case"))
    first = dict(
        Event.objects.filter(subject_kind="case", verb__in=("assign", "dispatch"))
        .order_by("-pk")
        .values_list("subject_id", "at")
    )
    ended = Counter(row.case.channel for row in rows if row.ended_at)
    measured: dict[str, Any] = {
        "given_out": given.count(),
        "pushed": len(rows),
        "pushed_at_that_moment": sum(first.get(str(row.case_id)) == row.at for row in rows),
        "by_way": dict(Counter(row.case.channel for row in rows)),
        "by_team": dict(Counter(Tracking.objects.values_list("team__name", flat=True))),
        "team_told": Notice.objects.filter(template="to_track").count(),
        "looks": sum(row.looks.count() for row in rows),
        "found_unsolved": Event.objects.filter(subject_kind="tracking", verb="find_unsolved").count(),
        "ticked_off": sum(ended.values()),
        "open": sum(row.ended_at is None for row in rows),
        "open_for_want_of_an_answer": sum(row.ended_at is None and not row.case.answered_at for row in rows),
        "as_a_leader_sees_them": trackings(seen.leader).count(),
        "page": seen.page("desk:trackings", role="supervisor").status,
    }
    ok = measured["pushed"] == measured["given_out"] == measured["pushed_at_that_moment"] > 0
    ok = ok and set(measured["by_way"]) == ways and set(ended) == ways and bool(measured["found_unsolved"])
    ok = ok and measured["open"] == measured["open_for_want_of_an_answer"]
    ok = ok and measured["as_a_leader_sees_them"] == len(rows) and measured["page"] == 200
    how = "trackings against cases given out that came by rating, survey or review; each ended with what was seen"
    return Line(ok, measured, how)


def answered_and_called(seen: Seen) -> Line:
    """S1-25: everybody reads what came of it, and who left a telephone is called whether it is so."""
    done = Case.objects.exclude(answered_at=None).exclude(state="declined")
    phone = Identity.objects.filter(has_phone=True).values("report")
    closed = done.filter(state="closed", report__in=phone)
    calls = Counter(Revisit.objects.filter(report__case__in=done).values_list("result", flat=True))
    measured: dict[str, Any] = {
        "answered": done.count(),
        "with_an_answer_to_read": done.filter(reply__isnull=False).count(),
        "closed_with_a_telephone": closed.count(),
        "called": closed.filter(report__revisits__isnull=False).distinct().count(),
        "calls": dict(calls),
        "page": seen.page("desk:revisits", role="supervisor").status,
    }
    ok = measured["answered"] == measured["with_an_answer_to_read"] > 0 and measured["page"] == 200
    ok = ok and measured["called"] == measured["closed_with_a_telephone"] > 0 and bool(calls["reached"])
    return Line(ok, measured, "replies of answered cases, and calls to those who left a telephone")


def hotline(seen: Seen) -> Line:
    """S1-36: matters of livelihood go to 12345 and come back; what 12345 gives us is answered there."""
    out, came = (HotlineOrder.objects.filter(direction=way) for way in ("out", "in"))
    owed = came.filter(report__case__answered_at__isnull=False)
    numbers = [n for n, letter in seen.stage.letters.items() if "pass_on" in letter.plan.conduct]
    back = Parcel.objects.filter(kind="answer", order__in=owed).exclude(sent_at=None)
    measured: dict[str, Any] = {
        "of_livelihood": len(numbers),
        "given_to_12345": out.filter(report__number__in=numbers).count(),
        "taken_there_with_their_number": out.exclude(external_id="").count(),
        "answered_there": out.exclude(answer="").count(),
        "answers_taken_in": Event.objects.filter(subject_kind="order", verb="answer").count(),
        "from_12345": came.count(),
        "of_these_answered": owed.count(),
        "answers_handed_to_12345": back.count(),
        "page": seen.page("desk:hotline", role="reviewer").status,
        "pool": seen.page("oversight:leads", role="leader").status,
    }
    there = {measured[name] for name in ("given_to_12345", "taken_there_with_their_number", "answered_there")}
    ok = there == {len(numbers)} and len(numbers) > 0 and measured["answers_taken_in"] == len(numbers)
    ok = ok and came.exists() and back.count() == owed.count() == came.count()
    ok = ok and measured["page"] == measured["pool"] == 200
    return Line(
        ok, measured, "orders given away and taken in, answers on both sides, by the exchange's own tables"
    )


def exemplars(seen: Seen) -> Line:
    """S1-38: good and bad examples, chosen by another than who put them forward; the good ones before everybody."""
    rows = list(Exemplar.objects.select_related("case__report", "told_as"))
    shown, page = list(on_show()), seen.page("citizen:exemplars")
    kinds = Counter((row.state, row.good) for row in rows)
    measured: dict[str, Any] = {
        "put_forward": len(rows),
        "by_state_and_kind": {
            f"{state} {'good' if good else 'bad'}": n for (state, good), n in kinds.items()
        },
        "from_closed_files": sum(row.case_id is not None for row in rows),
        "chosen_by_another": sum(row.decided_by_id not in (None, row.by_id) for row in rows),
        "told_as": [row.told_as.name if row.told_as else "" for row in rows],
        "on_the_public_page": sum(row.title in page.text for row in shown),
        "bad_ones_on_the_public_page": sum(row.title in page.text for row in rows if not row.good),
        "numbers_on_the_public_page": sum(row.case.number in page.text for row in rows if row.case),
        "staff_page": seen.page("desk:exemplars", role="reviewer").status,
    }
    ok = {row.good for row in rows if row.state == "on_show"} == {True, False}
    ok = ok and measured["chosen_by_another"] == len(rows) and measured["from_closed_files"] > 0
    ok = (
        ok
        and measured["on_the_public_page"] == len(shown) > 0
        and measured["staff_page"] == page.status == 200
    )
    ok = ok and not measured["bad_ones_on_the_public_page"] and not measured["numbers_on_the_public_page"]
    return Line(ok, measured, "the library, who decided, and the public page as anybody reads it")
