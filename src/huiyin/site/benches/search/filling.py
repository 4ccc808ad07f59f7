"""A million cases in a few minutes: one real case lends its columns, COPY writes the others after it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit
from huiyin.policy.queries import policy
from huiyin.site.benches.search.texts import PHRASES, Language, Phrase
from huiyin.triage.index.rules.keys import codes, facet, month_of, salt
from huiyin.triage.index.rules.words import normal, tokens

BEGIN, DAYS, MILLION = datetime(2019, 1, 1, tzinfo=UTC), 4 * 365, 1_000_000
OPEN_FROM, STRAGGLERS = 0.97, 0.001
"""Cases are open for a month or so: the newest ones, and a few that stuck."""
HANDS = 25
STATES = ("received", "assigned", "verifying", "submitted", "approved", "answered", "locked")
TABLES = ("intake_report", "cases_case", "triage_indexed")
Row = dict[str, Any]


class Filler:
    """Fills the tables up to a size; a second call goes on where the first one ended."""

    def __init__(self, language: Language, first: Case) -> None:
        self.language, self.done = language, first.report_id
        houses = Unit.objects.filter(kind="organ").exclude(committee=None)
        self.units = sorted(houses, key=lambda u: (u.level != "city", u.pk))
        self.names = {u.pk: [n for n in (u.name, u.short, u.name_en) if n] for u in self.units}
        self.named = {pk: normal("|".join(names)) for pk, names in self.names.items()}
        self.common = {u.pk: self._common(u) for u in self.units}
        self.hands = {u.pk: self._hands(u) for u in self.units}
        self.types = [row.code for row in policy().problem_types]
        self.columns = {table: _columns(table, first.report_id) for table in TABLES}

    def fill(self, upto: int, batch: int = 50_000) -> None:
        while self.done < upto:
            count = min(batch, upto - self.done)
            made = list(self._made(self.done + 1, count))
            for index, table in enumerate(TABLES):
                self._copy(table, (rows[index] for rows in made))
            self.done += count
            print(f"{self.done:,} cases", file=sys.stderr)

    def _made(self, first: int, count: int) -> Iterator[tuple[Row, Row, Row]]:
        language, random = self.language, self.language.random
        lengths = random.integers(5, 15, count)
        phrases = iter(language.ranks(PHRASES, int(lengths.sum()), 0.8).tolist())
        units = language.ranks(len(self.units), count, 0.7).tolist()
        types = language.ranks(len(self.types), count, 0.9).tolist()
        seconds, luck = random.integers(0, 259_200, count).tolist(), random.random((3, count)).T.tolist()
        for n, length in enumerate(lengths.tolist()):
            i, unit = first + n, self.units[units[n]]
            picked = [language.phrases[next(phrases)] for _ in range(length)]
            at = BEGIN + timedelta(days=DAYS * (i / MILLION) ** 0.8, seconds=seconds[n])
            text, number = "，".join(p.text for p in picked) + "。", f"XT-{at.year}-{i:07}"
            case = self._case(i, number, unit, at, picked, luck[n]) | {"problem_type": self.types[types[n]]}
            report = {"id": i, "number": number, "unit_id": unit.pk, "text": text, "received_at": at,
                      "query_code_hash": f"{i:064}", "idempotency_hash": f"{i:064}"}  # fmt: skip
            yield report, case, self._indexed(case, unit, at, picked)

    def _case(
        self, i: int, number: str, unit: Unit, at: datetime, picked: list[Phrase], luck: list[float]
    ) -> Row:
        going = luck[0] < (0.8 if i > OPEN_FROM * MILLION else STRAGGLERS)
        state = STATES[int(luck[1] * len(STATES))] if going else "closed"
        given, hands = state != "received", self.hands[unit.pk]
        due = BEGIN + timedelta(days=DAYS + (30 if luck[2] < 0.9 else -30))
        return {"id": i, "report_id": i, "number": number, "title": picked[0].text[:24], "reported_id": unit.pk,
                "organ_id": unit.pk, "system": unit.system, "level": unit.level, "received_at": at, "opened_at": at,
                "state": state, "committee_id": unit.committee_id, "acceptor_id": unit.committee_id,
                "unit_id": unit.pk if given else None, "team_id": None, "accused": "[]", "approver": None,
                "levels": "[]", "signers": "[]", "recused": "[]",
                "handlers": f"[{hands[i % len(hands)]}]" if given else "[]",
                "due_at": due if going else None, "promised_at": due + timedelta(days=60),
                "answered_at": None if going else at + timedelta(days=30),
                "closed_at": None if going else at + timedelta(days=40),
                "summary": "，".join(p.text for p in picked[:3]) if given else ""}  # fmt: skip

    def _indexed(self, case: Row, unit: Unit, at: datetime, picked: list[Phrase]) -> Row:
        told = picked[:3] if case["summary"] else []
        found = np.concatenate([self.common[unit.pk], *(p.sent for p in picked), *(p.told for p in told)])
        keys = np.unique(found ^ np.int32(salt(month_of(at)))).tolist()
        names = self.named[unit.pk]
        return {"report_id": case["report_id"], "received_at": at, "month": month_of(at), "organ": unit.pk,
                "keys": f"{{{','.join(map(str, keys))}}}",
                "sent": ",".join([*(p.normal for p in picked), names]),
                "told": ",".join([*(p.normal for p in told), names])}  # fmt: skip

    def _common(self, unit: Unit) -> NDArray[np.int32]:
        found = tokens(" | ".join(self.names[unit.pk]))
        return np.array(
            [facet(unit.committee_id or 0), *codes(found, "sent"), *codes(found, "told")], np.int32
        )

    def _hands(self, unit: Unit) -> list[int]:
        """Who handles there: the unit's accounts, and so many colleagues that each has a few thousand cases."""
        held = Account.objects.filter(mandates__unit=unit, mandates__role="handler")
        known = list(held.order_by("pk").values_list("pk", flat=True))
        return known + [1_000_000 + n for n in range(HANDS - len(known))]

    def _copy(self, table: str, rows: Iterable[Row]) -> None:
        plain = self.columns[table]
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # no look-up of foreign keys, row by row
            sql = f"COPY {table} ({', '.join(plain)}) FROM STDIN"
            with cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row([row.get(name, value) for name, value in plain.items()])
            cursor.execute("SET session_replication_role = DEFAULT")


def _columns(table: str, report: int) -> dict[str, str | None]:
    """The columns of the real row, with its values as text."""
    key = {"intake_report": "id", "cases_case": "report_id", "triage_indexed": "report_id"}[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [report])
        names = [column.name for column in cursor.description or ()]
        cursor.execute(
            f"SELECT {', '.join(f'{n}::text' for n in names)} FROM {table} WHERE {key} = %s", [report]
        )
        return dict(zip(names, cursor.fetchone(), strict=True))
