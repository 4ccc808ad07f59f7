"""The two forms of a draw: where chance will come from, named beforehand; and what came out of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.doors.desk.panels.forms import OnRound, lines
from huiyin.doors.desk.writing import writing
from huiyin.kernel.clock import SHANGHAI
from huiyin.panels.rules.sources import BEACON, beacon_at

SOURCES = {
    "numbers": gettext_lazy("Public lotteries"),
    "beacon": gettext_lazy("A public beacon (%(beacon)s)"),
    "witnesses": gettext_lazy("Secrets of witnesses"),
}


class AnnounceForm(OnRound):
    kind = forms.ChoiceField(
        label=gettext_lazy("Where chance will come from"), widget=forms.RadioSelect, initial="numbers"
    )
    draws = writing(
        gettext_lazy("Public lotteries: which draws"),
        3,
        required=False,
        help_text=gettext_lazy("Draws on a coming day, one a line: name and number of the draw."),
    )
    moment = forms.DateTimeField(
        label=gettext_lazy("Public beacon: at which moment"),
        required=False,
        help_text=gettext_lazy("Its first round at that moment decides. Anybody reads it on the internet."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    committed = writing(
        gettext_lazy("Witnesses: name and hash of each"),
        3,
        required=False,
        help_text=gettext_lazy(
            "One a line. Each works out the hash of their secret on their own telephone, and tells nobody "
            "the secret before the draw."
        ),
    )
    standby = writing(
        gettext_lazy("If that fails"), 2, required=False,
        help_text=gettext_lazy("Other public draws that decide then, one a line."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code, str(label) % {"beacon": BEACON}) for code, label in SOURCES.items()]
        self.fields["kind"].choices = words  # type: ignore[attr-defined]

    def clean_committed(self) -> list[dict[str, str]]:
        found = [line.rsplit(maxsplit=1) for line in lines(self.cleaned_data["committed"])]
        if any(len(parts) != 2 for parts in found):
            raise forms.ValidationError(_("A line has a name, a space and the hash."))
        return [{"name": name.strip(), "commitment": made.lower()} for name, made in found]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == "beacon" and not said.get("moment") and "moment" not in self.errors:
            self.add_error("moment", _("Please fill this in."))
        return said

    def values(self) -> dict[str, Any]:
        second = lines(self.cleaned_data["standby"])
        return {"source": self._source(), "standby": {"kind": "numbers", "draws": second} if second else None}

    def _source(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said["kind"] == "beacon":
            at: datetime = said["moment"]
            return beacon_at(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))
        if said["kind"] == "witnesses":
            return {"kind": "witnesses", "witnesses": said["committed"]}
        return {"kind": "numbers", "draws": lines(said["draws"])}


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=400, required=False)


def _numbers(text: str) -> list[list[int]]:
    try:
        return [
            [int(part) for part in line.replace("，", " ").replace(",", " ").split()] for line in lines(text)
        ]
    except ValueError:
        raise forms.ValidationError(_("Only whole numbers, please, one draw a line.")) from None


class DrawForm(OnRound):
    """Asks for what the announcement names; a witness who keeps silent leaves their field empty."""

    fallback = forms.BooleanField(
        label=gettext_lazy("The source named first failed: the standby decides"), required=False
    )
    failed = writing(
        gettext_lazy("What failed, and who kept silent"), 2, required=False,
        help_text=gettext_lazy("Only where the standby decides. This is published."),
    )  # fmt: skip
    witnesses = writing(
        gettext_lazy("Who watched"), 3, help_text=gettext_lazy("One a line. This is published.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.row.announcement or {}
        self.source, standby = told.get("source", {}), told.get("standby") or {}
        asked: dict[str, forms.Field] = {}
        if self.source.get("kind") == "numbers" or standby:
            named = "；".join(self.source.get("draws", []) or standby["draws"])
            asked["numbers"] = writing(
                _("Numbers that were drawn"), 3, required=self.source.get("kind") == "numbers",
                help_text=_("%(draws)s: one draw a line, in this order, numbers apart by spaces.") % {"draws": named},
            )  # fmt: skip
        if self.source.get("kind") == "beacon":
            asked["randomness"] = _text(_("Randomness of round %(round)s") % self.source)
            asked["signature"] = _text(_("Signature of that round"))
        for place, witness in enumerate(self.source.get("witnesses", [])):
            asked[f"secret{place}"] = _text(_("Secret of %(name)s, as they read it out") % witness)
        if not standby:
            del self.fields["fallback"], self.fields["failed"]
        self.fields = asked | self.fields

    def clean_numbers(self) -> list[list[int]]:
        return _numbers(self.cleaned_data["numbers"])

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        revealed: dict[str, Any] = {}
        secrets = {
            witness["name"]: said[f"secret{place}"]
            for place, witness in enumerate(self.source.get("witnesses", []))
            if said[f"secret{place}"]
        }
        if secrets:
            revealed["secrets"] = secrets
        if said.get("randomness"):
            revealed |= {"round": self.source["round"], "randomness": said["randomness"].strip().lower()}
            revealed["signature"] = said["signature"].strip().lower()
        if said.get("numbers"):
            revealed["numbers"] = said["numbers"]
        if said.get("fallback"):
            revealed |= {"standby": True, "failed": said["failed"].strip()}
        return {"revealed": revealed, "witnesses": lines(said["witnesses"])}
