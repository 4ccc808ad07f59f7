"""Log in, and change one's password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.organisations.models import Account

SHORTEST = 10


def too_easy(password: str, *names: str) -> bool:
    """Whether a password is guessed at once: too short, one of its owner's names, or hardly any characters."""
    return len(password) < SHORTEST or password in names or len(set(password)) < 4


class PhoneForm(forms.Form):
    number = forms.CharField(
        label=_("Work mobile number"),
        max_length=20,
        required=False,
        help_text=_("Reminders and letters are announced there, never what they are about. Empty: none."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )


class LoginForm(forms.Form):
    """One message for a wrong name, a wrong password and a closed account: nobody learns who has one."""

    username = forms.CharField(
        label=_("Account"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def account(self, request: HttpRequest) -> Account | None:
        """The account that the form opens; None, with the form's error set, where it opens none."""
        found = authenticate(request, **self.cleaned_data)
        if isinstance(found, Account):
            return found
        self.add_error(None, _("Account and password don’t match."))
        return None


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Password now"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        min_length=SHORTEST,
        max_length=200,
        help_text=_("At least 10 characters. A sentence is easier to remember than a word with signs."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.account.check_password(old):
            raise forms.ValidationError(_("That isn’t your password."))
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if self.account.check_password(new):
            raise forms.ValidationError(_("This is the password you have. Choose another."))
        if too_easy(new, self.account.username, self.account.name):
            raise forms.ValidationError(_("This is too easy to guess."))
        password_validation.validate_password(new, self.account)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two new passwords differ."))
        return again
