"""The check of translations catches each kind of mistake."""

from __future__ import annotations

from pathlib import Path

import messages
import pytest
from babel.messages.catalog import Catalog

TEMPLATE = """
  <p>{% translate "Your report" %}</p>
      <a>{% blocktranslate count n=files trimmed %}
        {{ n }} file
      {% plural %}
        {{ n }} files
      {% endblocktranslate %}</a>
{% translate "May" context "month" %}
"""
CODE = """
from django.utils.translation import gettext_lazy, pgettext as in_context
TITLE = gettext_lazy("Query code")
MONTH = in_context("month", "June")
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "door" / "templates").mkdir(parents=True)
    (tmp_path / "door" / "apps.py").write_text("")
    (tmp_path / "door" / "views.py").write_text(CODE)
    (tmp_path / "door" / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def test_texts_of_code_and_templates_go_to_their_app(app: Path) -> None:
    (home, template), *others = messages.gathered(app).items()
    assert (home, others) == (app / "door", [])
    assert {(entry.id, entry.context) for entry in template if entry.id} == {
        ("Query code", None),
        ("Your report", None),
        (("%(n)s file", "%(n)s files"), None),
        ("May", "month"),
        ("June", "month"),
    }


def catalog(*entries: tuple[str, str], fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="zh_Hans")
    for text, translation in entries:
        made.add(text, translation, flags=["fuzzy"] if fuzzy else [])
    return made


@pytest.mark.parametrize(
    ("there", "asked", "mistake"),
    [
        (catalog(), "Report", "missing: 'Report'"),
        (catalog(("Report", "")), "Report", "missing: 'Report'"),
        (catalog(("Report", "举报"), fuzzy=True), "Report", "fuzzy: 'Report'"),
        (catalog(("Report", "举报"), ("Old", "旧")), "Report", "stale: 'Old'"),
        (catalog(("In %(n)s days", "%(m)s天内")), "In %(n)s days", "placeholders differ: 'In %(n)s days'"),
        (catalog(("举报", "举报")), "举报", "not English in the code: '举报'"),
    ],
)
def test_a_mistake_is_named(there: Catalog, asked: str, mistake: str) -> None:
    assert list(messages.mistakes(there, catalog((asked, "")))) == [mistake]


def test_a_right_translation_passes() -> None:
    assert (
        list(messages.mistakes(catalog(("In %(n)s days", "%(n)s天内")), catalog(("In %(n)s days", "")))) == []
    )


def test_one_text_in_two_ways_is_named() -> None:
    two = {Path("a"): catalog(("Case", "案件")), Path("b"): catalog(("Case", "卷宗"))}
    assert messages.contradictions(two) == ["translated in 2 ways: 'Case': 卷宗, 案件"]
    assert messages.contradictions({Path("a"): two[Path("a")]}) == []


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    before = catalog(("Report", "举报"), ("Old", "旧"))
    file = tmp_path / "locale" / "django.po"
    messages.write(file, messages.brought_up_to_date(before, catalog(("Report", ""), ("New", ""))))
    after = messages.known(file)
    assert {entry.id: entry.string for entry in after if entry.id} == {"Report": "举报", "New": ""}
