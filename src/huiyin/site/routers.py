"""Both connections are one database: tables are made once, through `default`."""

from __future__ import annotations

from typing import Any


class OneSchema:
    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True
