"""Numbers of reports: prefix, year, counter, e.g. XT-2022-000152.

A PostgreSQL sequence per year, so that reports arriving together don't queue behind one row. A submission that fails
leaves a gap; nothing promises that numbers are gapless.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.utils import ProgrammingError


def allot(prefix: str, year: int) -> str:
    """The next number of `year`. Makes the year's sequence where it is the first."""
    name = f"intake_number_{int(year)}"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s)", [name])
            row = cursor.fetchone()
    except ProgrammingError:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")  # `name` is ours and a number
            cursor.execute("SELECT nextval(%s)", [name])
            row = cursor.fetchone()
    return f"{prefix}-{year}-{row[0]:06d}"
