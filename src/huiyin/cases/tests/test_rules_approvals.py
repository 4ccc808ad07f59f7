"""Who signs, level by level; who may not; who decides on withdrawing."""

from itertools import product

import pytest

from huiyin.cases.rules.approvals import barred, next_level
from huiyin.cases.rules.recusal import DECIDED_BY, may_decide, role_of, successor_wrong
from huiyin.kernel.lifecycle import Refused
from huiyin.policy.rules.handling import About, Approval, deciding

ROWS = (
    Approval(
        code="heavy", levels=("approver", "chief"), weights=("major", "complex"), basis="-", basis_en="-"
    ),
    Approval(
        code="fees", levels=("approver",), types=("Q6",), matters=("complaint",), basis="-", basis_en="-"
    ),
    Approval(code="plain", levels=("approver", "chief"), matters=("complaint",), basis="-", basis_en="-"),
)


@pytest.mark.parametrize(
    ("types", "matter", "channel", "weight", "expected"),
    [
        ({"T1", "T"}, "request", "web", "", None),
        ({"T1", "T"}, "request", "web", "complex", "heavy"),
        ({"Q6", "Q"}, "complaint", "web", "", "fees"),
        ({"Q6", "Q"}, "complaint", "web", "major", "heavy"),
        ({"Q1", "Q"}, "complaint", "letter", "", "plain"),
        ({"Q6", "Q"}, "request", "letter", "", None),
    ],
)
def test_the_first_row_of_which_everything_fits_decides(
    types: set[str], matter: str, channel: str, weight: str, expected: str | None
) -> None:
    row = deciding(ROWS, About(frozenset(types), matter, channel, weight))
    assert (row.code if row else None) == expected


def test_each_signature_but_the_last_has_one_after_it() -> None:
    levels = ("approver", "chief", "top")
    assert [next_level(levels, n) for n in range(3)] == ["chief", "top", ""]
    assert next_level((), 0) == "", "what was under way before a city had levels needs one signature"


def test_nobody_signs_their_own_finding_nor_two_levels() -> None:
    for found_by, handlers, signers in product((1, 2), ((), (1,), (2,)), ((), (1,), (2,))):
        answer = barred(1, found_by=found_by, handlers=handlers, signers=signers)
        own, twice = found_by == 1 or 1 in handlers, 1 in signers
        expected = Refused("own_finding") if own else Refused("signed_already") if twice else None
        assert answer == expected
    assert barred(1, found_by=None, handlers=(), signers=()) == Refused("own_finding"), "nothing was found"


def test_a_superior_decides_on_withdrawing_and_nobody_on_themselves() -> None:
    assert may_decide("handler", {"approver"}, own=False) is None
    assert may_decide("handler", {"handler"}, own=False) == Refused("wrong_role", {"verb": "recuse"})
    assert may_decide("approver", {"approver"}, own=False) == Refused("wrong_role", {"verb": "recuse"})
    assert may_decide("supervisor", {"supervisor"}, own=False) == Refused("wrong_role", {"verb": "recuse"})
    for role, deciding_roles in DECIDED_BY.items():
        assert role not in deciding_roles
        assert may_decide(role, deciding_roles, own=True) == Refused("own_recusal")


def test_who_only_looks_on_has_nothing_to_withdraw_from() -> None:
    assert role_of({"leader"}) == role_of({"signer"}) == role_of(()) == ""
    assert role_of({"leader", "supervisor"}) == "supervisor"


def test_somebody_goes_on_where_somebody_can() -> None:
    assert successor_wrong(None, [4], needed=True) == Refused("successor_needed")
    assert successor_wrong(None, [], needed=True) is None, "the supervisors find somebody"
    assert successor_wrong(None, [4], needed=False) is None
    assert successor_wrong(5, [4], needed=False) == Refused("unknown_choice", {"field": "successor"})
    assert successor_wrong(4, [4], needed=True) is None
