"""Practice never mixes with what is real (S0-12)."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from huiyin.intake.models import Report
from huiyin.site.replays.lines.seen import Line, Seen


def training_apart(seen: Seen) -> Line:
    """A practising process is pointed at this very database and told to live a story in it: it must be refused."""
    before = Report.objects.count()
    other = "demo" if settings.REALM == "training" else "training"
    settled = {"DATABASE_URL": address(), "HUIYIN_REALM": other}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.site.cli", "replay", seen.stage.city.name],
        env={**os.environ, **settled},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    said = done.stderr.strip().splitlines()[-1:] or [""]
    measured = {
        "realm_here": settings.REALM,
        "realm_of_the_intruder": other,
        "exit_code": done.returncode,
        "refused_for_its_realm": f"holds {settings.REALM} data" in said[0],
        "reports_before_and_after": [before, Report.objects.count()],
    }
    ok = (
        done.returncode != 0
        and measured["refused_for_its_realm"] is True
        and before == Report.objects.count()
    )
    return Line(
        ok,
        measured,
        "a process of another realm tries to write into this database and is turned away at the door",
    )


def address() -> str:
    """Where this process's database is, as DATABASE_URL says it."""
    here = connection.settings_dict
    person = quote(here["USER"]) + (f":{quote(here['PASSWORD'])}" if here["PASSWORD"] else "")
    host, port = str(here["HOST"]), str(here["PORT"] or "")
    options = dict(here.get("OPTIONS", {})) | ({"host": host} if host.startswith("/") else {})
    place = "" if host.startswith("/") else host + (f":{port}" if port else "")
    return f"postgresql://{person}@{place}/{quote(here['NAME'])}?{urlencode(options)}"
