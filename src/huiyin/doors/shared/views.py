"""Pages and switches that belong to every door: language, type size, help, log-in, password."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.doors.shared.access import ANY_ACCOUNT, ANYONE, audience, local_path
from huiyin.doors.shared.context import ELDER_COOKIE
from huiyin.doors.shared.cookies import remember
from huiyin.doors.shared.forms import LoginForm, PasswordForm, PhoneForm
from huiyin.doors.shared.throttle import Throttle
from huiyin.doors.shared.words import reason
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.actions import change_password, set_text_number
from huiyin.organisations.models import Account

YEAR = timedelta(days=365)
ACCOUNTS, ADDRESSES = Throttle(free=5), Throttle(free=50)
"""People mistype; behind one address a whole office may log in."""


@audience("citizen", permission=ANYONE)
@require_GET
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remembers the reader's language in a cookie and goes back to the page."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _remembering(request, settings.LANGUAGE_COOKIE_NAME, code)


@audience("citizen", permission=ANYONE)
@require_GET
def large(request: HttpRequest) -> HttpResponse:
    """Switches large type on or off (适老化) and goes back to the page."""
    return _remembering(request, ELDER_COOKIE, "" if request.COOKIES.get(ELDER_COOKIE) == "1" else "1")


def _remembering(request: HttpRequest, name: str, value: str) -> HttpResponse:
    answer = redirect(local_path(request, request.GET.get("next", "")) or "/")
    if value:
        remember(answer, name, value, lasts=YEAR)
    else:
        answer.delete_cookie(name, samesite="Lax")
    return answer


@audience("citizen", permission=ANYONE, personal=False)
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/help.html")


@sensitive_post_parameters("password")
@audience("desk", permission=ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Opens a session. Wrong guesses make the account and the address wait, longer each time."""
    onward = local_path(request, request.GET.get("next", "")) or settings.LOGIN_REDIRECT_URL
    form = LoginForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "shared/login.html", {"form": form})
    now = settings.CLOCK.now()
    name, address = form.cleaned_data["username"], request.META.get("REMOTE_ADDR", "")
    if wait := max(ACCOUNTS.wait(name, now), ADDRESSES.wait(address, now)):
        form.add_error(None, _too_often(int(wait.total_seconds()) + 1))
        return render(request, "shared/login.html", {"form": form}, status=429)
    account = form.account(request)
    if account is None:
        ACCOUNTS.failed(name, now)
        ADDRESSES.failed(address, now)
        return render(request, "shared/login.html", {"form": form})
    ACCOUNTS.succeeded(name)
    auth.login(request, account)
    return redirect(onward)


def _too_often(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if seconds <= 60:
        return ngettext(
            "Too many wrong tries. Try again in %(n)d second.",
            "Too many wrong tries. Try again in %(n)d seconds.",
            seconds,
        ) % {"n": seconds}
    return ngettext(
        "Too many wrong tries. Try again in %(n)d minute.",
        "Too many wrong tries. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


@audience("desk", permission=ANYONE)
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("shared:login")


@sensitive_post_parameters("old", "new", "again")
@audience("desk", permission=ANY_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password; other sessions of the account end. A first password leads here before all else."""
    account = cast(Account, request.user)
    form = PasswordForm(account, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "shared/password.html", {"form": form})
    account = change_password(account, form.cleaned_data["new"], now=settings.CLOCK.now())
    auth.update_session_auth_hash(request, account)
    messages.success(request, _("Your password is changed. Other devices have been logged out."))
    return redirect(local_path(request, request.GET.get("next", "")) or settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters("number")
@audience("desk", permission=ANY_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """One's own work number for text messages."""
    account = cast(Account, request.user)
    form = PhoneForm(
        request.POST if request.method == "POST" else None, initial={"number": account.text_number}
    )
    if form.is_valid():
        try:
            kept = set_text_number(account, form.cleaned_data["number"], now=settings.CLOCK.now())
        except NotAllowed as no:
            form.add_error("number", reason(no.refused))
        else:
            done = _("Text messages go to this number from now on."), _("You get no text messages any more.")
            messages.success(request, done[not kept.text_number])
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "shared/phone.html", {"form": form}, status=422 if form.is_bound else 200)
