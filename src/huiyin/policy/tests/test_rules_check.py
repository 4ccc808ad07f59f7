"""A blueprint broken in many ways: each mistake is found, in its file, on its line, at its key."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from huiyin.policy import check
from huiyin.policy.blueprint import Invalid, folder, load
from huiyin.policy.check import Mistake, mistakes
from huiyin.policy.rules.limits import NEEDED_LIMITS

XINGTAI = folder("xingtai")
LIMIT = """[[limits]]
name = "review"
value = 5
unit = "working_days"
starts = "received"
basis = "b"
basis_en = "b"
"""

# file, what stands there, what is written instead, key, part of the text.
# The mistake must be on the first line that the change made different, or as many lines below as the last column says.
BROKEN = [
    ("city.toml", 'name = "邢台市"\n', 'name = ""\n', "city.name", "is empty", 0),
    ("city.toml", 'prefix = "XT"', 'prefix = "xt"', "city.prefix", "form", 0),
    ("city.toml", 'prefix = "XT"', 'prefx = "XT"', "city.prefx", "unknown key", 0),
    ("city.toml", "start = 2022-02-14", 'start = "2022-02-14"', "city.start", "must be a date", 0),
    ("city.toml", "start = 2022-02-14", "start = 2022-02-14T08:00:00", "city.start", "must be a date", 0),
    ("city.toml", "start = 2022-02-14", "start = 2022-02-30", "", "isn't TOML", 0),
    ("city.toml", "cycle_day = 14", "cycle_day = true", "city.cycle_day", "whole number", 0),
    ("city.toml", "cycle_day = 14", "cycle_day = 0", "city.cycle_day", "1 or more", 0),
    ("city.toml", "cycle_day = 14", "cycle_day = 29", "city.cycle_day", "28", 0),
    ("city.toml", 'language = "zh-hans"', 'language = "fr"', "city.language", "one of", 0),
    ("city.toml", "12:00:00, 14:30:00,", "", "city.office_hours", "four times", 0),
    ("city.toml", 'committee = "xt-committee"', 'committee = "nobody"', "city.committee", "isn't in units", 0),
    ("city.toml", "alike = 12", "alike = 2", "city.floods.alike", "10 or more", 0),
    ("city.toml", "same = 0.9", "same = 0.1", "city.floods.same", "from 0.8", 0),
    ("city.toml", "fewest = 30", "few = 30", "city.floods.few", "unknown key", 0),
    ("regions.toml", 'code = "130502"', 'code = "13050"', "regions[2].code", "form", 0),
    ("regions.toml", 'code = "130503"', 'code = "130502"', "regions[3].code", "used twice", 0),
    ("regions.toml", 'code = "130503"', 'code = "140503"', "regions[3].parent", "doesn't lie in", 0),
    ("regions.toml", 'level = "city", parent', 'level = "county", parent', "regions[1].level", "code of a city", 0),
    ("regions.toml", 'level = "city", parent = "130000"', 'level = "city"', "regions[1]", "parent is missing", 0),
    ("units.toml", 'kind = "organ"', 'kind = "organe"', "units[5].kind", "one of", 0),
    ("units.toml", 'kind = "organ"', 'kind = "section"', "units[5]", "parent is missing", 0),
    ("units.toml", 'kind = "organ"', 'parent = "xt-court-civil", kind = "organ"', "units[5].parent",
     "inside itself", 0),
    ("units.toml", 'parent = "xt-court"', 'parent = "xt-curt"', "units[6].parent", "isn't in units", 0),
    ("units.toml", 'system = "court", region = "130500", parent', 'system = "police", region = "130500", parent',
     "units[6].system", "is of the system court", 0),
    ("units.toml", 'kind = "committee", system = "committee", region = "130528"',
     'kind = "section", system = "committee", parent = "xt-committee", region = "130528"',
     "units[100].region", "no committee in 130528", 1),
    ("units.toml", 'name_en = "Letters Team", ', "", "units[184]", "name_en is missing", 0),
    ("teams.toml", 'team = "xt-team-letters"', 'team = "xt-office"', "procedures[3].team", "isn't in units", 0),
    ("teams.toml", 'seat = "head"', 'seat = "boss"', "seats[0].seat", "one of", 0),
    ("teams.toml", 'group = "xt-group"', 'group = "xt-court"', "seats[0].group", "is no group", 0),
    ("officers.toml", 'unit = "xt-court-filing"', 'unit = "xt-court-filling"', "officers[10].unit",
     "isn't in units", 0),
    ("officers.toml", "declared = 2022-02-11", "declared = 2022", "relations[0].declared", "must be a date", 0),
    ("accounts.toml", 'role = "reviewer"', 'role = "revewer"', "accounts[2].mandates[0].role", "isn't in roles", 0),
    ("accounts.toml", 'role = "administrator", unit = "xt-committee" }',
     'role = "administrator", unit = "xt-committee" }, { role = "auditor", unit = "xt-committee" }',
     "accounts[5].mandates[0].role", "together with auditor", 0),
    ("accounts.toml", 'role = "team", unit = "xt-team-letters"', 'role = "team", unit = "xt-court"',
     "accounts[12].mandates[0].unit", "can't be held for a unit of kind organ", 0),
    ("accounts.toml", 'mandates = [{ role = "auditor", unit = "xt-committee" }]', "mandates = []",
     "accounts[7].mandates", "no mandate", 0),
    ("roles.toml", 'kinds = ["team"]', 'kinds = ["teem"]', "roles[3].kinds[0]", "one of", 0),
    ("roles.toml", 'kinds = ["team"]', 'kinds = "team"', "roles[3].kinds", "must be a list", 0),
    ("problem_types.toml", 'parent = "B"', 'parent = "Y"', "problem_types[1].parent", "isn't in problem_types", 0),
    ("problem_types.toml", 'citizen_name_en = "Rude"', "", "", "isn't TOML", 0),
    ("limits.toml", "value = 3", "value = 0", "limits[1].value", "1 or more", 0),
    ("limits.toml", "value = 3", 'value = "3"', "limits[1].value", "whole number", 0),
    ("limits.toml", 'unit = "calendar_days"', 'unit = "days"', "limits[1].unit", "one of", 0),
    ("limits.toml", 'since = 2022-02-14\n\n[[limits]]\nname = "acceptance"', '\n[[limits]]\nname = "acceptance"',
     "limits[0]", "since is missing", -7),
    ("limits.toml", 'name = "whole"', 'name = "hole"', "limits", "the limit whole is missing", None),
    ("limits.toml", '[[limits]]\nname = "acceptance"', f'{LIMIT}since = 2022-02-14\n\n[[limits]]\nname = "acceptance"',
     "limits[1]", "two rows", -1),
    ("limits.toml", "since = 2022-02-14\n\n", 'since = 2022-02-14\nregion = "130599"\n\n', "limits[0].region",
     "isn't in regions", 0),
    ("screening.toml", 'kind = "petition"', 'kind = "petitions"', "screening[1].kind", "one of", 0),
    ("screening.toml", "['(上访", "['((上访", "screening[1].patterns[0]", "can't be read as a pattern", 0),
    ("screening.toml", "likeness = 0.6", "likeness = 6", "screening[0]", "likeness", -8),
    ("screening.toml", 'team = "xt-team-crime"', 'team = "xt-court"', "screening[3].team", "no work team", 0),
    ("places.toml", 'kind = "hall"', 'kind = "halle"', "places[0].kind", "one of", 0),
    ("words.toml", 'key = "poster"', 'key = "slogan"', "words[2].key", "used twice", 0),
    ("library.toml", 'version = "0.2"', 'version = "0.1"', "releases[1].version", "used twice", 0),
    ("library.toml", '[[regulations]]\ncode = "measures"', '[[regulation]]\ncode = "measures"', "regulation",
     "unknown key", 0),
    ("channels.toml", 'way = "visit"', 'way = "walk"', "channels[5].way", "one of", 0),
    ("channels.toml", 'acceptor = "xt-committee-office"', 'acceptor = "xt-office"', "channels[4].acceptor",
     "isn't in units", 0),
    ("channels.toml", 'acceptor = "xt-committee-office"', 'acceptor = "xt-team-letters"', "channels[4].acceptor",
     "it can't accept", 0),
    ("channels.toml", 'reply = "phone"', 'reply = "phone", limit = "hours"', "channels[3].limit", "no limit hours", 0),
    ("channels.toml", 'reply = "mail"', 'reply = "hotline"', "channels[6].reply", "only what came by the hotline", 0),
    ("channels.toml", 'way = "file"', 'way = "letter"', "channels[10].way", "the way is file", 0),
    ("channels.toml", 'code = "web"', 'code = "page"', "channels", "the channel web is missing", None),
    ("channels.toml", 'code = "mail"', 'code = "mayors-mailbox-of-the-city"', "channels[6].code", "form", 0),
    ("outcomes.toml", "form = 4", "form = 5", "outcomes[10].form", "four forms", 0),
    ("outcomes.toml", 'of = "matter"', "of = matter", "", "isn't TOML", 0),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def same_files_read_once() -> Iterator[None]:
    """Each test breaks one file in twenty-four: the others are read as they were, by their content."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "_parsed", cache(check._parsed))
        yield


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(XINGTAI, tmp_path / "xingtai"))


