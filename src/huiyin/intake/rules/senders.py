"""Which reports came from one sender, told from the keyed hashes of the contacts that they left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def together(rows: Iterable[tuple[int, Sequence[str]]]) -> dict[int, int]:
    """For each report (id) with a contact a number, the same where contacts are in common, also through a third one.

    A report without contacts is left out: whether two of those have one sender nobody can tell.
    """
    groups: list[tuple[set[int], set[str]]] = []
    for report, contacts in rows:
        mine, theirs = {report}, {contact for contact in contacts if contact}
        if not theirs:
            continue
        for other in [group for group in groups if group[1] & theirs]:
            groups.remove(other)
            mine |= other[0]
            theirs |= other[1]
        groups.append((mine, theirs))
    return {report: number for number, (reports, _) in enumerate(groups) for report in reports}
