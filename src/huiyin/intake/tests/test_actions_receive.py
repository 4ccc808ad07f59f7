"""A report comes in once, whole, sealed, and can be shown to stand as it was received."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.cast import MORNING, Cast, populate

from huiyin.intake import vault
from huiyin.intake.actions import Receipt, Wrong, receive, supplement
from huiyin.intake.limits import Allowance, wait
from huiyin.intake.models import Identity, Report
from huiyin.intake.queries import report_for, stands_as_received
from huiyin.intake.rules.submission import Submission
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Access, Event, Outbox
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db

Send = Callable[..., Receipt]
PHONE = "+8613900000000"


def submission(key: str = "k1", **fields: object) -> Submission:
    plain = Submission(
        key=key,
        unit=Unit.objects.get(code="xt-court-filing").pk,
        text="窗口来回让补材料",
        problem_type="B2",
        identity_mode="real_name",
        name="张测试",
        phone="139 0000 0000",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_the_same_submission_twice_is_one_report_and_one_receipt(city: Cast) -> None:
    first = receive(submission(), now=MORNING)
    again = receive(submission(), now=MORNING + timedelta(minutes=3))
    assert first == again
    assert Report.objects.count() == 1
    assert Outbox.objects.filter(event__subject_kind="report").count() == 1


def test_a_key_used_for_another_text_is_refused_and_nothing_is_overwritten(city: Cast) -> None:
    first = receive(submission(), now=MORNING)
    with pytest.raises(NotAllowed) as refused:
        receive(submission(text="别的事"), now=MORNING)
    assert refused.value.refused.reason == "already_sent"
    assert Report.objects.get().number == first.number


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_key_are_one_report() -> None:
    populate()
    sent = submission()

    def send(_: int) -> Receipt:
        try:
            return receive(sent, now=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(send, range(8))
    assert all(receipt == first for receipt in others)
    assert Report.objects.count() == 1


def test_number_and_code_open_it_and_nothing_else_does(city: Cast) -> None:
    receipt = receive(submission(), now=MORNING)
    other = receive(submission("k2"), now=MORNING)
    assert report_for(receipt.number, receipt.query_code) == Report.objects.get(number=receipt.number)
    spoken = " ".join(receipt.query_code[i : i + 4] for i in range(0, 16, 4))
    assert report_for(receipt.number.lower(), spoken) is not None
    assert report_for(other.number, receipt.query_code) is None
    assert report_for(receipt.number, other.query_code) is None
    assert report_for(receipt.number, "") is None


def test_no_column_of_any_table_holds_name_phone_or_query_code(city: Cast) -> None:
    receipt = receive(submission(), now=MORNING)
    secrets = ("张测试", "13900000000", receipt.query_code)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                assert not any(secret in row for secret in secrets), table


def test_a_sealed_identity_opens_for_the_committee_with_a_reason_and_is_written_down(city: Cast) -> None:
    receipt = receive(submission(), now=MORNING)
    report, committee = Report.objects.get(), Unit.objects.get(code="xt-committee").pk
    for name, reason in (("bob", "要核实"), ("lee", "要核实情况"), ("henry", "想看看是谁"), ("carol", " ")):
        with pytest.raises(NotAllowed):
            vault.open_for(city.actor(name), report, committee, reason=reason, now=MORNING)
    assert not Access.objects.using("witness").filter(subject_id=receipt.number).exists()
    person = vault.open_for(city.actor("carol"), report, committee, reason="电话核实时间", now=MORNING)
    assert person == vault.Person("张测试", PHONE, "")
    assert Access.objects.using("witness").get(subject_id=receipt.number).reason == "电话核实时间"


def test_a_sealed_identity_moved_to_another_report_doesnt_open(city: Cast) -> None:
    from huiyin.intake.crypto import Tampered

    one, other = (
        receive(submission(), now=MORNING),
        receive(submission("k2", phone="139 0000 0001"), now=MORNING),
    )
    source = Identity.objects.get(report__number=one.number)
    Identity.objects.filter(report__number=other.number).update(
        sealed=source.sealed, wrapped_key=source.wrapped_key
    )
    with pytest.raises(Tampered):
        vault.phone_for_message(other.number)


def test_anonymous_leaves_no_identity_even_when_fields_were_filled(city: Cast) -> None:
    receive(submission(identity_mode="anonymous"), now=MORNING)
    assert not Identity.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": " \x00\n "}, {"text": "missing"}),
        ({"text": "字" * 5001}, {"text": "too_long"}),
        ({"phone": "12345"}, {"phone": "not_a_phone"}),
        ({"name": ""}, {"name": "missing"}),
        ({"problem_type": "ZZ9"}, {"problem_type": "unknown_choice"}),
        ({"identity_mode": "somehow"}, {"identity_mode": "missing"}),
        ({"occurred_on": MORNING.date() + timedelta(days=1)}, {"occurred_on": "future_date"}),
        ({"text": "", "problem_type": "", "phone": ""}, dict.fromkeys(("text", "problem_type"), "missing")),
    ],
)
def test_each_mistake_is_named_and_nothing_is_written(
    city: Cast, fields: dict[str, object], wrong: dict[str, str]
) -> None:
    with pytest.raises(Wrong) as told:
        receive(submission(**fields), now=MORNING)
    found = {field: refused.reason for field, refused in told.value.fields.items()}
    assert wrong.items() <= found.items()
    assert not Report.objects.exists() and not Event.objects.filter(subject_kind="report").exists()


def test_rare_characters_and_emoji_come_back_as_sent(city: Cast) -> None:
    text = "窗口的䶮㛃同志😀很好\n第二行\t𠮷"
    receive(submission(text=text, name="䶮㛃"), now=MORNING)
    assert Report.objects.get().text == text


def test_what_was_received_stands_until_somebody_changes_it(city: Cast) -> None:
    receive(submission(), now=MORNING)
    report = Report.objects.get()
    supplement(report, "还有一件事", now=MORNING)
    assert stands_as_received(report)
    report.text += "。"
    assert not stands_as_received(report)


def test_limits_count_by_window_and_forget_addresses_overnight(db: None) -> None:
    allowed = [Allowance("report", "203.0.113.7", 3, 60), Allowance("everybody", "", 100, 60)]
    waits = [wait(allowed, now=MORNING) for _ in range(5)]
    assert waits[:3] == [0, 0, 0] and all(0 < w <= 60 for w in waits[3:])
    assert wait([Allowance("report", "203.0.113.8", 3, 60)], now=MORNING) == 0
    assert wait(allowed, now=MORNING + timedelta(minutes=1)) == 0
    key = allowed[0].key(MORNING)
    assert "203.0.113.7" not in key and key != allowed[0].key(MORNING + timedelta(days=1))
