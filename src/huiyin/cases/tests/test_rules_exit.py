"""Who gives an answer: every combination, written out."""

import pytest

from huiyin.cases.rules.exit import gives_answer

COURT, OFFICE_OF_COURT, POLICE_DESK, POLICE, COMMITTEE = 10, 11, 21, 20, 1


@pytest.mark.parametrize(
    ("acceptor", "house", "complaint", "gives"),
    [
        (OFFICE_OF_COURT, COURT, True, COMMITTEE),
        (OFFICE_OF_COURT, COURT, False, OFFICE_OF_COURT),
        (COURT, COURT, True, COMMITTEE),
        (POLICE_DESK, POLICE, True, POLICE_DESK),
        (POLICE_DESK, POLICE, False, POLICE_DESK),
        (COMMITTEE, COMMITTEE, True, COMMITTEE),
        (COMMITTEE, COMMITTEE, False, COMMITTEE),
    ],
)
def test_about_the_court(acceptor: int, house: int, complaint: bool, gives: int) -> None:
    found = gives_answer(
        acceptor=acceptor, house=house, accused_house=COURT, committee=COMMITTEE, complaint=complaint
    )
    assert found == gives
