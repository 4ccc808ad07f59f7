"""The addresses of this door."""

from django.urls import URLPattern, path

from huiyin.doors.oversight.views import (
    audit,
    campaigns,
    group,
    hot,
    leads,
    lists,
    overview,
    paper_acts,
    papers,
    ratings,
    staff,
    suggestions,
    tables,
    uses,
)

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("figures.xlsx", overview.figures, name="figures"),
    path("table", tables.asked, name="table"),
    path("cases", lists.cases, name="cases"),
    path("hot", hot.issues, name="hot"),
    path("hot/<int:pk>", hot.issue, name="hot_issue"),
    path("leads", leads.pool, name="leads"),
    path("leads/day", leads.day, name="leads_day"),
    path("papers", papers.listed, name="papers"),
    path("papers/<int:pk>", papers.paper, name="paper"),
    path("papers/<int:pk>/findings", paper_acts.finding, name="finding"),
    path("papers/<int:pk>/advice", paper_acts.advice, name="advice"),
    path("papers/<int:pk>/items", paper_acts.tabling, name="tabling"),
    path("papers/items/<int:pk>/decision", paper_acts.decision, name="decision"),
    path("papers/<int:pk>/figures/<str:code>", papers.behind, name="frozen"),
    path("ratings", ratings.places, name="ratings"),
    path("officers", staff.officers, name="officers"),
    path("officers/<str:code>", staff.officer, name="officer"),
    path("campaigns", campaigns.listed, name="campaigns"),
    path("campaigns/new", campaigns.new, name="campaign_new"),
    path("campaigns/<int:pk>", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/result", campaigns.result, name="campaign_result"),
    path("suggestions", suggestions.listed, name="suggestions"),
    path("uses", uses.listed, name="uses"),
    path("group", group.group, name="group"),
    path("audit", audit.events, name="audit"),
    path("audit/accesses", audit.accesses, name="accesses"),
    path("audit/check", audit.check, name="check"),
]
