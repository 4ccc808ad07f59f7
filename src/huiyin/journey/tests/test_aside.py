"""What runs beside the loop keeps it waiting neither by hanging nor by breaking."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from huiyin.journey.aside import Aside

SOON = 10.0


def ended(aside: Aside) -> None:
    assert aside._thread is not None
    aside._thread.join(SOON)
    assert not aside._thread.is_alive()


def test_one_that_hangs_keeps_nobody_waiting_and_is_not_begun_twice() -> None:
    aside, may_go, begun = Aside("box"), threading.Event(), []

    def hang(which: str) -> None:
        begun.append(which)
        may_go.wait(SOON)

    assert aside.begin(hang, "first")
    assert not aside.begin(hang, "second")
    may_go.set()
    ended(aside)
    assert aside.begin(hang, "third")
    ended(aside)
    assert begun == ["first", "third"]


def test_one_that_breaks_is_begun_again(capsys: pytest.CaptureFixture[str]) -> None:
    aside = Aside("box")
    breaking: Callable[[], None] = lambda: 1 / 0  # type: ignore[assignment, return-value]  # noqa: E731
    for _ in range(2):
        assert aside.begin(breaking)
        ended(aside)
