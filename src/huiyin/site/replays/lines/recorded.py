"""Handed to the inspection body with its receipt, and what is on record given faithfully (S1-39)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.cases.models import Case
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Officer, Unit
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.site.replays.records import papers
from huiyin.supervision.letters.actions import Wording, edit
from huiyin.supervision.letters.models import Letter

PROVEN = ("substantiated", "partly")


def given(seen: Seen) -> Line:
    """Each lead that was handed over has a receipt; each record has as many findings as the tables, and no other."""
    handed, records = papers("transfer"), papers("record")
    services = [service for letter in handed for service in letter.services.all()]
    measured: dict[str, Any] = {
        "leads_handed_over": len(handed),
        "with_a_receipt_of_their_own": sum(one.acknowledged_at is not None for one in services),
        "answered_and_struck_off": sum(one.state == "struck_off" for one in services),
        "records_given": len(records),
        "received_by": [service.unit.name for letter in records for service in letter.services.all()],
        "findings_told": [_told(letter) for letter in records],
        "findings_in_the_tables": [_there(letter) for letter in records],
        "entries_numbered_and_summed": [_numbered(letter) for letter in records],
        "with_number_and_proof": sum(bool(letter.serial and letter.proof) for letter in records),
        "proof_page": seen.page("citizen:genuine", records[0].proof or "").status if records else 0,
        "worded_by_hand": sum(_gives_in(seen, letter) for letter in records),
        "names_a_reporter": sum("反映人" in letter.body for letter in records),
    }
    ok = len(handed) > 0 and measured["with_a_receipt_of_their_own"] == len(services) == len(handed)
    ok = ok and measured["answered_and_struck_off"] == len(handed) and len(records) > 1
    ok = ok and measured["findings_told"] == measured["findings_in_the_tables"]
    ok = ok and all(count == total for count, total in measured["entries_numbered_and_summed"])
    ok = ok and measured["with_number_and_proof"] == len(records) and measured["proof_page"] == 200
    how = "letters of both kinds; each record's numbers counted again from the cases, by other means than it was made"
    return Line(ok and not measured["worded_by_hand"] and not measured["names_a_reporter"], measured, how)


def _told(letter: Letter) -> int:
    found = re.search("已办结的群众反映：([0-9]+)条", letter.body)
    return int(found[1]) if found else -1


def _numbered(letter: Letter) -> tuple[int, int]:
    total = re.search("以上共([0-9]+)条", letter.body)
    return len(re.findall("^[0-9]+[.] ", letter.body, re.M)), int(total[1]) if total else -1


def _there(letter: Letter) -> int:
    """Counted case by case in Python, not by the query that made the paper."""
    _, kind, pk, first, last, _ = letter.because.split(":")
    start = datetime.combine(date.fromisoformat(first), time(), SHANGHAI)
    end = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time(), SHANGHAI)
    count = 0
    for case in Case.objects.exclude(answered_at=None).filter(held_back=False).select_related("reported"):
        if not case.answered_at or not start <= case.answered_at < end:
            continue
        if kind == "unit":
            count += case.reported.path.startswith(Unit.objects.get(pk=pk).path)
        else:
            count += _about(case, Officer.objects.get(pk=pk))
    return count


def _about(case: Case, officer: Officer) -> bool:
    done = [one for one in case.verifications.all() if one.decisions.filter(approved=True).exists()]
    return any(
        one.outcomes.filter(officer=officer).exists() and one.findings.filter(conclusion__in=PROVEN).exists()
        for one in done
    )


def _gives_in(seen: Seen, letter: Letter) -> bool:
    try:
        edit(letter.pk, Wording(letter.title, "一切都好。"), by=seen.actor("supervisor"), now=seen.now)
    except NotAllowed:
        return False
    return True
