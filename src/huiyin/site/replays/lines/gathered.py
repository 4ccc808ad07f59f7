"""Campaigns, and points of officers for slight breaches with what followed from them (S3-26, S3-27)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from huiyin.assessment.demerits.rules.demerits import total
from huiyin.assessment.models import Consequence, Demerit
from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Mandate
from huiyin.policy.queries import policy
from huiyin.reporting.campaigns import queries
from huiyin.reporting.queries import moments
from huiyin.site.replays.lines.seen import Line, Seen


def demerits(seen: Seen) -> Line:
    """Each point has its rule and its fact; whom it concerns objects, and reads nothing of the matter."""
    rows = list(Demerit.objects.select_related("officer", "case"))
    followed = list(Consequence.objects.select_related("officer"))
    by_officer: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        by_officer.setdefault(row.officer.code, []).append((row.state, row.points))
    measured: dict[str, Any] = {
        "rules": sum(row.active for row in policy().demerit_rules),
        "points_by_rule": dict(Counter(row.rule for row in rows)),
        "facts": len(rows),
        "of_them_an_answered_finding_or_an_upheld_breach": sum(_settled(row) for row in rows),
        "officers": len(by_officer),
        "most_points": max((total(each) for each in by_officer.values()), default=0),
        "by_state": dict(Counter(row.state for row in rows)),
        "followed": dict(Counter(f"{row.step}: {row.state}" for row in followed)),
        "pages": _pages(seen, rows),
    }
    objected = [row for row in rows if row.objection]
    ok = len(rows) == measured["of_them_an_answered_finding_or_an_upheld_breach"] > 0
    ok = ok and len(objected) == sum(bool(row.conclusion) for row in objected) > 0
    ok = (
        ok
        and any(row.state == "carried_out" for row in followed)
        and not measured["pages"]["that_tell_a_matter"]
    )
    how = "officers' points with their facts, objections and consequences; the pages of the officers and of their heads"
    return Line(ok and measured["pages"]["leader"] == 200, measured, how)


def _settled(row: Demerit) -> bool:
    if row.outcome is not None:
        return (
            row.case is not None
            and row.case.answered_at is not None
            and row.outcome.officer_id == row.officer_id
        )
    return row.breach is not None and row.breach.decided_at is not None


def _pages(seen: Seen, rows: list[Demerit]) -> dict[str, int]:
    """What officers and who leads them are shown: looked through for numbers of matters and for who reported."""
    secrets = [
        value for letter in seen.stage.letters.values() for value in (letter.phone, letter.name) if value
    ]
    numbers = list(Case.objects.values_list("number", flat=True))
    asked = {(code, name) for row in rows for code, name in _readers(row)}
    told = opened = 0
    for code, name in sorted(asked):
        page = seen.page("desk:demerits_of", code, account=name)
        opened += page.status == 200
        told += any(word in page.text for word in (*secrets, *numbers))
    leader = seen.page("desk:demerits", role="leader").status
    return {
        "leader": leader,
        "of_officers_and_heads": opened,
        "of_readers": len(asked),
        "that_tell_a_matter": told,
    }


def _readers(row: Demerit) -> list[tuple[str, str]]:
    heads = Mandate.objects.filter(unit=row.unit_id, role="approver").values("account")
    mine = Account.objects.filter(officer=row.officer_id) | Account.objects.filter(pk__in=heads)
    return [(row.officer.code, name) for name in mine.values_list("username", flat=True)]


def campaigns(seen: Seen) -> Line:
    """S3-26: each campaign with its days and types, and what came before, during and after; counted again plainly."""
    told = seen.stage.story.phrases["campaigns"]
    rows = list(queries.campaigns(seen.leader))
    found, agree = {}, True
    for row in reversed(rows):
        types = policy().below(row.types)
        spans = queries.counted(seen.leader, row, seen.whole.last, now=seen.now)
        for span in spans.values():
            if span is not None:
                start, end = moments(span.period)
                plain = Case.objects.filter(
                    problem_type__in=types,
                    received_at__gte=start,
                    received_at__lt=end,
                    committee=row.committee,
                )  # what is about the inspectors themselves lies one level up, and doesn't exist for them
                agree = agree and plain.count() == span.received
        found[row.name] = {
            "days": f"{row.first} – {row.last}",
            "types": len(types),
            **{name: span.received if span else None for name, span in spans.items()},
            "whole": [name for name, span in spans.items() if span and span.whole],
            "summed_up": row.concluded_at is not None,
            "page": seen.page("oversight:campaign", str(row.pk), role="leader").status,
        }
    ok = agree and {row["name"] for row in told} == set(found) and bool(found)
    ok = ok and all(one["page"] == 200 and one["summed_up"] for one in found.values())
    return Line(
        ok, found, "the register of campaigns, their figures against a plain count of cases, their pages"
    )
