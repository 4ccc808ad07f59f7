"""Which units a paper for units goes to."""

from __future__ import annotations

from itertools import product

import pytest

from huiyin.reporting.papers.rules.addressing import Place, addressed

COURT, FILING, POLICE = 1, 2, 3
"""A court with a section that signs for itself, and a bureau without one."""


@pytest.mark.parametrize(("court", "filing", "named"), list(product((True, False), repeat=3)))
def test_house_and_section(court: bool, filing: bool, named: bool) -> None:
    """A house that is read for gets it; its section where it is named, or where nobody reads for the house."""
    places = [Place(COURT, COURT, court), Place(FILING, COURT, filing), Place(POLICE, POLICE, True)]
    wanted = {
        (True, True, True): [COURT, FILING, POLICE],
        (True, True, False): [COURT, POLICE],
        (True, False, True): [COURT, POLICE],
        (True, False, False): [COURT, POLICE],
        (False, True, True): [FILING, POLICE],
        (False, True, False): [FILING, POLICE],
        (False, False, True): [POLICE],
        (False, False, False): [POLICE],
    }[court, filing, named]
    assert addressed(places, {FILING, POLICE} if named else {POLICE}) == wanted
