"""Files of one's own, and one way through an import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cast import MORNING, Cast

from huiyin.intake.imports import actions
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.fields import guess
from huiyin.intake.imports.rules.mapping import Mapping
from huiyin.intake.imports.rules.stages import WORKING
from huiyin.intake.imports.tests.tables import HEADINGS

MAPPING = Mapping("市长信箱", guess(HEADINGS))
Bring = Callable[..., ImportBatch]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def worked(batch: ImportBatch) -> ImportBatch:
    """The batch at the end of its run."""
    while batch.state in WORKING:
        assert actions.advance(batch.pk, now=MORNING), "nobody works on it, and it isn't done"
        batch.refresh_from_db()
    return batch


@pytest.fixture
def bring(city: Cast) -> Bring:
    """Adam brings a file: checked, and with `begin` also added."""

    def bringing(
        data: bytes, *, who: str = "adam", begin: bool = True, mapping: Mapping = MAPPING
    ) -> ImportBatch:
        by = city.actor(who)
        batch = actions.take_in([data], "旧系统.csv", by=by, now=MORNING)
        batch = worked(actions.describe(batch.pk, mapping, by=by, now=MORNING))
        return worked(actions.begin(batch.pk, by=by, now=MORNING)) if begin else batch

    return bringing