def found_at(found: list[Mistake], file: str, line: int | None, key: str, text: str) -> bool:
    return any(m.file == file and line in (None, m.line) and m.key == key and text in m.text for m in found)


def test_xingtai_has_no_mistakes() -> None:
    assert mistakes(XINGTAI) == []


@pytest.mark.parametrize(("file", "old", "new", "key", "text", "below"), BROKEN, ids=lambda v: str(v)[:24])
def test_a_mistake_is_named_with_file_line_and_key(
    copy: Path, file: str, old: str, new: str, key: str, text: str, below: int | None
) -> None:
    before = (copy / file).read_text()
    assert old in before
    after = before.replace(old, new, 1)
    (copy / file).write_text(after)
    pairs = enumerate(zip(before.split("\n"), after.split("\n"), strict=False), 1)
    line = next(number for number, (one, other) in pairs if one != other)
    found = mistakes(copy)
    expected = None if below is None else line + below
    assert found_at(found, file, expected, key, text), (line, [str(m) for m in found])


def test_any_row_that_loses_a_required_key_is_named(copy: Path) -> None:
    """Forty keys at random, one at a time."""
    chance = random.Random(7)
    for _ in range(40):
        file = copy / chance.choice(["regions.toml", "units.toml", "officers.toml", "places.toml"])
        whole = file.read_text()
        rows = whole.split("\n")
        number = chance.choice([i for i, row in enumerate(rows) if "code = " in row])
        rows[number] = re.sub(r'name = "[^"]*", ', "", rows[number], count=1)
        file.write_text("\n".join(rows))
        hits = [m for m in mistakes(copy) if "name is missing" in m.text]
        assert [(m.file, m.line) for m in hits] == [(file.name, number + 1)]
        file.write_text(whole)


