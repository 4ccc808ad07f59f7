from huiyin.kernel.actor import PUBLIC, SYSTEM, Actor, Mandate

CAROL = Actor(
    "account:3",
    "Carol",
    mandates=(Mandate("reviewer", 1), Mandate("inspector", 1), Mandate("reviewer", 30)),
)


def test_a_mandate_holds_for_its_unit_and_its_role_alone() -> None:
    assert CAROL.units_as("reviewer") == {1, 30}
    assert CAROL.units_as("inspector", "handler") == {1}
    assert CAROL.units_as() == CAROL.units_as("handler") == frozenset()
    assert CAROL.roles_in(1) == {"reviewer", "inspector"}
    assert CAROL.roles_in(30) == {"reviewer"}
    assert CAROL.roles_in(3) == CAROL.roles_in(None) == frozenset()
    assert CAROL.roles == {"reviewer", "inspector"}


def test_the_public_and_the_program_are_apart_and_hold_no_mandate() -> None:
    assert PUBLIC.account != SYSTEM.account
    for actor in (PUBLIC, SYSTEM):
        assert actor.roles == frozenset() and actor.officer is None
