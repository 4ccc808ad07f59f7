"""One platform for all the bad days: each test leaves it as it found it, running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.load.processes import Platform


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    running = Platform()
    try:
        yield running.start()
    finally:
        running.stop()
