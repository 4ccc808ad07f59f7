"""What is taken and what is refused, by content alone."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.attachments.rules.kinds import FORMATS, Kind, Limits, admit, admit_format, may_release
from huiyin.intake.attachments.rules.papers import check_office, check_pdf
from huiyin.intake.attachments.rules.polyglots import second_nature
from huiyin.intake.attachments.rules.recognition import recognise
from huiyin.intake.attachments.tests import samples
from huiyin.kernel.lifecycle import Refused

GOOD = {
    "jpeg": samples.photo(),
    "png": samples.photo(form="PNG"),
    "webp": samples.photo(form="WEBP"),
    "mp3": samples.mp3(),
    "m4a": samples.mp4(brand=b"M4A "),
    "aac": (b"\xff\xf1\x50\x80\x01\x1f\xfc" + b"\0") * 30,
    "ogg": b"OggS\0\x02" + bytes(21) + b"\x13OpusHead\x01",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "amr": b"#!AMR\n\x3c\x91",
    "mp4": samples.mp4(),
    "mov": samples.mp4(brand=b"qt  "),
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webmB\x87\x81\x04",
    "3gp": samples.mp4(brand=b"3gp4"),
    "pdf": samples.pdf(),
    "office": samples.docx(),
}
BAD = {
    "program": b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200),
    "page": b"\n  <!doctype html><script>alert(1)</script>",
    "script": b"#!/bin/sh\nrm -rf /\n",
    "archive": b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "old_office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "other": b"GIF89a\x01\0\x01\0",
}


@pytest.mark.parametrize("name", GOOD)
def test_each_format_is_recognised_by_its_beginning(name: str) -> None:
    assert recognise(GOOD[name][:4096]) == FORMATS[name]


@pytest.mark.parametrize("found", BAD)
def test_what_is_something_else_is_refused_and_named(found: str) -> None:
    answer = recognise(BAD[found])
    assert isinstance(answer, Refused)
    assert (answer.reason, answer.detail["found"]) == ("wrong_type", found)


@pytest.mark.parametrize(
    "disguise", [b'<svg xmlns="http://www.w3.org/2000/svg">', b"\xef\xbb\xbf<?xml ?><svg>"]
)
def test_svg_is_a_page_not_a_picture(disguise: bytes) -> None:
    assert recognise(disguise) == Refused("wrong_type", {"found": "page"})


def test_pictures_of_iphones_are_refused_with_a_reason_of_their_own() -> None:
    assert recognise(samples.mp4(brand=b"heic")) == Refused("heic")


def test_nothing_is_refused_as_empty() -> None:
    assert recognise(b"") == Refused("empty")


@given(st.binary(max_size=600))
def test_text_or_noise_is_never_taken_for_a_recording_of_frames(noise: bytes) -> None:
    answer = recognise(b"\xff\xfe" + noise)  # as UTF-16 text begins, close to an MPEG frame
    assert isinstance(answer, Refused)


def test_one_frame_followed_by_something_else_is_no_recording() -> None:
    assert isinstance(recognise(samples.mp3(1) + b"<html>" + bytes(300)), Refused)


@pytest.mark.parametrize("name", ["jpeg", "png", "mp3", "mp4", "pdf"])
@pytest.mark.parametrize(
    ("annex", "found"),
    [
        (samples.archive({"a.class": b"x"}), "archive"),
        (b"<SCRIPT>alert(1)</SCRIPT>", "page"),
        (b"<html ><body>", "page"),
        (b"<?php system($_GET[0]); ?>", "page"),
        (b'<svg id="a" xmlns="http://www.w3.org/2000/svg"/>', "page"),
        (b"MZ\0\0!This program cannot be run in DOS mode.", "program"),
    ],
)
def test_two_things_at_once_are_refused(name: str, annex: bytes, found: str) -> None:
    whole = GOOD[name]
    paper = name == "pdf"
    assert second_nature([whole], paper=paper) is None
    assert second_nature([whole + annex], paper=paper) == Refused("polyglot", {"found": found})


@given(cut=st.integers(1, 60))
def test_a_second_nature_is_found_across_the_edge_of_two_blocks(cut: int) -> None:
    whole = samples.mp4(300) + b'<svg id="abcdefghijklmnop" xmlns="http://www.w3.org/2000/svg"/>'
    at = len(whole) - cut
    assert second_nature([whole[:at], whole[at:]]) == Refused("polyglot", {"found": "page"})


def test_a_picture_that_is_also_a_paper_is_refused() -> None:
    assert second_nature([GOOD["jpeg"][:20] + samples.pdf()]) == Refused("polyglot", {"found": "paper"})


def test_office_files_are_told_apart_by_their_contents() -> None:
    assert check_office(samples.docx()) == FORMATS["docx"]
    assert check_office(samples.xlsx()) == FORMATS["xlsx"]
    assert check_office(samples.archive({"run.exe": b"MZ"})) == Refused("wrong_type", {"found": "archive"})


def test_macros_are_refused() -> None:
    assert check_office(samples.docx(**{"word/vbaProject.bin": b"x"})) == Refused("active_content")
    macro = samples.archive({"[Content_Types].xml": b"<T a='macroEnabled.main'/>", "word/document.xml": b""})
    assert check_office(macro) == Refused("active_content")


def test_an_office_file_that_unfolds_without_end_is_refused() -> None:
    assert check_office(samples.docx(**{"word/media/a.bmp": bytes(5_000_000)})) == Refused("bomb")


def test_an_office_file_that_announces_too_little_is_refused() -> None:
    whole = samples.docx(**{"word/a.txt": b"a" * 5000})
    assert check_office(whole.replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little"))) == Refused(
        "broken"
    )


@given(st.integers(4, len(samples.docx()) - 1))
def test_a_truncated_office_file_is_refused(kept: int) -> None:
    assert check_office(samples.docx()[:kept]) == Refused("broken")


def test_something_after_an_office_file_is_refused() -> None:
    assert check_office(samples.docx() + b"<html>") == Refused("polyglot", {"found": "other"})


def test_an_uncompressed_office_file_is_taken() -> None:
    stored = samples.archive({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b""}, zipfile.ZIP_STORED)
    assert check_office(stored) == FORMATS["xlsx"]


def test_papers_must_be_whole_and_still() -> None:
    assert check_pdf(samples.pdf()) is None
    assert check_pdf(samples.pdf()[:-8]) == Refused("broken")
    assert check_pdf(samples.pdf(b"<< /S /JavaScript /JS (x) >>")) == Refused("active_content")


SMALL = Limits(file_bytes={kind: 1000 for kind in Kind}, files=3, total_bytes=2500, free_bytes=10_000)


def test_each_limit_has_its_own_reason() -> None:
    def ask(size: int, files: int = 0, total: int = 0, free: int = 100_000) -> str:
        answer = admit(size, files=files, total=total, free=free, limits=SMALL)
        return answer.reason if answer else "taken"

    assert ask(1000) == "taken"
    assert ask(1001) == "too_large"
    assert ask(0) == ask(-1) == "empty"
    assert ask(10, files=2) == "taken"
    assert ask(10, files=3) == "too_many_files"
    assert ask(501, total=2000) == "too_large_together"
    assert ask(500, total=2000) == "taken"
    assert ask(1000, free=11_000) == "taken"
    assert ask(1000, free=10_999) == "disk_low"


def test_the_limit_is_that_of_the_kind_found() -> None:
    assert admit_format(FORMATS["mp4"], 150_000_000, Limits()) is None
    too_large = admit_format(FORMATS["jpeg"], 200_000_000, Limits())
    assert too_large == Refused("too_large", {"kind": "photo", "limit_mb": 20})


def test_only_pictures_can_ever_reach_a_unit() -> None:
    assert [kind for kind in Kind if may_release(kind) is None] == [Kind.PHOTO]
