"""Accounts and mandates. Three administrators stand apart: one opens accounts, another gives them their roles."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.admin.account_forms import AccountForm, MandateForm
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience, may_enter
from huiyin.doors.shared.access import today as day_of
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.organisations import actions, charge, queries
from huiyin.organisations.models import Account, Mandate
from huiyin.policy.queries import role_name

KEEPER, GRANTER = "administrator", "security"
PAGE = 40
PASSWORD = 14
"""Characters of a first password: random, shown once, to be changed at the first log-in."""


@audience("desk", permission=(KEEPER, GRANTER))
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    page = Paginator(queries.accounts(asked), PAGE).get_page(request.GET.get("page"))
    held = queries.mandates_of(list(page), day_of(now_at(request)))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": [(row, [_spoken(m) for m in held.get(row.pk, [])]) for row in page],
        "query": query.urlencode(),
        "asked": asked,
        "keeps": may_enter(actor_of(request), (KEEPER,)),
    }
    return desk_page(request, "admin_desk/accounts.html", context)


def _spoken(mandate: Mandate) -> str:
    return f"{role_name(mandate.role, get_language() or 'zh')} · {named(mandate.unit)}"


@audience("desk", permission=(KEEPER, GRANTER))
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    row = _account(pk)
    return _page(request, row, MandateForm(actor_of(request), initial={"since": day_of(now_at(request))}))


def _account(pk: int) -> Account:
    row = queries.accounts().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Account, form: MandateForm, status: int = 200) -> HttpResponse:
    day = day_of(now_at(request))
    actor = actor_of(request)
    own = actor.account == f"account:{row.pk}"
    grants = may_enter(actor, (GRANTER,)) and not own and row.is_active
    held = queries.mandates_of([row], day).get(row.pk, [])
    context = {
        "row": row,
        "form": form,
        "mandates": [(m, _spoken(m), grants and charge.lies_with(actor, GRANTER, m.unit)) for m in held],
        "grants": grants,
        "closes": may_enter(actor, (KEEPER,)) and not own and row.is_active,
        "own": own,
    }
    return desk_page(request, "admin_desk/account.html", context, status)


@sensitive_variables("first")
@audience("desk", permission=KEEPER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Opens an account and shows its first password, once."""
    form = AccountForm(actor_of(request), request.POST if request.method == "POST" else None)
    if form.is_valid():
        data, first = form.cleaned_data, token(PASSWORD)
        officer = next((o for o in form.free if o.pk == data["officer"]), None)
        try:
            row = actions.open_account(
                data["username"], data["name"], first,
                officer=officer, by=actor_of(request), now=now_at(request),
            )  # fmt: skip
        except Conflict:
            form.add_error("username", _("This name is taken."))
        else:
            return desk_page(request, "admin_desk/opened.html", {"row": row, "first": first})
    return desk_page(request, "admin_desk/new_account.html", {"form": form}, 422 if form.is_bound else 200)


@audience("desk", permission=GRANTER)
@require_http_methods(["POST"])
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _account(pk), MandateForm(actor_of(request), request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    data = form.cleaned_data
    unit = next(unit for unit in form.units if unit.pk == data["unit"])
    try:
        actions.grant(
            row, data["role"], unit,
            since=data["since"], until=data["until"], by=actor_of(request), now=now_at(request),
        )  # fmt: skip
    except NotAllowed as no:
        form.add_error("role", words.reason(no.refused))
        return _page(request, row, form, 422)
    messages.success(request, _("The role is granted."))
    return see_other("desk:account", pk)


@audience("desk", permission=GRANTER)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a mandate from today on."""
    row = queries.mandate(pk)
    if row is None:
        raise Http404
    if request.method == "POST":
        actions.revoke(pk, on=day_of(now_at(request)), by=actor_of(request), now=now_at(request))
        messages.success(request, _("The role is taken back."))
        return see_other("desk:account", row.account_id)
    context = {
        "title": _("Take back a role"),
        "act": _("Take it back"),
        "grave": True,
        "happens": [
            _("From today on the account can’t act in this role. What was done in it stays."),
            _("Cases given to this person by name are no longer visible to them: assign them anew."),
        ],
        "to_whom": f"{row.account.name} · {_spoken(row)}",
        "told": [],
        "back": f"/desk/admin/accounts/{row.account_id}",
    }
    return desk_page(request, "shared/confirm.html", context)


@audience("desk", permission=KEEPER)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an account for good."""
    row = _account(pk)
    if request.method == "POST":
        actions.close_account(pk, by=actor_of(request), now=now_at(request))
        messages.success(request, _("The account is closed."))
        return see_other("desk:account", pk)
    context = {
        "title": _("Close an account"),
        "act": _("Close it"),
        "grave": True,
        "happens": [
            _("Nobody logs in with it any more, at once and on every device."),
            _("Its roles are worth nothing from now on; what was done under it stays in the record."),
        ],
        "to_whom": f"{row.name} · {row.username}",
        "told": [],
        "back": f"/desk/admin/accounts/{pk}",
    }
    return desk_page(request, "shared/confirm.html", context)
