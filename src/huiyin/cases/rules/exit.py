"""By whom an answer leaves: the body that took the matter in, and nobody else (受理部门扎口, S3-15)."""

from __future__ import annotations


def gives_answer(*, acceptor: int, house: int, accused_house: int, committee: int, complaint: bool) -> int:
    """The unit that gives the answer. `house` is the one that `acceptor` belongs to.

    A complaint about the accepting body's own house is answered by the committee: of that house nobody may learn that
    there was one. What merely asks for something, its acceptor answers, whosever house it is.
    """
    return committee if complaint and house == accused_house else acceptor
