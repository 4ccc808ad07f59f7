"""The whole in view: the group, the modules, the register, the library (S0-04, S0-06 to S0-10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from huiyin.assessment.models import Use
from huiyin.assessment.queries import evaluation, register
from huiyin.cases.models import Deadline
from huiyin.cases.queries import Filter, listed
from huiyin.kernel.limits import Limit
from huiyin.organisations.queries import organ_of, seats
from huiyin.policy import queries as policy
from huiyin.reporting import queries as reporting
from huiyin.site.replays.lines.seen import Line, Seen


def leading_group(seen: Seen) -> Line:
    rows = seats()
    by_seat = {seat: [row for row in rows if row.seat == seat] for seat in ("head", "deputy", "member")}
    organs = {
        row.code
        for row in seen.stage.city.units
        if row.kind == "organ" and row.region == seen.stage.city.city.region
    }
    deputies = sorted(row.officer.unit.code for row in by_seat["deputy"])
    page = seen.page("oversight:group", role="leader")
    measured = {
        "head": [row.officer.title for row in by_seat["head"]],
        "deputies_of": deputies,
        "members": len(by_seat["member"]),
        "page": page.status,
    }
    head = by_seat["head"]
    ok = len(head) == 1 and head[0].officer.unit.code == seen.stage.city.city.committee
    ok = ok and set(deputies) == organs and page.status == 200 and head[0].officer.name in page.text
    return Line(
        ok,
        measured,
        "the seats of the leading group; the deputies' units against the city's own organs; its page",
    )


def three_modules(seen: Seen) -> Line:
    pages = {name: seen.page(f"oversight:{name}", role="leader") for name in ("overview", "officers")}
    pages["cases"] = seen.page("desk:cases", role="leader")
    cases = listed(seen.leader, Filter(), now=seen.now)
    measured = {
        "overview": {
            "page": pages["overview"].status,
            "received": reporting.received(seen.leader, seen.whole),
        },
        "list": {"page": pages["cases"].status, "cases": cases.count()},
        "staff": {"page": pages["officers"].status, "officers": register(seen.leader).count()},
    }
    ok = all(page.status == 200 for page in pages.values()) and all(
        all(facts.values()) for facts in measured.values()
    )
    return Line(ok, measured, "the three pages as the leader sees them, and what stands behind each")


def register_of_officers(seen: Seen) -> Line:
    shown = list(register(seen.leader))
    own = sum(organ_of(officer.unit) == seen.leader.home for officer in shown)
    found = [officer for officer in shown if officer.outcome_count > 0]  # type: ignore[attr-defined]
    one = evaluation(seen.leader, found[0].code) if found else None
    page = seen.page("oversight:officer", found[0].code, role="leader") if found else None
    measured = {
        "in_the_blueprint": len(seen.stage.city.officers),
        "shown_to_the_leader": len(shown),
        "of_the_leader_s_own_house": own,
        "with_name_unit_and_title": sum(bool(o.name and o.unit_id and o.title) for o in shown),
        "with_verified_outcomes": len(found),
        "page_of_one": page.status if page else 0,
        "cases_on_it": len(one.cases) if one else 0,
    }
    ok = 0 < len(shown) == measured["with_name_unit_and_title"] and not own
    ok = ok and bool(one and one.cases) and measured["page_of_one"] == 200
    return Line(ok, measured, "the officers' register and one officer's page as the leader sees them")


def use_of_results(seen: Seen) -> Line:
    kinds = Counter(Use.objects.values_list("kind", flat=True))
    page = seen.page("oversight:uses", role="leader")
    measured = {
        "uses": dict(kinds),
        "officers": Use.objects.exclude(officer=None).values("officer").distinct().count(),
        "units": Use.objects.values("unit").distinct().count(),
        "page": page.status,
    }
    ok = bool(kinds) and bool(measured["officers"]) and page.status == 200
    return Line(ok, measured, "records of what was made of results, by kind, officer and unit; their page")


def releases(seen: Seen) -> Line:
    until = seen.now.date()
    notes = [note for note in policy.release_notes() if note.on <= until]
    kinds = Counter(note.kind for note in notes)
    page = seen.page("citizen:rules")
    shown = sum(note.text in page.text for note in notes)
    measured = {"by_kind": dict(kinds), "page": page.status, "notes_shown": shown}
    ok = kinds["trial"] >= 1 and kinds["update"] >= 1 and shown == len(notes)
    return Line(ok, measured, "release notes up to the story's end, and how many of them the page shows")


def regulations(seen: Seen) -> Line:
    library = policy.regulations(seen.now.date())
    page = seen.page("citizen:rules")
    rows = {limit.name: limit for limit in policy.policy().limits}
    deadlines = list(Deadline.objects.all())
    held = sum(_by_the_row(deadline, rows) for deadline in deadlines)
    measured = {
        "regulations": [row.code for row in library],
        "shown": sum(row.title in page.text for row in library),
        "limits_with_their_article": sum(bool(limit.basis and limit.basis_en) for limit in rows.values()),
        "deadlines": len(deadlines),
        "deadlines_by_the_configured_limit": held,
    }
    ok = bool(library) and measured["shown"] == len(library) and held == len(deadlines) > 0
    ok = ok and measured["limits_with_their_article"] == len(rows)
    return Line(
        ok, measured, "the library and its page; every deadline's explanation against the configured limit"
    )


def _by_the_row(deadline: Deadline, rows: Mapping[str, Limit]) -> bool:
    said, row = deadline.how["limit"], rows.get(deadline.kind)
    return row is not None and all(
        said[name] == getattr(row, name) for name in ("name", "value", "unit", "basis")
    )
