"""Files that come with the form itself, from browsers without JavaScript.

`takes_files` refuses a file while it is still streaming in, by its first bytes and its size, and keeps the text
that came with it. No byte is written to the disk under a name; the view then seals what came whole.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.attachments.rules.kinds import Limits, admit, admit_format
from huiyin.intake.attachments.rules.recognition import HEAD_BYTES, recognise
from huiyin.kernel.lifecycle import Refused

IN_MEMORY = 1_000_000
SMALL = 65_536
"""Bytes of a form that is read in one go."""
MOST_FIELDS = 100
_FIELD = re.compile(
    rb'\r\nContent-Disposition: form-data; name="([\w-]+)"'
    rb'(?:; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n|\r\n\r\n(.*))',
    re.DOTALL,
)
View = Callable[..., HttpResponse]


class RefusesEarly(FileUploadHandler):
    """Takes files into nameless temporary ones; what is refused is skipped, and `refused` says which and why."""

    def __init__(self, request: HttpRequest, limits: Limits, free: Callable[[], int]) -> None:
        super().__init__(request)
        self.limits, self.ask_free = limits, free
        self.refused: list[tuple[str, Refused]] = []
        self.count = self.total = 0
        self.file: IO[bytes] | None = None

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> tuple[Any, Any] | None:
        """Reads a small form that brings no file in one go: a tenth of the work of reading it piece by piece."""
        assert self.request
        if content_length > SMALL or encoding not in (None, "utf-8"):
            return None
        fields = plain_fields(self.request.body, boundary)
        if fields is None:
            return None
        post = QueryDict(mutable=True)
        for name, value in fields:
            post.appendlist(name, value)
        post._mutable = False
        return post, MultiValueDict()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # A handle of its own before anything is refused: Django closes what stands here when a file is skipped.
        self.file, self.here = tempfile.SpooledTemporaryFile(IN_MEMORY), 0  # noqa: SIM115  closed by the request
        self.free = self.ask_free()
        if refused := admit(1, files=self.count, total=self.total, free=self.free, limits=self.limits):
            self._skip(refused)
        self.count += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start == 0:
            self.found = recognise(raw_data[:HEAD_BYTES])
        self.here += len(raw_data)
        refused = (
            self.found
            if isinstance(self.found, Refused)
            else admit_format(self.found, self.here, self.limits)
            or admit(self.here, files=0, total=self.total, free=self.free, limits=self.limits)
        )
        if refused:
            self._skip(refused)
        assert self.file
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        assert self.file
        self.total += file_size
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size) if file_size else None

    def _skip(self, refused: Refused) -> None:
        self.refused.append((self.file_name or "", refused))
        if self.file:
            self.file.close()
        raise SkipFile


def plain_fields(body: bytes, boundary: bytes) -> list[tuple[str, str]] | None:
    """The fields of a form as browsers write it; None for a file, or anything else that wants the whole parser."""
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if first or not parts or parts.pop().strip() != b"--" or len(parts) > MOST_FIELDS:
        return None
    fields = []
    for part in parts:
        found = _FIELD.fullmatch(part)
        if found is None:
            return None
        name, value = found.groups(default=b"")
        fields.append((name.decode(), value.decode(errors="replace")))
    return fields


def takes_files(view: View) -> View:
    """For the view of a form with files; goes directly under `@audience`. The CSRF check stays, after the set-up.

    `request.refused_files` then says which files were refused on the way: pairs of name and Refused.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def set_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            handler = RefusesEarly(request, limits(), free_bytes)
            request.upload_handlers = [handler]
            request.refused_files = handler.refused  # type: ignore[attr-defined]
        return protected(request, *args, **kwargs)

    return set_up
