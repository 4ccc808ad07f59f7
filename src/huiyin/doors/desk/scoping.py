"""How a request reaches a case: one way, through what its person may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest

from huiyin.cases.models import SavedView
from huiyin.cases.queries import CaseFile, case_for
from huiyin.cases.search.views import views_of
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import Policy, policy

CASE_ROLES = ("reviewer", "supervisor", "clerk", "team", "leader", "handler", "approver", "chief")
"""Roles that may meet a case at all; which one, the case decides."""

SIGNING = ("approver", "chief")
"""Roles that sign; whose turn it is, the case decides."""

READERS = tuple(role for role in CASE_ROLES if role != "leader")
"""Those who work on it: they read its papers, as sent or redacted. Leaders read lists and figures."""


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the gatekeeper
    return actor


def now_at(request: HttpRequest) -> datetime:
    """The moment of the request; the same for everything that it does."""
    if not hasattr(request, "moment"):
        request.moment = settings.CLOCK.now()  # type: ignore[attr-defined]
    moment: datetime = request.moment  # type: ignore[attr-defined]
    return moment


def rules_of(request: HttpRequest) -> Policy:
    """The city's policy, asked for once in a request."""
    if not hasattr(request, "rules"):
        request.rules = policy()  # type: ignore[attr-defined]
    rules: Policy = request.rules  # type: ignore[attr-defined]
    return rules


def views_here(request: HttpRequest) -> list[SavedView]:
    """The searches that the request's person kept, asked for once."""
    if not hasattr(request, "views"):
        request.views = views_of(actor_of(request))  # type: ignore[attr-defined]
    views: list[SavedView] = request.views  # type: ignore[attr-defined]
    return views


def case_file(request: HttpRequest, number: str, roles: Collection[str] = ()) -> CaseFile:
    """The file `number` as the request's person may see it.

    Raises Http404 where it doesn't exist for them, or where they hold none of `roles` in it.
    """
    file = case_for(actor_of(request), number)
    if file is None or (roles and not file.roles.intersection(roles)):
        raise Http404
    return file
