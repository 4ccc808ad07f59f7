"""Deny by default, and say no in the way that tells the least."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from huiyin.doors.shared import access
from huiyin.doors.shared.access import ANY_ACCOUNT, ANY_MANDATE, Gatekeeper, audience, local_path, may_enter
from huiyin.doors.shared.tests import pages
from huiyin.kernel.actor import PUBLIC, Actor, Mandate

CLERK = Actor("account:7", mandates=(Mandate("clerk", 1),))
NOBODY = Actor("account:8")


def enter(view, actor: Actor | None, monkeypatch: pytest.MonkeyPatch):
    """What the gate answers to `actor` (None: not logged in), and the request as the view would see it."""
    request = RequestFactory().get("/page?x=1")
    request.user = SimpleNamespace(is_authenticated=actor is not None, must_change=False)
    request.resolver_match = None
    monkeypatch.setattr(access, "actor_for", lambda account, on: actor)
    return Gatekeeper(lambda r: HttpResponse()).process_view(request, view, [], {}), request


def test_a_page_that_names_no_audience_does_not_exist(visitor: Client) -> None:
    assert visitor.get("/undeclared").status_code == 404


def test_staff_pages_ask_for_log_in_and_come_back(visitor: Client) -> None:
    assert visitor.get("/reviewers?q=1").headers["Location"] == "/desk/login?next=/reviewers%3Fq%3D1"


def test_a_form_sent_after_the_session_ended_comes_back_to_its_page(visitor: Client) -> None:
    answer = visitor.post("/reviewers", headers={"Referer": "http://testserver/cases/7?tab=2"})
    assert answer.headers["Location"] == "/desk/login?next=/cases/7%3Ftab%3D2"
    answer = visitor.post("/reviewers", headers={"Referer": "https://elsewhere.example/cases"})
    assert answer.headers["Location"] == "/desk/login?next=/desk/"


def test_the_wrong_role_is_told_so_or_sees_nothing_where_nothing_may_be_known(monkeypatch) -> None:
    with pytest.raises(PermissionDenied):
        enter(pages.reviewers, CLERK, monkeypatch)
    with pytest.raises(Http404):
        enter(pages.hidden, NOBODY, monkeypatch)


def test_one_of_several_roles_is_enough_and_the_view_learns_who_it_is(monkeypatch) -> None:
    answer, request = enter(pages.hidden, CLERK, monkeypatch)
    assert answer is None
    assert request.actor == CLERK


@pytest.mark.parametrize(
    ("actor", "roles", "let_in"),
    [
        (NOBODY, (ANY_ACCOUNT,), True),
        (NOBODY, (ANY_MANDATE,), False),
        (CLERK, (ANY_MANDATE,), True),
        (CLERK, ("reviewer",), False),
        (PUBLIC, ("reviewer",), False),
    ],
)
def test_what_a_permission_asks_for(actor: Actor, roles: tuple[str, ...], let_in: bool) -> None:
    assert may_enter(actor, roles) is let_in


@pytest.mark.parametrize(
    ("address", "secrets", "status"),
    [
        ("/machine?secret=right", {"gateway": "right"}, 200),
        ("/machine?secret=wrong", {"gateway": "right"}, 403),
        ("/machine", {"gateway": "right"}, 403),
        ("/machine?secret=", {"gateway": ""}, 403),
        ("/machine?secret=None", {}, 403),
    ],
)
def test_a_machine_brings_its_secret_and_an_unset_secret_opens_nothing(
    visitor: Client, settings, address: str, secrets: dict[str, str], status: int
) -> None:
    settings.API_SECRETS = secrets
    assert visitor.get(address).status_code == status


def test_a_bearer_token_is_a_secret_too(visitor: Client, settings) -> None:
    settings.API_SECRETS = {"gateway": "right"}
    assert visitor.get("/machine", headers={"Authorization": "Bearer right"}).status_code == 200


def test_a_citizen_gets_no_session_and_leaves_no_trace_of_one(visitor: Client) -> None:
    answer = visitor.get("/citizen")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("bad", [("nobody", "reviewer"), ("citizen", "reviewer"), ("desk", ())])
def test_a_declaration_that_cannot_be_held_is_refused_when_the_program_starts(bad) -> None:
    with pytest.raises(ValueError, match=r"permission|roles"):
        audience(bad[0], permission=bad[1])


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/track?n=1", "/track?n=1"),
        ("http://testserver/a#b", "/a"),
        ("//elsewhere.example/a", ""),
        ("https://elsewhere.example/a", ""),
        ("javascript:alert(1)", ""),
        ("/\\elsewhere.example", ""),
    ],
)
def test_only_this_site_is_a_way_back(address: str, path: str) -> None:
    assert local_path(RequestFactory().get("/"), address) == path
