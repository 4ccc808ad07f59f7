"""An archive says of itself whether it is as it was sealed; every way of changing it is found."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record, sign_tree
from huiyin.ledger.bundles import pack, verify
from huiyin.ledger.rules.bundles import LEDGER, MANIFEST
from huiyin.ledger.signing import public_key

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
FILES = [("index.html", [b"<p>", "结果".encode()]), ("evidence/01.jpg", [b"\x00" * 3000])]


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    for n in range(4):
        record("case", 7, f"step{n}", by=SYSTEM, now=NOW + timedelta(hours=n), data={"n": n})
    record("case", 8, "other", by=SYSTEM, now=NOW)
    sign_tree(NOW + timedelta(hours=9))
    record("case", 7, "later", by=SYSTEM, now=NOW + timedelta(hours=10))
    path = tmp_path / "a.zip"
    with path.open("wb") as out:
        pack(out, FILES, [("case", 7)], NOW)
    return path


def changed(path: Path, change) -> Path:  # type: ignore[no-untyped-def]
    """The archive with its files put through `change`: a dict of name and bytes."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in held.items():
            archive.writestr(name, body)
    path.write_bytes(out.getvalue())
    return path


def found(path: Path, key: str = "") -> set[tuple[str, str]]:
    return {(problem.what, problem.where) for problem in verify(path, key)}


def test_an_archive_as_it_was_sealed_is_found_so(sealed: Path) -> None:
    assert found(sealed) == set() == found(sealed, public_key())
    with zipfile.ZipFile(sealed) as archive:
        proof = json.loads(archive.read(LEDGER))["subjects"][0]["proof"]
        assert archive.read("index.html").decode() == "<p>结果"
    assert proof["head"]["size"] == 5 and proof["position"] == 3


def rewrite(name: str, edit):  # type: ignore[no-untyped-def]
    def change(held: dict[str, bytes]) -> None:
        held[name] = edit(held[name])

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (rewrite("index.html", lambda b: b + b" "), ("changed", "index.html")),
        (lambda held: held.pop("evidence/01.jpg"), ("missing", "evidence/01.jpg")),
        (lambda held: held.update({"more.txt": b"x"}), ("unknown", "more.txt")),
        (rewrite(MANIFEST, lambda b: b.replace(b"evidence/01", b"evidence/02")), ("signature", MANIFEST)),
        (rewrite(LEDGER, lambda b: b.replace(b"step2", b"step9")), ("changed", LEDGER)),
        (rewrite("manifest.sig", lambda b: b"0" * len(b)), ("signature", MANIFEST)),
    ],
)
def test_each_change_is_found(sealed: Path, change, problem) -> None:  # type: ignore[no-untyped-def]
    assert problem in found(changed(sealed, change))


def test_who_seals_it_anew_with_a_key_of_their_own_is_found_by_the_key(sealed: Path) -> None:
    assert ("signature", MANIFEST) in found(sealed, "00" * 32)


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda s: s["events"].pop(1), "chain"),
        (lambda s: s["events"][1]["data"].update(n=99), "chain"),
        (lambda s: s["events"].pop(3), "place"),
        (lambda s: s["proof"]["head"].update(root="ab" * 32), "head"),
        (lambda s: s["proof"].update(position=1), "place"),
    ],
)
def test_a_ledger_that_was_bent_is_found_even_where_the_list_of_files_was_bent_with_it(  # type: ignore[no-untyped-def]
    sealed: Path, edit, what: str
) -> None:
    from huiyin.ledger.rules.bundles import wrong_chains
    from huiyin.ledger.signing import holds

    with zipfile.ZipFile(sealed) as archive:
        subjects = json.loads(archive.read(LEDGER))["subjects"]
    assert list(wrong_chains(subjects, public_key(), holds)) == []
    edit(subjects[0])
    assert what in {problem.what for problem in wrong_chains(subjects, public_key(), holds)}


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(body)
    assert {what for what, _ in found(tmp_path / "x.zip")} == {"format"}
