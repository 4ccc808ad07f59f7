"""Numbers of reports: prefix, year, counter, e.g. XT-2022-000152.

One PostgreSQL sequence, so that reports arriving together don't queue behind a row; it goes on at the turn of the
year. A submission that fails leaves a gap; nothing promises that numbers are gapless.
"""

from __future__ import annotations

from huiyin.ledger.prepared import prepared


def allot(prefix: str, year: int) -> str:
    """The next number, for a report of `year`."""
    with prepared() as cursor:
        cursor.execute("SELECT nextval('intake_number')")
        row = cursor.fetchone()
    return f"{prefix}-{year}-{row[0]:06d}"
