"""The verification report as a form (S0-21): the same template for everybody, kept as far as it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.models import Allegation, Verification
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.doors.desk.acts import ActForm
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.queries import people
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import CONCLUSIONS
from huiyin.policy import queries as policy

SPARE = 2
"""Empty rows for people whom nobody named before."""


class VerificationForm(ActForm):
    """Nothing is required while it is being written; what a whole report needs, the rule says on submission."""

    verifiers = forms.CharField(
        label=gettext_lazy("Who verified"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("At least two people, with their posts."),
    )
    no_interest = forms.BooleanField(
        label=gettext_lazy("None of us has an interest in this matter or is close to anybody it is about."),
        required=False,
    )
    method = writing(
        gettext_lazy("How it was verified"),
        3,
        required=False,
        help_text=gettext_lazy("Files read, recordings seen, people heard, places visited."),
    )
    evidence = writing(
        gettext_lazy("Evidence"), 3, required=False, help_text=gettext_lazy("One piece per line.")
    )
    matter = writing(gettext_lazy("What is done about the matter"), 3, required=False)
    proposal = writing(
        gettext_lazy("Proposal for the reply"),
        5,
        required=False,
        help_text=gettext_lazy(
            "What the reporter should read: what was found, what was done. No names of third people."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.file.case
        self.allegations = list(case.allegations.order_by("position"))
        self.officers = {row.pk: row for row in people.officers_of_organ(case)}
        self.rows = len(case.accused) + SPARE
        for allegation in self.allegations:
            self._add_finding(allegation)
        for row in range(self.rows):
            self._add_outcome(row)
        matters = "、".join(name for _code, name in policy.outcomes(get_language() or "zh", "matter"))
        self.fields["matter"].help_text = _("For example: %(matters)s.") % {"matters": matters}
        if not self.is_bound:
            self._start_from(files.draft(case))

    def _add_finding(self, allegation: Allegation) -> None:
        self.fields[f"conclusion_{allegation.pk}"] = forms.ChoiceField(
            label=_("Conclusion"),
            choices=list(CONCLUSIONS.items()),
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields[f"facts_{allegation.pk}"] = writing(_("Facts found"), 3, required=False)

    def _add_outcome(self, row: int) -> None:
        people_ = [(pk, f"{o.name} · {named(o.unit)} {o.title}") for pk, o in self.officers.items()]
        kinds = policy.outcomes(get_language() or "zh", "person")
        self.fields[f"officer_{row}"] = forms.TypedChoiceField(
            label=_("Person"),
            choices=[("", _("somebody not identified")), *people_],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.fields[f"outcome_{row}"] = forms.ChoiceField(
            label=_("What is done"), choices=[("", "—"), *kinds], required=False
        )
        self.fields[f"note_{row}"] = forms.CharField(label=_("Note"), max_length=500, required=False)

    def _start_from(self, last: Verification | None) -> None:
        """The open draft, or what was returned; else the people whom the case is about."""
        if last is None:
            for row, officer in enumerate(self.file.case.accused):
                self.initial[f"officer_{row}"] = officer
            return
        for name in ("verifiers", "no_interest", "method", "matter", "proposal"):
            self.initial[name] = getattr(last, name)
        self.initial["evidence"] = "\n".join(
            e.description for e in last.evidence.all() if e.attachment_id is None
        )
        for finding in last.findings.all():
            self.initial[f"conclusion_{finding.allegation_id}"] = finding.conclusion
            self.initial[f"facts_{finding.allegation_id}"] = finding.facts
        for row, outcome in enumerate(list(last.outcomes.all())[: self.rows]):
            self.initial[f"officer_{row}"] = outcome.officer_id
            self.initial[f"outcome_{row}"] = outcome.kind
            self.initial[f"note_{row}"] = outcome.note

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or self.cleaned_data), "form": self}

    def draft(self) -> VerificationDraft:
        """What is written so far; fields in error count as empty."""
        data = self.cleaned_data
        return VerificationDraft(
            verifiers=data.get("verifiers", ""),
            no_interest=data.get("no_interest", False),
            method=data.get("method", ""),
            matter=data.get("matter", ""),
            proposal=data.get("proposal", ""),
            findings=tuple(
                FindingDraft(a.pk, data.get(f"conclusion_{a.pk}", ""), data.get(f"facts_{a.pk}", ""))
                for a in self.allegations
            ),
            outcomes=tuple(
                OutcomeDraft(data.get(f"officer_{row}"), data[f"outcome_{row}"], data.get(f"note_{row}", ""))
                for row in range(self.rows)
                if data.get(f"outcome_{row}")
            ),
            evidence=tuple(data.get("evidence", "").splitlines()),
        )

    @property
    def finding_fields(self) -> list[tuple[Allegation, BoundField, BoundField]]:
        return [(a, self[f"conclusion_{a.pk}"], self[f"facts_{a.pk}"]) for a in self.allegations]

    @property
    def outcome_fields(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return [
            (self[f"officer_{row}"], self[f"outcome_{row}"], self[f"note_{row}"]) for row in range(self.rows)
        ]

    def said(self) -> list[tuple[str, str]]:
        return [(label, text) for label, text in super().said() if not text.isdigit()]