def test_a_file_cut_off_anywhere_never_passes_nor_crashes(copy: Path) -> None:
    chance = random.Random(11)
    for _ in range(40):
        file = copy / chance.choice(["limits.toml", "units.toml", "teams.toml", "city.toml"])
        whole = file.read_text()
        file.write_text(whole[: chance.randrange(len(whole) // 4, len(whole) // 2)])  # the end may be spare
        found = mistakes(copy)
        assert found
        assert {m.file for m in found} & {file.name}
        file.write_text(whole)


def test_one_unreadable_file_does_not_accuse_the_others(copy: Path) -> None:
    (copy / "units.toml").write_bytes("units = [\n  # 邢台\n".encode() + "邢台".encode("gbk"))
    assert [(m.file, m.line) for m in mistakes(copy)] == [("units.toml", 3)]


def test_a_missing_file_and_a_strange_one_are_named(copy: Path) -> None:
    (copy / "limits.toml").rename(copy / "limit.toml")
    assert {(m.file, m.text) for m in mistakes(copy)} == {
        ("limits.toml", "the file is missing"),
        ("limit.toml", "unknown file: nothing reads it"),
    }


def test_an_empty_list_is_no_way_around_what_is_needed(copy: Path) -> None:
    (copy / "limits.toml").write_text("limits = []\n")
    missing = [m for m in mistakes(copy) if m.file == "limits.toml" and "is missing" in m.text]
    assert len(missing) == len(NEEDED_LIMITS)


def test_windows_line_ends_keep_the_lines(copy: Path) -> None:
    text = (copy / "city.toml").read_text().replace("cycle_day = 14", "cycle_day = 40")
    (copy / "city.toml").write_bytes(text.replace("\n", "\r\n").encode())
    line = text[: text.index("cycle_day")].count("\n") + 1
    assert [(m.line, m.key) for m in mistakes(copy)] == [(line, "city.cycle_day")]


def test_a_team_without_procedure_is_named_at_the_team(copy: Path) -> None:
    text = (copy / "teams.toml").read_text()
    (copy / "teams.toml").write_text(text[: text.rindex("[[procedures]]")])
    assert [(m.file, m.key) for m in mistakes(copy)] == [("units.toml", "units[185]")]


def test_loading_a_broken_blueprint_raises_all_of_it(copy: Path) -> None:
    for file in ("city.toml", "limits.toml"):
        (copy / file).write_text((copy / file).read_text() + "\nstray = 1\n")
    with pytest.raises(Invalid) as caught:
        load(copy)
    assert {m.file for m in caught.value.mistakes} == {"city.toml", "limits.toml"}


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(Invalid, match="no such folder"):
        load("atlantis")


def test_the_edition_changes_with_any_byte(copy: Path) -> None:
    same = load(copy).digest
    assert same == load("xingtai").digest
    (copy / "words.toml").write_text((copy / "words.toml").read_text() + "\n")
    assert load(copy).digest != same
