"""The addresses of appraisals, inside those of the desk."""

from django.urls import URLPattern, path

from huiyin.doors.desk.panels import acting, indicators, papers, pool, reports, views

urlpatterns: list[URLPattern] = [
    path("appraisals", views.rounds, name="rounds"),
    path("appraisals/new", views.planning, name="round_new"),
    path("appraisals/pool", pool.pool, name="pool"),
    path("appraisals/<int:pk>", views.round_, name="round"),
    path("appraisals/<int:pk>/objects/<int:judged>/<str:noun>", acting.on_object, name="round_object"),
    path("appraisals/<int:pk>/members/<int:member>/<str:noun>", acting.on_member, name="round_member"),
    path("appraisals/<int:pk>/objects/<int:judged>", views.result, name="round_result"),
    path("appraisals/<int:pk>/tasks/<int:task>/<str:noun>", acting.on_task, name="round_task"),
    path("appraisals/<int:pk>/indicators/<int:indicator>", indicators.document, name="round_document"),
    path(
        "appraisals/<int:pk>/indicators/<int:indicator>/<str:noun>",
        acting.on_indicator,
        name="round_indicator",
    ),
    path("appraisals/<int:pk>/reports", reports.reports, name="round_reports"),
    path("appraisals/<int:pk>/papers", papers.entering, name="round_papers"),
    path("appraisals/<int:pk>/papers.pdf", papers.printed, name="round_papers_print"),
    path("appraisals/<int:pk>/<str:noun>", acting.on_round, name="round_act"),
]
