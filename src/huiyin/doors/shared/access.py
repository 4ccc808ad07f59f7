"""Who may open which page. Deny by default: a view that doesn't say for whom it is doesn't exist.

`@audience` says it, `Gatekeeper` holds it. Permissions name a role of a mandate, or one of

- `ANYONE`: no log-in (the citizen's pages; a log-in page),
- `ANY_ACCOUNT`: whoever is logged in, mandate or not (change a password; for whoever has one that somebody else
  chose, it comes before any other page),
- `ANY_MANDATE`: whoever may act for some unit today.

At the door `api` a permission names a secret of `settings.API_SECRETS`, unless the view brings a proof of
its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.queries import actor_for

log = logging.getLogger(__name__)

AUDIENCES: Final = frozenset({"citizen", "desk", "oversight", "api", "bench", "village"})
ANYONE, ANY_ACCOUNT, ANY_MANDATE = "anyone", "any_account", "any_mandate"

Proof = Callable[[HttpRequest], bool]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Admission:
    """What a view says about its visitors.

    `hidden`: without the role the page doesn't exist (404) instead of being closed (403).
    `personal`: the page shows what concerns one person, so no cache and no back button may keep it.
    """

    name: str
    roles: tuple[str, ...]
    hidden: bool = False
    personal: bool = True
    proof: Proof | None = None


def audience(
    name: str,
    *,
    permission: str | tuple[str, ...],
    hidden: bool = False,
    personal: bool = True,
    proof: Proof | None = None,
) -> Callable[[View], View]:
    """Declares for whom a view is; sets `.audience`, `.permission` and `.admission` on it.

    Raises ValueError for a declaration that can't be held: an unknown audience, no permission, or a citizen's
    page that asks for a role.
    """
    roles = (permission,) if isinstance(permission, str) else permission
    if name not in AUDIENCES or not roles:
        raise ValueError(f"no such audience or no permission: {name!r}, {permission!r}")
    if name == "citizen" and roles != (ANYONE,):
        raise ValueError("citizens have no roles: a citizen's page is for anyone")

    def declare(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        view.permission = permission  # type: ignore[attr-defined]
        view.admission = Admission(name, roles, hidden, personal, proof)  # type: ignore[attr-defined]
        return view

    return declare


class Gatekeeper:
    """Middleware: lets a request through, or says no. Sets `request.actor` and `request.admission`.

    Whoever calls us by a name that isn't ours gets no further (400).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.get_host()
        request.actor = PUBLIC  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        admission: Admission | None = getattr(view, "admission", None)
        if admission is None:
            log.error("view without an audience refused: %s", getattr(view, "__qualname__", view))
            raise Http404
        request.admission = admission  # type: ignore[attr-defined]
        if ANYONE in admission.roles:
            return None
        if admission.name == "api":
            if not _proven(request, admission):
                raise PermissionDenied
            return None
        return _admit_person(request, admission)


def _proven(request: HttpRequest, admission: Admission) -> bool:
    if admission.proof:
        return admission.proof(request)
    return any(carries(request, name) for name in admission.roles)


def carries(request: HttpRequest, name: str) -> bool:
    """Whether the request brings the secret `name`, as bearer token or `?secret=`; an unset one never."""
    expected: str = getattr(settings, "API_SECRETS", {}).get(name, "")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given if scheme.lower() == "bearer" else request.GET.get("secret", "")
    return bool(expected) and constant_time_compare(given, expected)


def _admit_person(request: HttpRequest, admission: Admission) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return redirect_to_login(_way_back(request))
    if request.user.must_change and ANY_ACCOUNT not in admission.roles:
        return redirect_to_login(_way_back(request), resolve_url("shared:password"))
    actor = actor_for(request.user, on=today(settings.CLOCK.now()))
    request.actor = actor  # type: ignore[attr-defined]
    if not may_enter(actor, admission.roles):
        log.info(
            "refused %s for %s", request.resolver_match and request.resolver_match.view_name, actor.account
        )
        raise Http404 if admission.hidden else PermissionDenied
    return None


def may_enter(actor: Actor, roles: tuple[str, ...]) -> bool:
    """Whether somebody logged in as `actor` holds what `roles` asks for. Also decides which links show."""
    if ANYONE in roles or ANY_ACCOUNT in roles:
        return True
    return bool(actor.mandates) if ANY_MANDATE in roles else not actor.roles.isdisjoint(roles)


def today(now: datetime) -> date:
    """The date in China at `now`."""
    return now.astimezone(SHANGHAI).date()


def _way_back(request: HttpRequest) -> str:
    """Where to go after log-in: this page, or the page with the form where this was a form being sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return local_path(request, request.headers.get("Referer", "")) or str(settings.LOGIN_REDIRECT_URL)


def local_path(request: HttpRequest, address: str) -> str:
    """`address` as a path on this site, or "" where it leads anywhere else."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return parts._replace(scheme="", netloc="", fragment="").geturl()
