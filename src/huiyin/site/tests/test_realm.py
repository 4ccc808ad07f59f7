"""Training and live data can't mix: a database belongs to one realm (S0-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from huiyin.site import realm


@pytest.fixture
def watched() -> Iterator[None]:
    realm.watch()
    yield
    connection_created.disconnect(dispatch_uid="realm")


@pytest.mark.django_db(transaction=True)
def test_a_database_refuses_another_realm_and_keeps_its_own(watched: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "REALM", "training")
    realm.claim()
    try:
        connection.close()
        connection.ensure_connection()
        monkeypatch.setattr(settings, "REALM", "live")
        connection.close()
        with pytest.raises(realm.WrongRealm, match="holds training data, and HUIYIN_REALM is live"):
            connection.ensure_connection()
        connection_created.disconnect(dispatch_uid="realm")
        realm.claim()  # a second claim changes nothing
        assert realm.of(connection) == "training"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON TABLE django_migrations IS NULL")
