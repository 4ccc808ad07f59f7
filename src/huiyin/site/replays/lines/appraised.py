"""The rounds of a story as its measures read them."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.panels.models import Member, Round

SYSTEMS = ("court", "procuratorate", "police", "justice")


def published(*kinds: str) -> QuerySet[Round]:
    """Rounds whose results are public, the first one first; of those kinds, where any is named."""
    rounds = Round.objects.filter(state="published").order_by("serial")
    return rounds.filter(kind__in=kinds) if kinds else rounds


def months() -> list[Round]:
    return list(published("month"))


def sitting(round_: Round) -> QuerySet[Member]:
    """Who had a seat at the vote."""
    return Member.objects.filter(round=round_).exclude(state="resigned")
