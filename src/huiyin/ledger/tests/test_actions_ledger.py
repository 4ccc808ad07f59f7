"""Events on the database: chained, signed, proven, and every kind of tampering found."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction

from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import looked, record, sign_tree
from huiyin.ledger.models import Access, Event, TreeHead
from huiyin.ledger.queries import audit, broken_at, entry_of, events_of, proof_of, proven
from huiyin.ledger.rules.chain import Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)


def tamper(sql: str, *params: object) -> None:
    """Changes a row as somebody with the keys to the database could: past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")


@pytest.fixture
def chain() -> list[Event]:
    return [record("thing", 1, verb, by=SYSTEM, now=NOW, data={"n": verb}) for verb in ("a", "b", "c")]


def test_events_of_one_subject_are_chained_and_of_two_are_not(chain: list[Event]) -> None:
    other = record("thing", 2, "a", by=SYSTEM, now=NOW)
    assert [e.seq for e in chain] == [1, 2, 3]
    assert [e.prev for e in chain] == ["", chain[0].hash, chain[1].hash]
    assert other.prev == ""


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE ledger_event SET data = \'{"n": "x"}\' WHERE id = %s',
        "UPDATE ledger_event SET at = at + interval '1 second' WHERE id = %s",
        "UPDATE ledger_event SET actor = 'account:9' WHERE id = %s",
        "UPDATE ledger_event SET unit = 9 WHERE id = %s",
        "DELETE FROM ledger_outbox WHERE event_id = %s; DELETE FROM ledger_event WHERE id = %s",
    ],
)
def test_a_changed_or_missing_event_is_found(chain: list[Event], sql: str) -> None:
    assert broken_at("thing", 1) is None
    tamper(sql, *[chain[1].pk] * sql.count("%s"))
    assert broken_at("thing", 1) in (2, 3)
    assert not audit().ok


def test_a_rewritten_chain_is_found_by_the_signed_root(chain: list[Event]) -> None:
    sign_tree(NOW)
    assert audit().ok
    tamper("UPDATE ledger_event SET hash = %s WHERE id = %s", "ab" * 32, chain[2].pk)
    assert audit().wrong_heads == (3,)


def test_each_event_is_proven_under_the_newest_head(chain: list[Event]) -> None:
    assert proof_of(chain[0]) is None
    first = sign_tree(NOW)
    record("thing", 3, "late", by=SYSTEM, now=NOW)
    second = sign_tree(NOW + timedelta(minutes=10))
    assert first and second and (first.size, second.size) == (3, 4)
    assert sign_tree(NOW) is None, "nothing new, no new head"
    proof = proof_of(chain[0])
    assert proof and proof.head == second and proven(proof)


def test_a_head_signed_by_somebody_else_isnt_believed(chain: list[Event]) -> None:
    sign_tree(NOW)
    head = TreeHead.objects.get()
    TreeHead.objects.filter(pk=head.pk).update(signature="00" * 64)
    assert audit().wrong_heads == (3,)


def test_who_looked_stays_written_when_the_look_itself_is_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        looked("report", "XT-1", "identity", by=SYSTEM, now=NOW, reason="phone back")
        raise RuntimeError("the page failed")
    assert Access.objects.using("witness").get(subject_id="XT-1").reason == "phone back"


def test_the_database_hashes_as_the_rule_does(chain: list[Event]) -> None:
    record("thing", 1, "a", by=SYSTEM, now=NOW, unit=7, data={"z": [1, None], "a": '中 "\\ \u0001'})
    assert [entry_of(e).hash for e in events_of("thing", 1)] == [
        e.hash for e in Event.objects.order_by("seq")
    ]


def test_a_hash_is_the_one_of_the_canonical_json_of_all_fields() -> None:
    entry = Entry("case", "7", 3, "assign", "account:7", None, NOW, {"b": "中", "a": 1}, "ab" * 32)
    text = (
        '{"actor":"account:7","at":"2022-03-07T02:42:00.000000+00:00","data":{"a":1,"b":"中"},'
        f'"prev":"{"ab" * 32}","seq":3,"subject":["case","7"],"unit":null,"verb":"assign"}}'
    )
    assert entry.hash == sha256(text.encode()).hexdigest()
