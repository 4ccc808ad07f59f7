"""Takes a picture of every page into shots/: phone and desktop, Chinese; the main ones in English and in the dark.

A city is made for it and thrown away. Names chosen on the command line are taken alone: `tools/shots.py case-locked`.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.site.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab
    from tests.pages import Page
    from tests.scene import Scene

SHOTS = ROOT / "shots"
WIDTHS = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 860}}
ENGLISH = {
    "home",
    "report",
    "receipt",
    "track-verifying",
    "today-reviewer",
    "case-received",
    "overview",
    "act-assignment",
    "learning",
    "ladder",
    "letters",
    "movements",
    "breaches",
    "genuine",
    "appraisal",
    "round-drawn",
    "revisits",
}
DARK = {"report", "track-answered", "today-reviewer", "case-closed", "overview", "cases"}
TALLEST = 4000
"""Pixels; what is longer is cut."""


@dataclass(frozen=True)
class Shot:
    """One picture of one page."""

    page: Page
    width: str
    language: str = "zh-hans"
    dark: bool = False
    large: bool = False

    @property
    def name(self) -> str:
        marks = [self.page.name, self.width]
        marks += ["en"] if self.language == "en" else []
        marks += ["dark"] if self.dark else []
        marks += ["large"] if self.large else []
        return "-".join(marks)


def shots(pages: tuple[Page, ...]) -> Iterator[Shot]:
    for page in pages:
        for width in WIDTHS:
            yield Shot(page, width)
            if page.name in ENGLISH:
                yield Shot(page, width, language="en")
            if page.name in DARK:
                yield Shot(page, width, dark=True)
        if not page.who and not page.steps and page.view != "shared:login":
            yield Shot(page, "phone", large=True)


def photograph(shot: Shot, browser: Browser, scene: Scene, kept: dict[str, Any]) -> None:
    tab = window(shot, browser, scene, kept)
    try:
        shot.page.open(tab, scene)
        height = tab.evaluate("document.documentElement.scrollHeight")
        size = WIDTHS[shot.width]
        tab.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, TALLEST))})
        tab.screenshot(path=SHOTS / f"{shot.name}.png")
    finally:
        tab.context.close()


def window(shot: Shot, browser: Browser, scene: Scene, kept: dict[str, Any]) -> Tab:
    """A browser of its own, logged in where somebody has to be; each logs in once."""
    from tests.browsing import log_in
    from tests.cast import PEOPLE

    context = browser.new_context(
        base_url=scene.url, viewport=WIDTHS[shot.width], locale="zh-CN",  # type: ignore[arg-type]
        color_scheme="dark" if shot.dark else "light", storage_state=kept.get(shot.page.who),
    )  # fmt: skip
    context.set_default_timeout(10_000)
    tab = context.new_page()
    if shot.page.who and shot.page.who not in kept:
        log_in(tab, PEOPLE.get(shot.page.who, shot.page.who))
        kept[shot.page.who] = context.storage_state()
    context.add_cookies(
        [{"name": "language", "value": shot.language, "url": scene.url}]
        + ([{"name": "large", "value": "1", "url": scene.url}] if shot.large else [])
    )
    return tab


def take(chosen: set[str]) -> list[str]:
    """Takes them; the names of those that failed."""
    from playwright.sync_api import Error, sync_playwright
    from tests.browsing import CHROMIUM, FLAGS
    from tests.pages import PAGES, forgotten
    from tests.scene import staged

    if left := forgotten():
        sys.exit("These addresses are in no list of pages (tests/pages.py): " + ", ".join(sorted(left)))
    wanted = list(shots(tuple(page for page in PAGES if not chosen or page.name in chosen)))
    kept: dict[str, Any] = {}
    failed = []
    folder = Path(tempfile.mkdtemp(prefix="huiyin-shots-"))
    print("• Living a month of the city …", flush=True)
    with staged(folder) as scene, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for i, shot in enumerate(wanted, 1):
            print(f"\r• {i} of {len(wanted)} {shot.name:<50}", end="", flush=True)
            try:
                photograph(shot, browser, scene, kept)
            except Error as error:
                failed.append(f"{shot.name}: {str(error).splitlines()[0]}")
        browser.close()
    shutil.rmtree(folder, ignore_errors=True)
    print()
    return failed


def main() -> None:
    from translations import compile_all

    from huiyin.site import database

    compile_all(ROOT / "src")
    logging.disable()  # a story is lived; only what goes wrong with a picture is said
    SHOTS.mkdir(exist_ok=True)
    with database.scratch(durable=False):
        failed = take(set(sys.argv[1:]))
    print("\n".join(failed) or f"The pictures are in {SHOTS}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
