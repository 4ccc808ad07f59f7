"""What ten million ratings leave behind: of answers a row each, of places sums of weeks, and the running day's rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from huiyin.intake.actions import make_code
from huiyin.intake.models import Place
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.models import Unit
from huiyin.ratings.models import Rating
from huiyin.ratings.spot.queries import taken

RATINGS = 10_000_000
PLACES, WEEKS = 1132, 52
"""As many posters as in the bench of ratings; a place with enough ratings closes a sum a week."""

_OF_ANSWERS = """
INSERT INTO ratings_rating (report_id, level, words, at)
SELECT report_id, (ARRAY[5, 5, 4, 5, 3, 4, 5, 2, 5, 1])[1 + id %% 10], '', answered_at + interval '2 days'
FROM cases_case WHERE answered_at IS NOT NULL AND id %% 5 < 3
"""
"""Three of five answers are rated."""

_OF_PLACES = """
INSERT INTO ratings_tally (place_id, since, until, very_satisfied, satisfied, fairly_satisfied, dissatisfied,
  very_dissatisfied, faults)
SELECT id, %(day)s - 7 * week, %(day)s - 7 * week + 6, %(each)s - 4 * (%(each)s / 5), %(each)s / 5, %(each)s / 5,
  %(each)s / 5, %(each)s / 5, jsonb_build_object('slow', %(each)s / 10 + id %% 5, 'rude', id %% 7, 'sent-away', week)
FROM intake_place, generate_series(1, %(weeks)s) AS week WHERE name LIKE '点位 %%'
"""

_OF_TODAY = """
INSERT INTO ratings_spotrating (mark, place_id, day, hour, level, faults)
SELECT lpad(n::text, 64, '0'), (%(places)s::bigint[])[1 + n %% array_length(%(places)s::bigint[], 1)], %(day)s,
  8 + n %% 9, (ARRAY[5, 5, 4, 5, 2])[1 + n %% 5], ''
FROM generate_series(1, %(rows)s) AS n
"""


def rated() -> int:
    """Fills in what is missing, where nothing was rated yet; how many ratings there are then."""
    if not Rating.objects.exists():
        _run(_OF_ANSWERS)
        left, places = RATINGS - Rating.objects.count(), _places()
        day = settings.CLOCK.now().date()
        each = (left - left // 365) // (len(places) * WEEKS)
        _run(_OF_PLACES, day=day, each=each, weeks=WEEKS)
        _run(_OF_TODAY, places=places, day=day, rows=left - each * len(places) * WEEKS)
        _run("VACUUM ANALYZE ratings_rating, ratings_tally, ratings_spotrating, intake_place")
    return Rating.objects.count() + taken().total


def _places() -> list[int]:
    """Places with a code, at the houses in turn."""
    houses = list(Unit.objects.filter(kind="organ").exclude(committee=None).order_by("pk"))
    now = settings.CLOCK.now() - timedelta(days=7 * WEEKS)
    for number in range(PLACES):
        make_code(houses[number % len(houses)], f"点位 {number}", by=SYSTEM, now=now)
    return list(Place.objects.filter(name__startswith="点位 ").order_by("pk").values_list("pk", flat=True))


def _run(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
