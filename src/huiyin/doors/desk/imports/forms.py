"""What a person says about a file: which column is what, what holds for all rows, what their words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.desk.imports.wording import FIELDS
from huiyin.doors.shared.days import day_input
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.fields import FIELDS as ASKED
from huiyin.intake.imports.rules.mapping import SOURCE_LIMIT
from huiyin.intake.imports.rules.mapping import Mapping as Columns

Choices = Iterable[tuple[Any, Any]]


class ColumnsForm(forms.Form):
    """Two fields for each thing a table may say: its column (`c_…`), and for some a value for all rows (`k_…`)."""

    source = forms.CharField(
        label=in_context("import", "Where the file comes from"),
        max_length=SOURCE_LIMIT,
        help_text=gettext_lazy("A mailbox or an older system. Its numbers are known again under this name."),
    )
    name = forms.CharField(
        label=in_context("import", "Keep these columns under a name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("The next file with these headings is then read the same way."),
    )

    def __init__(
        self, *args: Any, batch: ImportBatch, given: Columns, units: Choices, types: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        headers = [("", _("not in this file")), *((head, head) for head in batch.headers)]
        for asked in ASKED:
            self._add(
                f"c_{asked.code}",
                FIELDS[asked.code],
                forms.ChoiceField(choices=headers),
                given.columns.get(asked.code),
            )
        for code, choices in (("unit", units), ("problem_type", types)):
            offered = [("", _("as each row says")), *choices]
            self._add(
                f"k_{code}", FIELDS[code], forms.ChoiceField(choices=offered), given.constants.get(code)
            )
        day = forms.DateField(widget=day_input())
        self._add("k_received_at", FIELDS["received_at"], day, given.constants.get("received_at"))
        self.fields["source"].initial, self.fields["name"].initial = given.source, batch.mapping_name
        self.given = given

    def _add(self, name: str, label: Any, field: forms.Field, initial: Any) -> None:
        field.label, field.required, field.initial = label, False, initial
        self.fields[name] = field

    def pairs(self) -> list[dict[str, Any]]:
        """Each thing with its two fields, as rows of a table."""
        return [
            {
                "label": FIELDS[asked.code],
                "needed": asked.needed,
                "column": self[f"c_{asked.code}"],
                "constant": self[f"k_{asked.code}"] if asked.constant else None,
            }
            for asked in ASKED
        ]

    def mapping(self) -> Columns:
        data = self.cleaned_data
        return Columns(
            source=data["source"],
            columns={asked.code: data[f"c_{asked.code}"] for asked in ASKED if data[f"c_{asked.code}"]},
            constants={a.code: str(data[f"k_{a.code}"]) for a in ASKED if a.constant and data[f"k_{a.code}"]},
            values=self.given.values,
        )


class WordsForm(forms.Form):
    """Their words, each beside ours."""

    def __init__(
        self, *args: Any, words: Mapping[str, Mapping[str, int]], choices: Mapping[str, Choices], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.asked: list[tuple[str, str, str]] = []
        for code, counted in words.items():
            for place, (word, _count) in enumerate(sorted(counted.items(), key=lambda pair: -pair[1])):
                name = f"w_{code}_{place}"
                offered = [("", _("leave these rows out")), *choices[code]]
                self.fields[name] = forms.ChoiceField(choices=offered, required=False, label=word)
                self.asked.append((name, code, word))
        self.counts = words

    def groups(self) -> list[tuple[Any, list[tuple[Any, int]]]]:
        """(field's name, [(bound field, how many rows)]) in the order of how often a word stands there."""
        found: dict[str, list[tuple[Any, int]]] = {}
        for name, code, word in self.asked:
            found.setdefault(code, []).append((self[name], self.counts[code][word]))
        return [(FIELDS[code], rows) for code, rows in found.items()]

    def values(self) -> dict[str, dict[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for name, code, word in self.asked:
            if self.cleaned_data[name]:
                said.setdefault(code, {})[word] = self.cleaned_data[name]
        return said
