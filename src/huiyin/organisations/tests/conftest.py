"""The whole city in the database, with and without its invented people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.laying import once

from huiyin.kernel.actor import SYSTEM
from huiyin.organisations import actions
from huiyin.organisations.models import Account
from huiyin.policy import actions as policy
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.blueprint import load as read

NOW = datetime(2022, 2, 14, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return read("xingtai")


@pytest.fixture
def xingtai(db: None, blueprint: Blueprint) -> Blueprint:
    def load() -> None:
        policy.load(blueprint, by=SYSTEM, now=NOW)
        actions.load(blueprint, by=SYSTEM, now=NOW, accounts=False)

    once("organisations: xingtai", load)
    return blueprint


@pytest.fixture
def people(xingtai: Blueprint) -> Blueprint:
    def load() -> None:
        actions.load(xingtai, by=SYSTEM, now=NOW, accounts=True, password="demo")

    once("organisations: people", load)
    return xingtai


@pytest.fixture
def alice(xingtai: Blueprint) -> Account:
    return actions.open_account("alice", "Alice", "a long secret", by=SYSTEM, now=NOW)
