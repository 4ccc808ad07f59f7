"""The life of an accountability record (责任追究, S3-21): stated, objected to or not, upheld or withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.kernel.lifecycle import Lifecycle, Refused, step

BREACH = Lifecycle(
    name="breach",
    first="stated",
    steps=(
        step("contest", "stated", "contested", "blamed"),
        step("uphold", "stated contested", "upheld", "judge"),
        step("withdraw", "stated contested", "withdrawn", "judge"),
    ),
)


def judges(held: Collection[str], *, stated_it: bool) -> Refused | None:
    """Who leads the committee concludes; never whoever stated the breach."""
    if stated_it:
        return Refused("own_statement")
    return None if "leader" in held else Refused("wrong_role", {"verb": "uphold"})
