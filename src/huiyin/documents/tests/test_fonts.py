from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from huiyin.documents import fonts, papers
from huiyin.documents.tests.cast import POSTER, text
from huiyin.documents.wording import words


def test_this_machine_can_set_chinese() -> None:
    assert fonts.check().missing == ()
    assert fonts.check().found["sans"] in fonts.SANS
    assert fonts.check().advice == ""


def test_a_machine_without_chinese_typefaces_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = fonts.Library.opened([], system=False)
    monkeypatch.setattr(fonts.Library, "opened", lambda *_, **__: bare)

    assert fonts.check().missing == ("Noto Sans CJK SC", "Noto Serif CJK SC")
    with pytest.raises(
        fonts.MissingFont, match=r"Noto Sans CJK SC, Noto Serif CJK SC.*fonts-noto-cjk.*mplfonts"
    ):
        fonts.library.__wrapped__()


def test_characters_without_a_glyph_are_found_and_others_are_not() -> None:
    assert fonts.uncovered("䶮㛃同志 \n", fonts.SANS) == set()
    assert fonts.uncovered("同志😀", fonts.SANS) == {"😀"}
    assert fonts.uncovered("同志", ["No Such Family"]) == {"同", "志"}


def test_what_one_family_lacks_another_may_have() -> None:
    library = fonts.library()
    further, lost = library.rescuers({"同", "\U000f0000"})

    assert further
    assert library.uncovered("同", further) == set()
    assert lost == {"\U000f0000"}


def test_only_the_free_typefaces_of_the_optional_wheel_are_used(tmp_path: Path) -> None:
    free = next(face.path for face in fonts.library().faces if face.family == "Noto Serif CJK SC")
    folder = tmp_path / "mplfonts" / "fonts"
    folder.mkdir(parents=True)
    shutil.copy(str(free), folder / "SimHei.ttf")
    assert fonts.Library.opened([folder], system=False).check().missing == (
        "Noto Sans CJK SC",
        "Noto Serif CJK SC",
    )

    (folder / "SimHei.ttf").rename(folder / "NotoSerifCJKsc-Regular.otf")
    assert fonts.Library.opened([folder], system=False).check().missing == ("Noto Sans CJK SC",)


def test_several_threads_may_ask_for_papers_at_once() -> None:
    places = [f"{n}号窗口" for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda place: papers.poster(replace(POSTER, place=place)), places))

    assert all(place in text(pdf) for place, pdf in zip(places, made, strict=True))


def test_both_languages_say_the_same_things() -> None:
    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items() if key != "months"}
        return len(value) if isinstance(value, list) else type(value)

    assert shape(words("zh")) == shape(words("en"))
