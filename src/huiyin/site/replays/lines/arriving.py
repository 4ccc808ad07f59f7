"""Reports arrive: posters, entrances, receipts (S0-01, -02, -11, -13, -14, -15)."""

from __future__ import annotations

from collections import Counter

from django.db.models import Sum

from huiyin.cases.models import Case, Decision
from huiyin.intake.models import Place, Report, Scans
from huiyin.intake.queries import place_for, stands_as_received
from huiyin.ledger.models import Event
from huiyin.messages.models import Delivery
from huiyin.site.replays.lines.seen import Line, Seen

FOUR_SYSTEMS = {"court", "procuratorate", "police", "justice"}
MODES = {"anonymous", "contact", "real_name"}


def three_steps(seen: Seen) -> Line:
    scans = Scans.objects.aggregate(n=Sum("count"))["n"] or 0
    online = Report.objects.filter(place__isnull=False)
    verified = Decision.objects.filter(approved=True, verification__case__report__place__isnull=False)
    here = next(iter(seen.stage.codes.values()), "")
    code = place_for(here)
    page = seen.page("citizen:scan", here) if code else None
    named = bool(code and page and page.status == 200 and code.place.unit.name in page.text)
    measured = {
        "scans": scans,
        "reports_from_a_poster": online.count(),
        "verified_of_these": verified.values("verification__case").distinct().count(),
        "scanned_page_names_the_unit": named,
    }
    how = (
        "scans by place and day; reports with a place; their approved verifications; the page behind one code"
    )
    return Line(all(measured.values()) and scans >= online.count(), measured, how)


def from_anyone(seen: Seen) -> Line:
    senders = set(Event.objects.filter(subject_kind="report", verb="receive").values_list("actor", flat=True))
    systems = Counter(Case.objects.values_list("system", flat=True))
    modes = Counter(Report.objects.values_list("identity_mode", flat=True))
    measured = {
        "acting": sorted(senders),
        "systems": dict(systems),
        "identity": dict(modes),
        "about_named_officers": Report.objects.filter(named__isnull=False).distinct().count(),
    }
    ok = senders == {"public"} and set(systems) >= FOUR_SYSTEMS and set(modes) >= MODES
    how = "who acted in the first event of each report; systems and kinds of identity of the reports"
    return Line(ok and bool(measured["about_named_officers"]), measured, how)


def posters(seen: Seen) -> Line:
    stage = seen.stage
    known = [place_for(token) for token in stage.codes.values()]
    by_place = list(Scans.objects.values("place").annotate(n=Sum("count")))
    measured = {
        "places": Place.objects.count(),
        "codes_that_lead_to_their_place": sum(code is not None for code in known),
        "pages_of_posters": stage.pages,
        "pdf_bytes": len(stage.posters),
        "places_with_scans": len(by_place),
        "scans": sum(row["n"] for row in by_place),
    }
    wanted = len(stage.city.places)
    ok = measured["places"] == measured["codes_that_lead_to_their_place"] == stage.pages == wanted > 0
    ok = ok and stage.posters.startswith(b"%PDF") and bool(by_place)
    return Line(
        ok, measured, "a code made for each place of the blueprint, set as posters, looked up and counted"
    )


def entrances(seen: Seen) -> Line:
    channels = Counter(Report.objects.values_list("channel", flat=True))
    measured = {
        "channels": dict(channels),
        "by_a_poster": Report.objects.filter(place__isnull=False).count(),
        "form": seen.page("citizen:report").status,
        "menu_of_the_account": seen.page("citizen:wechat").status,
    }
    ok = bool(channels["wechat"] and channels["web"] and measured["by_a_poster"])
    ok = ok and measured["form"] == measured["menu_of_the_account"] == 200
    return Line(
        ok, measured, "reports by entrance; the form and the account's menu link opened without logging in"
    )


def accepted_at_once(seen: Seen) -> Line:
    reports = list(Report.objects.select_related("case"))
    receipts = seen.stage.receipts
    first = {e.subject_id: e.hash for e in Event.objects.filter(subject_kind="report", seq=1)}
    measured = {
        "reports": len(reports),
        "with_a_file_at_once": sum(hasattr(r, "case") and r.case.opened_at == r.received_at for r in reports),
        "receipt_has_the_hash_of_the_first_event": sum(
            r.number in receipts and receipts[r.number].hash == first.get(r.number) for r in reports
        ),
        "stand_as_received": sum(stands_as_received(r) for r in reports),
    }
    ok = len(set(measured.values())) == 1 and bool(reports)
    return Line(
        ok, measured, "each report's file, its receipt against the ledger, its text against its digest"
    )


def told_by_sms(seen: Seen) -> Line:
    with_phone = set(Report.objects.filter(identity__has_phone=True).values_list("number", flat=True))
    sent = Counter(
        Delivery.objects.filter(template="receipt", state__in=("sent", "delivered")).values_list(
            "recipient_id", flat=True
        )
    )
    measured = {
        "reports_with_a_phone": len(with_phone),
        "told_once": sum(sent[number] == 1 for number in with_phone),
        "told_without_a_phone": len(set(sent) - with_phone),
        "undelivered": Delivery.objects.filter(state="undelivered").count(),
    }
    ok = measured["told_once"] == len(with_phone) > 0 and not measured["told_without_a_phone"]
    return Line(ok, measured, "receipts sent through the configured channel, by report")
