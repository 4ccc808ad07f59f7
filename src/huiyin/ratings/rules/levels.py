"""The five levels of the national scale (GB/T 39735; facts 1.5)."""

LEVELS = (5, 4, 3, 2, 1)
"""非常满意, 满意, 基本满意, 不满意, 非常不满意."""

BAD = frozenset({1, 2})
"""差评: somebody calls back."""

RESULTS = ("reached", "not_reached", "refused")
WORDS_LIMIT = 1000


def satisfied_share(levels: list[int]) -> tuple[int, int]:
    """How many of `levels` are at least 基本满意, and of how many: numerator and denominator, never a bare share."""
    return sum(level not in BAD for level in levels), len(levels)
