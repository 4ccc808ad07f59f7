"""`huiyin up` never serves with anything of a demonstration."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model

from huiyin.site.commands import up

REAL = {
    "DATABASE_URL": "postgresql:///nowhere?host=/nonexistent",
    "HUIYIN_REALM": "live",
    "HUIYIN_SMS": "kannel",
    "HUIYIN_SECRET_KEY": "s" * 50,
    "HUIYIN_MASTER_KEY": "bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0=",
    "HUIYIN_SIGNING_KEY": "c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3M=",
}
SAY = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.site.settings';"
    "from huiyin.site.commands import up; print('\\n'.join(up.unsafe_settings()))"
)


def reasons(environment: dict[str, str]) -> str:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DATABASE_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", SAY], env=clean | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_real_settings_pass() -> None:
    assert reasons(REAL) == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"HUIYIN_SECRET_KEY": "demo-only-not-a-secret"}, "HUIYIN_SECRET_KEY"),
        ({"HUIYIN_REALM": "demo"}, "HUIYIN_REALM"),
        ({"HUIYIN_SMS": "console"}, "HUIYIN_SMS"),
        ({"HUIYIN_CLOCK_SHIFT": "-60"}, "HUIYIN_CLOCK_SHIFT"),
    ],
)
def test_each_trace_of_a_demonstration_is_named(change: dict[str, str], named: str) -> None:
    [reason] = reasons(REAL | change).splitlines()
    assert named in reason


def test_a_training_may_print_its_text_messages() -> None:
    assert reasons(REAL | {"HUIYIN_REALM": "training", "HUIYIN_SMS": "console"}) == ""


@pytest.mark.parametrize("name", ["HUIYIN_SECRET_KEY", "HUIYIN_MASTER_KEY", "HUIYIN_SIGNING_KEY"])
def test_a_secret_left_out_is_the_demonstrations(name: str) -> None:
    assert name in reasons({key: value for key, value in REAL.items() if key != name})


@pytest.mark.django_db
def test_demonstration_accounts_are_named() -> None:
    accounts = get_user_model().objects
    accounts.create(username="real")
    assert up.unsafe_accounts() == []
    accounts.create(username="li", is_demo=True)
    assert up.unsafe_accounts() == ["the database has demonstration accounts: li"]
