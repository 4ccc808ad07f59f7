"""Whose a report is: the committee by level, the work teams by what is in it (S0-05, -16, -22)."""

from __future__ import annotations

from collections import Counter

from huiyin.cases.models import Case, Referral, Reply
from huiyin.cases.queries import visible
from huiyin.kernel.text import fold
from huiyin.ledger.models import Event
from huiyin.organisations.models import Account, Unit
from huiyin.organisations.queries import actor_for
from huiyin.organisations.rules.routing import Standing, committee_for
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.triage.models import Screening

NAMED_IN_THE_ARTICLE = {"repeat", "petition", "litigation", "organised"}


def five_teams(seen: Seen) -> Line:
    teams = Unit.objects.filter(kind="team", active=True).order_by("code")
    reached = Counter(Referral.objects.values_list("team__code", flat=True))
    measured = {
        team.code: {
            "people": len(seen.stage.people.holding("team", team.pk, seen.now)),
            "procedure": bool(team.procedure and team.procedure_en),
            "cases": reached[team.code],
        }
        for team in teams
    }
    ok = len(measured) == 5 and all(all(facts.values()) for facts in measured.values())
    return Line(ok, measured, "each team's mandates, its written procedure, the cases that reached its queue")


def by_level(seen: Seen) -> Line:
    standings = _standings(seen)
    cases = list(Case.objects.select_related("committee", "reported", "organ"))
    right = sum(committee_for(case.reported.code, standings) == case.committee.code for case in cases)
    strays = sum(visible(actor).exclude(committee=committee).count() for committee, actor in seen.reviewers())
    day = seen.whole.last
    accused = Account.objects.filter(officer__in={o for case in cases for o in case.accused})
    met = sum(
        visible(actor := actor_for(account, on=day)).filter(accused__contains=[actor.officer]).count()
        for account in accused
    )
    measured = {
        "cases": len(cases),
        "at_the_committee_of_the_level": right,
        "by_committee": dict(Counter(case.committee.code for case in cases)),
        "one_level_up": sum(case.organ.kind == "committee" for case in cases),
        "seen_by_another_committee": strays,
        "accused_with_an_account": accused.count(),
        "seen_by_the_accused": met,
    }
    ok = right == len(cases) > 0 and not strays and not met and bool(measured["one_level_up"])
    how = "the routing rule over the blueprint against each case; what each committee's reviewer and each accused sees"
    return Line(ok, measured, how)


def _standings(seen: Seen) -> dict[str, Standing]:
    levels = {region.code: region.level for region in seen.stage.city.regions}
    return {
        row.code: Standing(row.code, row.kind, row.level or levels[row.region], row.region, row.parent)
        for row in seen.stage.city.units
    }


def screened(seen: Seen) -> Line:
    """Marked words are looked for again in the reports, to see that none slipped through."""
    hits = Counter(Screening.objects.values_list("kind", flat=True))
    referred = Counter(Referral.objects.values_list("kind", flat=True))
    found = set(Screening.objects.values_list("report__number", "code"))
    missed = [
        (case.number, rule.code)
        for case in Case.objects.select_related("report")
        for rule in seen.stage.city.screening
        if _marked(case.report.text, rule.words, rule.unless) and (case.number, rule.code) not in found
    ]
    by_itself = Event.objects.filter(subject_kind="case", verb="refer", actor="system").count()
    measured = {
        "screened": dict(hits),
        "to_a_team": dict(referred),
        "by_the_program": by_itself,
        "led_into_a_procedure": Reply.objects.filter(kind="procedure").count(),
        "sent_back_to_review": Event.objects.filter(subject_kind="case", verb="return_from_team").count(),
        "waiting_in_a_queue": Case.objects.filter(state="referred").count(),
        "marked_but_missed": len(missed),
    }
    ok = set(hits) >= NAMED_IN_THE_ARTICLE and set(referred) >= NAMED_IN_THE_ARTICLE and not missed
    return Line(
        ok and bool(by_itself),
        measured,
        "screenings, referrals and what the teams made of them; words looked for again",
    )


def _marked(text: str, words: tuple[str, ...], unless: tuple[str, ...]) -> bool:
    plain = fold(text)
    return any(fold(w) in plain for w in words) and not any(fold(w) in plain for w in unless)
