"""Ballots on paper, entered twice: how a line is read, and when two people read the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.scoring import BLANK
from huiyin.panels.rules.voting import FEWEST

Answers = Mapping[str, Sequence[str]]

NONE = "0"
"""How a blank is entered, so that a line always has as many digits as there are axes."""


def digits(scale: Sequence[str]) -> dict[str, str]:
    """The digit of each answer, as it is printed on the paper: 1 for the first, and so on; `NONE` for a blank."""
    return {NONE: BLANK} | {str(place): answer for place, answer in enumerate(scale, 1)}


def read_line(line: str, axes: int, scale: Sequence[str]) -> list[str] | Refused:
    """An answer an axis from a line of digits; an empty line is all blank. Refused: `line_unreadable`."""
    typed = "".join(line.split()) or NONE * axes
    known = digits(scale)
    if len(typed) != axes or any(digit not in known for digit in typed):
        return Refused("line_unreadable", {"axes": axes, "most": len(scale)})
    return [known[digit] for digit in typed]


def written(answers: Sequence[str], scale: Sequence[str]) -> str:
    """The line from which `read_line` reads these answers."""
    digit = {answer: one for one, answer in digits(scale).items()}
    return "".join(digit[answer] for answer in answers)


def agreed(transcripts: Mapping[int, Answers]) -> int | None:
    """Somebody of whose transcript another's says the same in every answer, the first such; None: nobody.

    Nobody outvotes anybody: people who differ look at the paper again until two of them read the same.
    """
    said = {who: _plain(answers) for who, answers in sorted(transcripts.items())}
    return next((who for who, one in said.items() if list(said.values()).count(one) > 1), None)


def differing(mine: Answers, others: Sequence[Answers]) -> list[str]:
    """The objects at which somebody else read something else than I did."""
    own = _plain(mine)
    return [one for one, said in own.items() if any(_plain(other).get(one) != said for other in others)]


def _plain(answers: Answers) -> dict[str, list[str]]:
    return {one: list(said) for one, said in answers.items()}


def too_few_papers(papers: Mapping[str, int], public: Sequence[str]) -> Refused | None:
    """Of so few papers it could be guessed whose is whose by those who enter them; a public layer has no secret."""
    for layer, number in papers.items():
        if 0 < number < FEWEST and layer not in public:
            return Refused("papers_too_few", {"least": FEWEST, "number": number})
    return None
