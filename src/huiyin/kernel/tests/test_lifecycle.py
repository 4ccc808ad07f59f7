from itertools import chain, combinations

import pytest

from huiyin.kernel.lifecycle import Conflict, Lifecycle, NotAllowed, Refused, Step

OPEN, TAKEN, DONE = "open", "taken", "done"
TABLE = Lifecycle(
    "errand",
    OPEN,
    (
        Step("take", frozenset({OPEN}), TAKEN, frozenset({"clerk"}), limit="finish"),
        Step("finish", frozenset({TAKEN}), DONE, frozenset({"clerk"})),
        Step("finish", frozenset({OPEN, TAKEN}), DONE, frozenset({"chief"})),
        Step("note", frozenset({OPEN, TAKEN, DONE}), None, frozenset({"clerk", "chief"})),
    ),
)
ALLOWED = {
    ("take", OPEN, "clerk"): TAKEN,
    ("finish", TAKEN, "clerk"): DONE,
    ("finish", TAKEN, "chief"): DONE,
    ("finish", OPEN, "chief"): DONE,
    **{("note", state, role): None for state in (OPEN, TAKEN, DONE) for role in ("clerk", "chief")},
}
OUT_OF_PLACE = {("take", TAKEN), ("take", DONE), ("finish", DONE)}
ROLES = ("clerk", "chief", "visitor")
ROLE_SETS = [frozenset(some) for some in chain(*(combinations(ROLES, n) for n in range(4)))]


def test_the_table_knows_its_states_verbs_and_roles() -> None:
    assert TABLE.states == (OPEN, TAKEN, DONE)
    assert TABLE.verbs == ("take", "finish", "note")
    assert TABLE.roles == {"clerk", "chief"}


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(sorted(roles)) or "nobody")
@pytest.mark.parametrize("state", [OPEN, TAKEN, DONE])
@pytest.mark.parametrize("verb", ["take", "finish", "note"])
def test_every_verb_in_every_state_by_every_set_of_roles(
    verb: str, state: str, roles: frozenset[str]
) -> None:
    answer = TABLE.step(verb, state, roles)
    targets = {ALLOWED[verb, state, role] for role in roles if (verb, state, role) in ALLOWED}
    if targets:
        assert isinstance(answer, Step)
        assert (answer.verb, answer.target) == (verb, targets.pop())
    elif (verb, state) in OUT_OF_PLACE:
        assert answer == Refused("wrong_state", {"state": state, "verb": verb})
    else:
        assert answer == Refused("wrong_role", {"verb": verb})
    assert (verb in TABLE.open_to(state, roles)) == isinstance(answer, Step)


def test_open_verbs_come_in_table_order() -> None:
    assert TABLE.open_to(OPEN, frozenset({"clerk", "chief"})) == ("take", "finish", "note")


def test_a_step_brings_its_limit() -> None:
    step = TABLE.step("take", OPEN, frozenset({"clerk"}))
    assert isinstance(step, Step) and step.limit == "finish"


def test_an_unknown_verb_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError, match="errand"):
        TABLE.step("tkae", OPEN, frozenset({"clerk"}))


def test_a_state_the_table_does_not_have_opens_nothing() -> None:
    assert TABLE.open_to("gone", frozenset(ROLES)) == ()


def test_the_exceptions_carry_what_a_door_shows() -> None:
    refused = Refused("recused", {"officer": 7})
    assert NotAllowed(refused).refused is refused and str(NotAllowed(refused)) == "recused"
    assert Conflict("assigned").changed == "assigned"
