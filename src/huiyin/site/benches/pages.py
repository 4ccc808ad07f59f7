"""What a citizen's phone loads and what the database is asked, page by page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from huiyin.site.benches.city import loaded
from huiyin.site.benches.figures import Figure

MOST_KB, MOST_QUERIES = 60, 5
PATHS = (
    "/", "/report", "/report?q=法院", "/report?unit={unit}", "/receipt", "/track", "/rules", "/privacy",
    "/accessibility", "/help",
)  # fmt: skip
_ASSET = re.compile(r'(?:src|href)="/static/([^"?#]+\.(?:css|js|svg))"')
ROOM = {"address": (10**9, 600), "system": (10**9, 60)}
_PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def measure() -> list[Figure]:
    """Each page as a phone that comes for the first time: nothing cached there, policy not yet read here."""
    unit = loaded()
    plain = settings.STORAGES | {"staticfiles": _PLAIN}
    with override_settings(STORAGES=plain, KEPT_SECONDS=0, ALLOWED_HOSTS=["*"], REPORT_LIMITS=ROOM):
        client = Client()
        _send(client, unit)
        return [figure for path in PATHS for figure in _page(client, path.format(unit=unit))]


def _send(client: Client, unit: str) -> None:
    """One report, so that there is a receipt to look at."""
    form = {
        "unit": unit,
        "key": token_urlsafe(24),
        "text": "看看收据",
        "problem_type": "B2",
        "identity_mode": "anonymous",
    }
    client.post("/report", form)


def _page(client: Client, path: str) -> list[Figure]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        return [Figure(path, "status", answer.status_code, None, None, "200", False, "the page didn't come")]
    assets = [
        Path(str(finders.find(name))).read_bytes() for name in set(_ASSET.findall(answer.content.decode()))
    ]
    loose = len(answer.content) + sum(map(len, assets))
    packed = len(answer.content) + sum(len(gzip.compress(asset)) for asset in assets)
    how = f"page as it is, {len(assets)} styles, scripts and signs packed; unpacked {loose / 1000:.1f} KB"
    queries = len(asked.captured_queries)
    return [
        Figure(
            path,
            "KB",
            round(packed / 1000, 1),
            None,
            None,
            f"≤ {MOST_KB} in all",
            packed <= MOST_KB * 1000,
            how,
        ),
        Figure(
            path, "queries", queries, None, None, f"≤ {MOST_QUERIES}", queries <= MOST_QUERIES, "nothing kept"
        ),
    ]
