"""The statement that finds cases by words: one round trip, whose cost doesn't grow with what there is to find.

Over a committee's many cases, a glance at the first of them tells whether the words are common there. If so, walking on
from there fills the page; if not, the index gives, month by month, what holds them, until there is enough. What is
somebody's own work is little, and is walked whole. `docs/decisions` has the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.functions import Collate, Reverse

from huiyin.cases.models import Case
from huiyin.cases.rules.terms import Asked
from huiyin.cases.search.orders import Order
from huiyin.cases.search.ways import Way
from huiyin.triage.index.rules.keys import SALT, codes, facet

GLANCE, COMMON = 200, 30
"""Of so many cases at the beginning so many must hold the words for walking on to be the shorter way."""
LONGEST_WALK = 20_000
MOST_SORTED = 3_000
"""Hits that are put into an order that isn't the one of the months; the newest ones."""

Rows = Callable[[Way], QuerySet[Case]]
Months = tuple[int | None, int | None]
"""The first and the last month in which something asked for can have been received, where that is known."""


@dataclass
class Statement:
    """SQL growing piece by piece, each with its parameters in the order in which they stand."""

    asked: Asked
    order: Order
    most: int
    months: Months = (None, None)
    named: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    named_params: list[Any] = field(default_factory=list)
    part_params: list[Any] = field(default_factory=list)

    def add_all(self, cases: QuerySet[Case]) -> None:
        """Adds cases whatever they hold."""
        if not (selected := self._base(cases)):
            return
        base, params = selected
        self._part(f"SELECT * FROM ({base}) c {self._sorted('c')} LIMIT {self.most}", params)

    def add(self, way: Way, cases: QuerySet[Case]) -> None:
        """Adds the cases of one way that hold the words, or whose number ends in them."""
        if not (selected := self._base(cases)):
            return
        base, params = selected
        if way.committees:
            self._over_committees(way, base, params)
        else:
            held, words = self._held(way, "c.report")
            walked = f"(SELECT * FROM ({base}) b {self._sorted('b')}) c CROSS JOIN LATERAL ({held}) t"
            self._part(f"SELECT c.* FROM {walked} LIMIT {self.most}", [*params, *words])
        if self.asked.ending:
            turned = cases.annotate(turned=Collate(Reverse("number"), "C")).filter(
                turned__startswith=self.asked.ending[::-1]
            )
            self.add_all(turned)

    def built(self, size: int, columns: str) -> tuple[str, list[Any]]:
        """Selects the first `size` cases in order, and as `found` how many there are (no further than `most`)."""
        every = " UNION ".join(f"({part})" for part in self.parts)
        named = f"WITH {', '.join(self.named)} " if self.named else ""
        first = f"SELECT u.*, count(*) OVER () AS found FROM ({every}) u {self._sorted('u')} LIMIT {size}"
        cases = f"({first}) u JOIN cases_case c ON c.id = u.pk"
        return f"{named}SELECT {columns}, u.found FROM {cases} {self._sorted('u')}", [
            *self.named_params,
            *self.part_params,
        ]

    def _over_committees(self, way: Way, base: str, params: list[Any]) -> None:
        number = len(self.named)
        glance, walk, hunt = (f"{name}_{number}" for name in ("glance", "walk", "hunt"))
        held, words = self._held(way, "c.report")
        first = (
            f"(SELECT * FROM ({base}) b {self._sorted('b')} LIMIT {{most}}) c CROSS JOIN LATERAL ({held}) t"
        )
        self._name(glance, f"SELECT count(*) AS n FROM {first.format(most=GLANCE)}", [*params, *words])
        common = f"(SELECT n FROM {glance}) >= {COMMON}"
        needles = frozenset[str]().union(*(term.needles for term in self.asked.terms))
        walked = f"SELECT c.* FROM {first.format(most=LONGEST_WALK)}" + (
            f" WHERE {common}" if needles else ""
        )
        self._name(walk, f"{walked} {self._sorted('c')} LIMIT {self.most}", [*params, *words])
        self._part(f"SELECT * FROM {walk}")
        if needles:
            unfilled = f"(NOT {common} OR (SELECT count(*) FROM {walk}) < {self.most})"
            self._hunt(hunt, unfilled, way, needles, base, params)

    def _hunt(
        self, name: str, only_if: str, way: Way, needles: frozenset[str], base: str, params: list[Any]
    ) -> None:
        order, month = self.order, SALT.format(month="m.month")
        latest, earliest = (
            f"(SELECT month FROM triage_indexed ORDER BY received_at {side} LIMIT 1)"
            for side in ("DESC", "ASC")
        )
        first, last = ("NULL" if month is None else str(month) for month in self.months)
        latest, earliest = f"LEAST({latest}, {last})", f"GREATEST({earliest}, {first})"
        newest_first = order.descending or not order.by_month
        months = f"{latest}, {earliest}, -1" if newest_first else f"{earliest}, {latest}, 1"
        salted = f"ARRAY(SELECT k # {month} FROM unnest(%s::int[]) k)"
        side = "DESC" if newest_first else "ASC"
        sql = (
            f"SELECT c.* FROM generate_series({months}) AS m(month) "
            f"CROSS JOIN LATERAL (SELECT {salted} AS all_of, {salted} AS one_of OFFSET 0) s "
            "CROSS JOIN LATERAL (SELECT i.report_id FROM triage_indexed i WHERE i.keys @> s.all_of "
            f"AND i.keys && s.one_of AND i.month = m.month AND {self._match(way)} "
            f"ORDER BY i.received_at {side}, i.report_id {side}) h "
            f"CROSS JOIN LATERAL (SELECT * FROM ({base}) b WHERE b.report = h.report_id OFFSET 0) c "
            f"WHERE {only_if} LIMIT {self.most if order.by_month else MOST_SORTED}"
        )
        facets = [facet(committee) for committee in way.committees]
        texts = [term.text for term in self.asked.terms]
        self._name(name, sql, [codes(needles, way.text), facets, *texts, *params])
        self._part(f"SELECT * FROM {name}")

    def _base(self, cases: QuerySet[Case]) -> tuple[str, list[Any]] | None:
        """Selects pk, report and key of these cases; None where their condition can never hold."""
        chosen = cases.order_by().annotate(key=self.order.key).values_list("pk", "report_id", "key")
        try:
            sql, params = chosen.query.sql_with_params()
        except EmptyResultSet:
            return None
        return f"SELECT * FROM ({sql}) AS q(pk, report, key)", list(params)

    def _held(self, way: Way, report: str) -> tuple[str, list[Any]]:
        """One row where the report holds all words in what is read of it."""
        sql = f"SELECT 1 FROM triage_indexed i WHERE i.report_id = {report} AND {self._match(way)} OFFSET 0"
        return sql, [term.text for term in self.asked.terms]

    def _match(self, way: Way) -> str:
        return " AND ".join([f"strpos(i.{way.text}, %s) > 0"] * len(self.asked.terms))

    def _sorted(self, name: str) -> str:
        return f"ORDER BY {name}.key {self.order.direction}, {name}.report {self.order.direction}"

    def _name(self, name: str, sql: str, params: list[Any]) -> None:
        self.named.append(f"{name} AS MATERIALIZED ({sql})")
        self.named_params += params

    def _part(self, sql: str, params: list[Any] | None = None) -> None:
        self.parts.append(sql)
        self.part_params += params or []
