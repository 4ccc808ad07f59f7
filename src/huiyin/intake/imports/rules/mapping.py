"""How one kind of table is read: columns, constants, what their words mean here, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from huiyin.intake.imports.rules.fields import BY_CODE, FIELDS, guess
from huiyin.kernel.lifecycle import Refused

SOURCE_LIMIT = 30


@dataclass(frozen=True)
class Mapping:
    """`columns`: {field: header}. `constants`: {field: value for every row}. `values`: {field: {their word: ours}}.

    `source` names where the table comes from (a mailbox, an older system): numbers are only unique within it.
    """

    source: str = ""
    columns: Dict[str, str] = field(default_factory=dict)
    constants: Dict[str, str] = field(default_factory=dict)
    values: Dict[str, Dict[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Dict[str, Any]) -> Mapping:
        return cls(**{key: data[key] for key in ("source", "columns", "constants", "values") if key in data})

    def means(self, code: str, word: str) -> str:
        """Our word for theirs; theirs where nobody said anything about it."""
        return self.values.get(code, {}).get(word, word)

    def fitted(self, headers: Sequence[str]) -> Mapping:
        """The same mapping without the columns that this file doesn't have."""
        return replace(self, columns={code: head for code, head in self.columns.items() if head in headers})


def lacks(mapping: Mapping, headers: Sequence[str]) -> dict[str, Refused]:
    """What must still be said before the rows can be checked, by field; "source" for the origin."""
    wrong: dict[str, Refused] = {}
    for one in FIELDS:
        column = mapping.columns.get(one.code, "")
        if column and column not in headers:
            wrong[one.code] = Refused("no_column", {"column": column})
        elif one.needed and not column and not (one.constant and mapping.constants.get(one.code)):
            wrong[one.code] = Refused("column_needed")
    if not mapping.source.strip():
        wrong["source"] = Refused("missing")
    elif len(mapping.source) > SOURCE_LIMIT:
        wrong["source"] = Refused("too_long", {"length": len(mapping.source), "limit": SOURCE_LIMIT})
    if mapping.columns.get("replied_at") and not mapping.columns.get("reply"):
        wrong["reply"] = Refused("column_needed")
    return wrong


def proposed(headers: Sequence[str], saved: Sequence[tuple[str, Mapping]]) -> tuple[str, Mapping]:
    """(name, mapping) for a new file: the saved one that finds all its columns and most of them, else a guess."""
    fitting = [
        (name, one) for name, one in saved if one.columns and set(one.columns.values()) <= set(headers)
    ]
    if fitting:
        return max(fitting, key=lambda pair: len(pair[1].columns))
    return "", Mapping(columns={code: head for code, head in guess(headers).items() if code in BY_CODE})
