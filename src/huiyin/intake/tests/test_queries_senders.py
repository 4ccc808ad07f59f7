"""Who wrote before is known by keyed hashes alone: ids come out, nothing that says who."""

from __future__ import annotations

import pytest
from tests.cast import MORNING, Cast

from huiyin.intake import vault
from huiyin.intake.actions import receive
from huiyin.intake.models import Report
from huiyin.intake.queries import same_sender
from huiyin.intake.rules.submission import Submission
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db


def sent(key: str, **contact: str) -> Report:
    mode = "contact" if contact else "anonymous"
    unit = Unit.objects.get(code="xt-court-filing").pk
    plain = Submission(key=key, unit=unit, text="窗口来回让补材料", problem_type="B2", identity_mode=mode)
    receipt = receive(Submission(**(vars(plain) | contact)), now=MORNING)
    return Report.objects.get(number=receipt.number)


def test_a_telephone_or_a_mail_address_in_common_is_the_same_sender_and_nothing_else_is(city: Cast) -> None:
    first = sent("1", phone="139 0000 0000")
    again = sent("2", phone="+86 13900000000", mail="a@example.org")
    by_mail = sent("3", mail="A@example.org")
    stranger = sent("4", phone="13900000001")
    nobody, nobody_else = sent("5"), sent("6")
    assert same_sender(first) == {again.pk}
    assert same_sender(again) == {first.pk, by_mail.pk}
    assert same_sender(stranger) == same_sender(nobody) == same_sender(nobody_else) == set()


def test_nobody_is_opened_to_find_it_out(city: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = (sent(key, phone="13900000000") for key in "12")

    def opened() -> None:
        raise AssertionError("the vault was asked")

    monkeypatch.setattr(vault, "provider", opened)
    found = same_sender(first)
    assert found == {again.pk} and {type(one) for one in found} == {int}
