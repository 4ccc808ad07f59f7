"""A small form read in one go gives what Django's own parser gives, or leaves it to that parser."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.doors.citizen.incoming import plain_fields

BOUNDARY = "----WebKitFormBoundaryAbc"
NO_FILE = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    "Content-Type: application/octet-stream\r\n\r\n\r\n"
)


def body(fields: list[tuple[str, str]], more: str = NO_FILE) -> bytes:
    parts = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields)
    return ("".join(parts) + more + f"--{BOUNDARY}--\r\n").encode()


def whole(data: bytes) -> list[tuple[str, str]]:
    meta = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(data)),
    }
    post, files = MultiPartParser(meta, BytesIO(data), [MemoryFileUploadHandler()]).parse()
    assert not files
    return [(name, value) for name, values in post.lists() for value in values]


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
        max_size=12,
    )
)
@example({"text": f"\r\n--{BOUNDARY[:-1]}", "key": "--\r\n"})
@example({"text": f"--{BOUNDARY}", "name": ""})
def test_the_same_as_the_whole_parser(fields: dict[str, str]) -> None:
    data = body(list(fields.items()))
    quick = plain_fields(data, BOUNDARY.encode())
    assert quick == whole(data) if quick is not None else f"\r\n--{BOUNDARY}" in data.decode()


@pytest.mark.parametrize(
    "odd",
    [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\nabc\r\n",
        NO_FILE.replace("\r\n\r\n\r\n", "\r\n\r\nhidden\r\n"),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n",
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a\\"b"\r\n\r\nabc\r\n',
    ],
)
def test_anything_else_is_left_to_the_whole_parser(odd: str) -> None:
    assert plain_fields(body([("text", "一")], odd), BOUNDARY.encode()) is None


def test_a_form_that_was_cut_off_is_left_too() -> None:
    assert plain_fields(body([("text", "一")])[:-8], BOUNDARY.encode()) is None
    assert plain_fields(b"", BOUNDARY.encode()) is None
