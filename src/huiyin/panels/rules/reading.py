"""A roster as offices keep it: a table with headings in either language. What is wrong is said line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("编号", "code", "number"),
    "name": ("姓名", "name"),
    "phone": ("手机", "手机号", "联系电话", "phone", "mobile"),
    "consents": ("同意", "是否同意", "consents"),
    "refuses": ("不愿担任", "refuses"),
    "own": ("所在单位", "own unit"),
    "relative": ("亲属所在单位", "relative's unit"),
    "former": ("曾任职单位", "former unit"),
}
"""What a column may be called; those of the city's traits go by their own names and codes."""

NEEDED = ("code", "name")
TIES = ("own", "relative", "former")
YES = frozenset({"是", "同意", "愿意", "yes", "y", "1", "true", "√"})
NO = frozenset({"", "否", "不同意", "no", "n", "0", "false"})


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a line of the file, counted as a spreadsheet does; `about` is a column or a value."""

    line: int
    reason: str
    about: str = ""


@dataclass
class Reading:
    """The people of a file, in its order, as keyword arguments of `actions.Entry`; and every mistake in it."""

    people: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What a roster may speak of: traits as the blueprint writes them, units by name and by code."""

    traits: Sequence[Mapping[str, Any]]
    units: Mapping[str, str]


def read(headers: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], known: Known) -> Reading:
    """Takes the table apart. With any mistake the file isn't to be entered: nobody is left out quietly."""
    found = Reading()
    names = {**COLUMNS, **{t["code"]: (t["code"], t["name"], t["name_en"]) for t in known.traits}}
    place = {
        code: i
        for code, called in names.items()
        for i, head in enumerate(headers)
        if head.strip().casefold() in {one.casefold() for one in called}
    }
    wanted = (*NEEDED, *(trait["code"] for trait in known.traits))
    found.wrong += [
        Wrong(1, "column_missing", names[code][0 if code in COLUMNS else 1])
        for code in wanted
        if code not in place
    ]
    if found.wrong:
        return found
    lines: dict[str, int] = {}
    for number, cells in rows:
        row = {code: cells[i].strip() if i < len(cells) else "" for code, i in place.items()}
        found.wrong += _mistakes(number, row, known, lines)
        lines.setdefault(row["code"], number)
        found.people.append(_person(row, known))
    if not found.people:
        found.wrong.append(Wrong(1, "nobody_in_file"))
    return found


def _mistakes(number: int, row: Mapping[str, str], known: Known, lines: Mapping[str, int]) -> Iterable[Wrong]:
    for code in NEEDED:
        if not row[code]:
            yield Wrong(number, "cell_missing", COLUMNS[code][0])
    if row["code"] and row["code"] in lines:
        yield Wrong(number, "person_twice", row["code"])
    yield from _in_contact(number, row)
    yield from _in_values(number, row, known)
    for kind in TIES:
        for unit in _units(row.get(kind, "")):
            if unit not in known.units:
                yield Wrong(number, "unit_unknown", unit)


def _in_contact(number: int, row: Mapping[str, str]) -> Iterable[Wrong]:
    phone = row.get("phone", "").replace(" ", "").replace("-", "")
    if phone and not (phone.isascii() and phone.isdigit() and 7 <= len(phone) <= 15):
        yield Wrong(number, "no_phone_number")
    for code in ("consents", "refuses"):
        if row.get(code, "").casefold() not in YES | NO:
            yield Wrong(number, "neither_yes_nor_no", COLUMNS[code][0])


def _in_values(number: int, row: Mapping[str, str], known: Known) -> Iterable[Wrong]:
    for trait in known.traits:
        said = row[trait["code"]]
        if not said:
            yield Wrong(number, "cell_missing", trait["name"])
        elif _value(trait, said) is None:
            yield Wrong(number, "value_unknown", f"{trait['name']}：{said}")


def _person(row: Mapping[str, str], known: Known) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "phone": row.get("phone", "").replace(" ", "").replace("-", ""),
        "values": {t["code"]: _value(t, row[t["code"]]) or "" for t in known.traits},
        "ties": [(k, known.units.get(unit, unit)) for k in TIES for unit in _units(row.get(k, ""))],
        "consents": row.get("consents", "").casefold() in YES,
        "refuses": row.get("refuses", "").casefold() in YES,
    }


def _value(trait: Mapping[str, Any], said: str) -> str | None:
    called = said.casefold()
    return next(
        (
            v["code"]
            for v in trait["values"]
            if called in {v["code"], v["name"].casefold(), v["name_en"].casefold()}
        ),
        None,
    )


def _units(cell: str) -> list[str]:
    return [one.strip() for one in cell.replace("；", ";").replace("、", ";").split(";") if one.strip()]
