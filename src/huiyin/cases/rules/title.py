"""What a case is called until somebody gives it a better name."""

ALLEGATION = 60
LENGTH = 24
"""Characters: one line of a list on a phone."""


def title_of(text: str) -> str:
    """The first words of a text, cut to `LENGTH`."""
    first = text.strip().splitlines()[0].strip() if text.strip() else ""
    return first if len(first) <= LENGTH else first[: LENGTH - 1] + "…"


def first_allegation(text: str) -> str:
    """What a redacted text alleges or asks, until somebody words it better: its first line."""
    return text.strip().split("\n")[0][:ALLEGATION]
