"""The translations: brings `locale/zh_Hans/…/django.po` of each app up to date with its code and templates.

With --check nothing is written, and every text that is missing, fuzzy, stale, translated in two ways, or whose
placeholders differ is named. Needs Django and Babel, not GNU gettext.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from translations import compile_all

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "huiyin"
LANGUAGE = "zh_Hans"
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_")
KEYWORDS: dict[str, Any] = (
    dict.fromkeys(PLAIN)
    | dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
    | dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
    | dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail on anything that isn't right"
    )
    checking = parser.parse_args(words).check
    homes = gathered(SOURCE)
    if not checking:
        for home, template in homes.items():
            write(po_file(home), brought_up_to_date(known(po_file(home)), template))
        compile_all(SOURCE)
    wrong = [
        f"{po_file(home).relative_to(ROOT)}: {text}"
        for home, template in homes.items()
        for text in mistakes(known(po_file(home)), template)
    ]
    wrong += contradictions({home: known(po_file(home)) for home in homes})
    print("\n".join(wrong) if wrong else f"{sum(map(len, homes.values()))} texts, all translated")
    return bool(wrong)


def gathered(source: Path) -> dict[Path, Catalog]:
    """The texts of each app that has any, and of each app that has a translation file."""
    homes: dict[Path, Catalog] = defaultdict(lambda: Catalog(locale=LANGUAGE))
    for path in sorted(source.rglob("*")):
        if path.name == "django.po":
            homes[path.parents[3]]  # its texts may all be gone
        if path.suffix not in (".py", ".html", ".txt") or {"tests", "migrations"} & set(path.parts):
            continue
        for text, context in texts(path):
            home = home_of(path, source)
            homes[home].add(text, context=context, locations=[(path.relative_to(home).as_posix(), 0)])
    return dict(homes)


def home_of(path: Path, source: Path) -> Path:
    """The nearest app around a file."""
    around = [folder for folder in path.parents if folder.is_relative_to(source)]
    return next((folder for folder in around if (folder / "apps.py").exists()), source)


def texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What a file asks to have translated: the text (or singular and plural) and its context."""
    content, keywords = path.read_text(), KEYWORDS
    if path.suffix == ".py":
        keywords = KEYWORDS | renamed(content)
    else:
        # Blanked-out markup keeps its indentation, which Python's tokenizer would not take.
        content = "\n".join(line.lstrip() for line in templatize(content).splitlines())
    for _, text, _, context in extract("python", io.BytesIO(content.encode()), keywords=keywords):
        yield tuple(text) if isinstance(text, list | tuple) else text, context


def renamed(code: str) -> dict[str, Any]:
    """The names under which a module imports gettext's functions: `pgettext_lazy as in_context`."""
    return {
        name.asname: KEYWORDS[name.name]
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in KEYWORDS
    }


def po_file(home: Path) -> Path:
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def known(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def brought_up_to_date(catalog: Catalog, template: Catalog) -> Catalog:
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def write(path: Path, catalog: Catalog) -> None:
    """Without dates and line numbers, so that a file changes only when a text does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, width=110, omit_header=True, include_lineno=False, sort_by_file=True)
    path.write_text(HEADER + body.getvalue().decode())


def mistakes(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong in one translation file, `template` being the texts that the code asks for."""
    for wanted in _entries(template):
        if CHINESE.search(_first(wanted)):
            yield f"not English in the code: {_first(wanted)!r}"
        here = catalog.get(_first(wanted), wanted.context)
        if here is None or not all(_strings(here)):
            yield f"missing: {_first(wanted)!r}"
        elif _placeholders(here):
            yield f"placeholders differ: {_first(wanted)!r}"
    for entry in _entries(catalog):
        if entry.fuzzy:
            yield f"fuzzy: {_first(entry)!r}"
        if template.get(_first(entry), entry.context) is None:
            yield f"stale: {_first(entry)!r}"


def contradictions(catalogs: dict[Path, Catalog]) -> list[str]:
    """Texts translated in two ways: Django merges all files, so one of the two would never be seen."""
    ways: dict[tuple[str, str | None], set[tuple[str, ...]]] = defaultdict(set)
    for catalog in catalogs.values():
        for entry in _entries(catalog):
            if all(_strings(entry)):
                ways[_first(entry), entry.context].add(tuple(_strings(entry)))
    return [
        f"translated in {len(found)} ways: {text!r}: " + ", ".join(sorted("/".join(way) for way in found))
        for (text, _), found in ways.items()
        if len(found) > 1
    ]


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (entry for entry in catalog if entry.id)


def _first(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _strings(entry: Message) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string) or [""]


def _placeholders(entry: Message) -> bool:
    """Whether a translation names other placeholders than the text (than its plural, where it has one)."""
    wanted = entry.id if isinstance(entry.id, str) else entry.id[-1]
    return any(set(PLACEHOLDER.findall(one)) != set(PLACEHOLDER.findall(wanted)) for one in _strings(entry))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
