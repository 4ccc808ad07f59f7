"""The list of one's own imports, and the form that begins one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.imports.wording import STATES
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.imports import actions, queries
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.stages import ROLES
from huiyin.intake.imports.tables import FILE_LIMIT
from huiyin.kernel.lifecycle import NotAllowed, Refused

PERMISSION = tuple(sorted(ROLES))
SHOWN = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"accept": ".csv,.gz,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_LIMIT:
            refused = Refused("too_large", {"limit_mb": FILE_LIMIT // 1_000_000})
            raise forms.ValidationError(words.reason(refused))
        return file


@audience("desk", permission=PERMISSION)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if posted else FileForm()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.take_in(file.chunks(), file.name or "", by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            form.add_error("file", words.reason(no.refused))
        else:
            return see_other("desk:import_columns", batch.pk)
    rows = [(row, STATES[row.state]) for row in queries.batches(actor_of(request))[:SHOWN]]
    return desk_page(request, "import_desk/list.html", {"form": form, "rows": rows}, 422 if posted else 200)


def own(request: HttpRequest, pk: int) -> ImportBatch:
    """The batch, for whoever brought it. Raises Http404 for anybody else."""
    batch = queries.batch_for(actor_of(request), pk)
    if batch is None:
        raise Http404
    return batch


def page(
    request: HttpRequest, template: str, batch: ImportBatch, status: int = 200, **more: Any
) -> HttpResponse:
    return desk_page(request, f"import_desk/{template}.html", {"batch": batch, **more}, status)
