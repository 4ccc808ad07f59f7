"""The addresses of this door. Every act makes a resource of the case: `wording.RESOURCES` says which."""

from django.urls import URLPattern, URLResolver, path

from huiyin.doors.desk import (
    alerts,
    answer,
    archive,
    assignment,
    cases,
    evidence,
    file,
    identity,
    joining,
    recusal,
    reporters,
    review,
    secrecy,
    times,
    today,
    views,
    work,
)
from huiyin.doors.desk.admin.urls import urlpatterns as administration
from huiyin.doors.desk.channels.urls import urlpatterns as channels
from huiyin.doors.desk.imports.urls import urlpatterns as importing

app_name = "desk"

_OF_A_CASE = (
    ("referral", review.referral),
    ("review", review.review),
    ("procedure", review.procedure),
    ("refusal", review.refusal),
    ("officers", review.officers),
    ("assignment", assignment.assignment),
    ("joining", joining.joining),
    ("separation", joining.separation),
    ("reassignment", assignment.reassignment),
    ("redirection", assignment.redirection),
    ("acceptance", work.acceptance),
    ("return", work.send_back),
    ("verification", work.verification),
    ("more-time", times.more_time),
    ("extension", times.extension),
    ("extension-refusal", times.extension_refusal),
    ("stop", times.stop),
    ("suspension", times.suspension),
    ("suspension-refusal", times.suspension_refusal),
    ("resumption", times.resumption),
    ("rework", work.rework),
    ("approval", work.approval),
    ("recusal", recusal.recusal),
    ("withdrawal", recusal.withdrawal),
    ("reply", answer.reply),
    ("revisit", answer.revisit),
    ("closure", answer.closure),
    ("use", answer.use),
    ("identity", identity.identity),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("given", today.given, name="given"),
    path("notices", today.notices, name="notices"),
    path("notices/reading", today.reading, name="reading"),
    path("alerts", alerts.overview, name="alerts"),
    path("alerts/<int:pk>", alerts.alert, name="alert"),
    path("secrecy", secrecy.waiting, name="secrecy"),
    path("secrecy/<int:pk>", secrecy.item, name="secrecy_item"),
    path("secrecy/<int:pk>/files/<int:attachment>", secrecy.file, name="secrecy_file"),
    path("secrecy/<int:pk>/release", secrecy.release, name="secrecy_release"),
    path("secrecy/<int:pk>/deletion", secrecy.deletion, name="secrecy_deletion"),
    path("cases", cases.case_list, name="cases"),
    path("cases.xlsx", cases.export, name="export"),
    path("reporters", reporters.find, name="reporters"),
    path("views", views.keep, name="views"),
    path("views/<int:pk>/deletion", views.deletion, name="delete_view"),
    path("cases/<str:number>", file.case, name="case"),
    path("cases/<str:number>/timeline.pdf", archive.archive, name="archive"),
    path("cases/<str:number>/attachments/<int:pk>", file.attachment, name="attachment"),
    path("cases/<str:number>/verification/<int:turn>.pdf", work.paper, name="paper"),
    path("cases/<str:number>/evidence", evidence.bring, name="evidence"),
    path("cases/<str:number>/evidence/<int:pk>", evidence.opened, name="evidence_file"),
    *(path(f"cases/<str:number>/{noun}", view, name=noun) for noun, view in _OF_A_CASE),
    *administration,
    *channels,
    *importing,
]
