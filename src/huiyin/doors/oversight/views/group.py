"""The leading group and its work teams (S0-04, S0-05): who sits there, how each team works, what waits for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, panels, periods
from huiyin.doors.shared.access import audience, may_enter
from huiyin.organisations.queries import seats, teams
from huiyin.policy.queries import policy, said
from huiyin.reporting.queries import queues


@audience("oversight", permission=(*pages.OVERSEERS, *pages.AUDITORS))
@require_GET
def group(request: HttpRequest) -> HttpResponse:
    """An auditor reads the arrangement, not the queues."""
    viewer = pages.actor_of(request)
    sees = may_enter(viewer, pages.OVERSEERS)
    waiting = queues(viewer) if sees else {}
    period = periods.since_launch(policy().city, pages.today_at(request))
    found = [
        {
            "unit": team,
            "steps": said(team, "procedure", pages.language()).splitlines(),
            "count": waiting.get(team.pk, 0),
            "url": panels.link("unfinished", period, team=str(team.pk)),
        }
        for team in teams()
    ]
    return pages.page(
        request, "oversight/group.html", {"seats": seats(), "teams": found, "sees_queues": sees}
    )
