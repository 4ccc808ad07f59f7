"""What is asked of whoever opens an account or gives a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.doors.desk.admin.choosing import officer_choices, unit_choices
from huiyin.doors.shared.days import day_input
from huiyin.kernel.actor import Actor
from huiyin.organisations import charge
from huiyin.policy.queries import policy, said


class AccountForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label=gettext_lazy("Account"),
        help_text=gettext_lazy("Small letters, digits, dots and hyphens: what the person types to log in."),
        error_messages={"invalid": gettext_lazy("Small letters, digits, dots and hyphens, at least three.")},
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    officer = forms.TypedChoiceField(
        label=gettext_lazy("Entry in the officers’ register"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Needed for whoever belongs to a unit: nobody meets a report on themselves."),
    )

    def __init__(self, viewer: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = list(charge.officers_without_account(viewer))
        self.fields["officer"].choices = officer_choices(self.free, _("nobody in the register"))  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.TypedChoiceField(label=gettext_lazy("For which unit"), coerce=int)
    since = forms.DateField(label=pgettext_lazy("mandate", "From"), widget=day_input())
    until = forms.DateField(label=gettext_lazy("First day without it"), required=False, widget=day_input())

    def __init__(self, viewer: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles, language = policy().roles, get_language() or "zh"
        self.units = charge.units_for_roles(viewer, (kind for role in roles for kind in role.kinds))
        self.fields["role"].choices = [(row.code, said(row, "name", language)) for row in roles]  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(self.units)  # type: ignore[attr-defined]
