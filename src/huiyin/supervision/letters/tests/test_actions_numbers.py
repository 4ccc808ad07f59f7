"""Numbers without gaps: whatever is signed, fails, is made void, at whose hands and how many at once."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.cast import MORNING, Cast, populate

from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.supervision.letters import actions
from huiyin.supervision.letters.actions import Wording, signing
from huiyin.supervision.letters.models import Letter, NumberPool

KINDS = {"reminder": "grace", "circular": "henry"}
STEP = some.tuples(
    some.sampled_from(["sign", "fail", "void", "refuse"]),
    some.sampled_from(sorted(KINDS)),
    some.integers(0, 2),
)


class Crash(Exception):
    pass


def ready(cast: Cast, kind: str, because: str) -> Letter:
    """A letter that waits for its signature."""
    issuer, court = (Unit.objects.select_related("region").get(code=c) for c in ("xt-committee", "xt-court"))
    carol = cast.actor("carol")
    letter = actions.draft(kind, issuer, court, by=carol, now=MORNING, because=because)
    actions.edit(letter.pk, Wording("函", "请办理。"), by=carol, now=MORNING)
    actions.propose(letter.pk, by=carol, now=MORNING)
    return letter if kind == "reminder" else actions.approve(letter.pk, by=cast.actor("grace"), now=MORNING)


def gapless() -> None:
    rows = defaultdict(list)
    for letter in Letter.objects.filter(serial__isnull=False).order_by("serial"):
        rows[letter.mark, letter.year].append(letter.serial)
    pools = {(pool.mark, pool.year): pool.last for pool in NumberPool.objects.filter(last__gt=0)}
    assert rows == {key: list(range(1, last + 1)) for key, last in pools.items()}


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(STEP, min_size=1, max_size=7))
def test_numbers_have_no_gaps_whatever_happens(city: Cast, steps: list[tuple[str, str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        for n, (what, kind, years) in enumerate(steps):
            letter, now = ready(city, kind, f"n{n}"), MORNING + timedelta(days=366 * years)
            signer = city.actor(KINDS[kind])
            if what == "fail":
                with patch.context() as broken:
                    broken.setattr(signing, "take", _crash)
                    with pytest.raises(Crash):
                        actions.sign(letter.pk, by=signer, now=now)
            elif what == "refuse":
                with pytest.raises(NotAllowed):
                    actions.sign(letter.pk, by=city.actor("carol"), now=now)
            else:
                actions.sign(letter.pk, by=signer, now=now)
            if what == "void":
                actions.void(letter.pk, "发错了单位", by=signer, now=now)
            gapless()
        signed = sum(what in ("sign", "void") for what, _, _ in steps)
        assert Letter.objects.filter(serial__isnull=False).count() == signed
        transaction.set_rollback(True)


def _crash(*args: object, **facts: object) -> None:
    raise Crash


@pytest.mark.django_db(transaction=True)
def test_signed_by_many_at_once_and_some_killed_the_row_has_no_gap() -> None:
    cast = populate()
    letters = [ready(cast, "reminder", f"p{n}") for n in range(12)]
    grace, gate = cast.actor("grace"), threading.Barrier(6)

    def signing_some(mine: list[Letter]) -> None:
        gate.wait(20)
        for letter in mine:
            try:
                with transaction.atomic():
                    actions.sign(letter.pk, by=grace, now=MORNING)
                    if letter.pk % 3 == 0:
                        raise Crash  # the worker dies before it commits
            except Crash:
                pass
        connection.close()

    threads = [threading.Thread(target=signing_some, args=(letters[n::6],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    gapless()
    lived = [letter.pk for letter in letters if letter.pk % 3]
    assert sorted(Letter.objects.filter(serial__isnull=False).values_list("pk", flat=True)) == sorted(lived)


@pytest.mark.django_db(transaction=True)
def test_one_letter_signed_twice_at_once_has_one_number() -> None:
    cast = populate()
    letter, grace, gate = ready(cast, "reminder", "twice"), cast.actor("grace"), threading.Barrier(2)
    refused: list[str] = []

    def sign() -> None:
        gate.wait(20)
        try:
            actions.sign(letter.pk, by=grace, now=MORNING)
        except NotAllowed as no:
            refused.append(no.refused.reason)
        connection.close()

    threads = [threading.Thread(target=sign) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert refused == ["wrong_state"] and NumberPool.objects.get().last == 1
    gapless()
