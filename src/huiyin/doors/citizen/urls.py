"""The addresses of this door: first that of a whole hall which rates at once."""

from django.urls import URLPattern, path

from huiyin.doors.citizen import uploads
from huiyin.doors.citizen.views import (
    adding,
    appraisals,
    examples,
    fetching,
    genuine,
    notices,
    receipts,
    reporting,
    results,
    spot,
    start,
    tracking,
)

app_name = "citizen"
urlpatterns: list[URLPattern] = [
    path("c/<str:token>/rating", spot.rating, name="spot"),
    path("c/<str:token>", start.scan, name="scan"),
    path("", start.home, name="home"),
    path("c/<str:token>/rating/faults", spot.faults, name="spot_faults"),
    path("c/<str:token>/rating/withdrawal", spot.withdrawal, name="spot_withdrawal"),
    path("wechat", start.wechat, name="wechat"),
    path("wechat/back", start.wechat_back, name="wechat_back"),
    path("report", reporting.report, name="report"),
    path("code/<str:number>/<str:token>", fetching.fetch_code, name="code"),
    path("receipt", receipts.receipt, name="receipt"),
    path("receipt/picture", receipts.picture, name="picture"),
    path("receipt/end", receipts.end, name="receipt_end"),
    path("track", tracking.track, name="track"),
    path("track/supplements", adding.supplement_report, name="supplement"),
    path("track/nudges", adding.nudge, name="nudge"),
    path("track/rating", adding.rate_answer, name="rate"),
    path("track/check", tracking.check_yourself, name="check"),
    path("track/end", tracking.end, name="track_end"),
    path("proof/<str:proof>", genuine.genuine, name="genuine"),
    path("appraisals", appraisals.appraisals, name="appraisals"),
    path("appraisals/witness", appraisals.witness, name="witness"),
    path("appraisals/verify_draw.py", appraisals.verifier, name="verifier"),
    path("appraisals/<int:pk>", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/draw", appraisals.verify, name="appraisal_draw"),
    path("appraisals/<int:pk>/draw.json", appraisals.draw_file, name="appraisal_draw_file"),
    path("appraisals/<int:pk>/ballots.json", appraisals.ballots_file, name="appraisal_ballots"),
    path("appraisals/<int:pk>/check", appraisals.check, name="appraisal_check"),
    path("exemplars", examples.exemplars, name="exemplars"),
    path("figures", results.figures, name="figures"),
    path("rules", notices.rules, name="rules"),
    path("privacy", notices.privacy, name="privacy"),
    path("accessibility", notices.accessibility, name="accessibility"),
    *uploads.urlpatterns,
]
