"""What a browser is asked to keep is out of reach for scripts and other sites' forms, and under HTTPS for listeners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from huiyin.doors.shared.cookies import remember


@pytest.mark.parametrize(("https", "ends"), [(True, "; SameSite=Lax; Secure"), (False, "; SameSite=Lax")])
def test_a_cookie_says_all_that_keeps_it_close(settings: Any, https: bool, ends: str) -> None:
    settings.HTTPS, answer = https, HttpResponse()
    remember(answer, "kept", "a.5", lasts=timedelta(minutes=30, microseconds=9), path="/c/A")
    said = answer.cookies["kept"].OutputString()
    assert said == f"kept=a.5; HttpOnly; Max-Age=1800; Path=/c/A{ends}"
