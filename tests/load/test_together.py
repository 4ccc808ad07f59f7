"""Two at once: workers that share one outbox, people who act on one case; and a disk that is almost full."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from tests.cast import MORNING, Cast, populate

from huiyin.cases.models import Case, Reply
from huiyin.doors.citizen import files, incoming
from huiyin.intake.actions import receive
from huiyin.intake.attachments.models import Upload
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.models import Report
from huiyin.intake.rules.submission import Submission
from huiyin.journey import worker
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Event, Outbox
from huiyin.organisations.models import Unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REPORT = ("report", "receive")


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Cast:
    settings.CLOCK = FixedClock(MORNING)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return populate()


def arrived(count: int) -> list[str]:
    unit = Unit.objects.get(code="xt-court-filing").pk
    return [
        receive(Submission(f"key-{n}", unit, f"第 {n} 件事。", "B2", "anonymous"), now=MORNING).number
        for n in range(count)
    ]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs all from the same moment on, each on a database connection of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as many:
        return list(many.map(run, calls))


def watched(
    monkeypatch: pytest.MonkeyPatch, do: Callable[[Event], None], *, real: bool = True
) -> Counter[str]:
    """Counts how often the steps of a report's arrival are begun, for each report; calls `do` before them."""
    seen: Counter[str] = Counter()
    lock, after = threading.Lock(), worker.STEPS[REPORT] if real else ()

    def note(event: Event, now: datetime) -> None:
        with lock:
            seen[event.subject_id] += 1
        do(event)

    monkeypatch.setattr(worker, "STEPS", {**worker.STEPS, REPORT: (note, *after)})
    return seen


def test_three_workers_handle_each_of_200_events_once(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = arrived(200)
    seen = watched(monkeypatch, lambda event: sleep(0.001), real=False)
    taken = at_once(*[lambda: sum(iter(lambda: worker.read_outbox(MORNING), 0))] * 3)
    assert seen == Counter(numbers) and all(taken)
    assert not Outbox.objects.exists()


def test_what_a_stalled_worker_holds_stops_nobody_and_is_done_by_it_alone(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = arrived(5)
    stalled, go_on = threading.Event(), threading.Event()

    def stall(event: Event) -> None:
        if event.subject_id == first:
            stalled.set()
            assert go_on.wait(20)

    def quick() -> list[str]:
        assert stalled.wait(20)
        while worker.read_outbox(MORNING):
            pass
        done = sorted(Case.objects.values_list("number", flat=True))
        go_on.set()
        return done

    seen = watched(monkeypatch, stall)
    _slow, done = at_once(lambda: worker.read_outbox(MORNING), quick)
    assert done == sorted(others)
    assert seen == Counter([first, *others]) and Case.objects.count() == 5


def test_a_worker_that_dies_in_the_middle_of_a_step_leaves_the_event_to_the_next(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = arrived(1)

    class Killed(BaseException):
        """Not an error that the loop may catch."""

    def dies(event: Event, now: datetime) -> None:
        assert Case.objects.filter(number=number).exists()  # half of the work is done by now
        raise Killed

    real = worker.STEPS
    monkeypatch.setattr(worker, "STEPS", {**real, REPORT: (*real[REPORT], dies)})
    with pytest.raises(Killed):
        worker.read_outbox(MORNING)
    assert not Case.objects.exists() and Outbox.objects.get().attempts == 0
    monkeypatch.setattr(worker, "STEPS", real)
    worker.run_until_idle(MORNING)
    assert Case.objects.get().number == number and not Outbox.objects.exists()


def test_of_two_who_act_on_one_case_at_the_same_moment_one_is_told_what_the_other_did(town: Cast) -> None:
    (number,) = arrived(1)
    worker.run_until_idle(MORNING)
    case = Case.objects.get(number=number)

    def refuse(name: str, text: str) -> Any:
        client = Client(headers={"accept-language": "en"})
        client.force_login(town.account(name))
        return client.post(f"/desk/cases/{number}/refusal", {"seen": case.version, "text": text})

    words = {"carol": "这件事请到法院信访窗口反映。", "ivy": "这件事不归我们管，请向仲裁委员会提出。"}
    answers = dict(
        zip(words, at_once(*[lambda n=n, t=t: refuse(n, t) for n, t in words.items()]), strict=True)
    )
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    loser = next(name for name, answer in answers.items() if answer.status_code == 409)
    winner = next(name for name in words if name != loser)
    page = answers[loser].content.decode()
    assert Reply.objects.get().text == words[winner]
    assert "somebody took another step: Not accepted" in page and words[loser] in page
    assert Case.objects.get(number=number).version == case.version + 1


def test_on_a_disk_that_is_almost_full_files_are_refused_in_words_and_text_goes_through(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (incoming, files):
        monkeypatch.setattr(module, "free_bytes", lambda: 10_000_000)
    client = Client(headers={"accept-language": "en"})
    form = {
        "unit": "xt-court-filing",
        "key": "full-disk",
        "text": "写了半个小时的话",
        "problem_type": "B2",
        "identity_mode": "anonymous",
    }
    picture = SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
    refused = client.post("/report", form | {"files": picture})
    page = refused.content.decode()
    assert refused.status_code == 422 and "写了半个小时的话" in page and "a.jpg" in page
    assert refused.context["files_wrong"][0] in page and "no room for files" in page
    assert not Report.objects.exists() and not Upload.objects.exists()
    assert client.post("/report", form).status_code == 303
    assert Report.objects.get().text == "写了半个小时的话"
