"""Who signs a report: level by level (逐级把关, S3-16 … S3-18), and nobody what they found or signed before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from huiyin.kernel.lifecycle import Refused


def next_level(levels: Sequence[str], signed: int) -> str:
    """The mandate that signs after `signed` and the one that signs now; "" where this signature is the last."""
    return levels[signed + 1] if signed + 1 < len(levels) else ""


def barred(
    account: int, *, found_by: int | None, handlers: Collection[int], signers: Collection[int]
) -> Refused | None:
    """Why an account may not sign; None where it may. `signers`: who signed this case at another level, ever."""
    if found_by is None or account == found_by or account in handlers:
        return Refused("own_finding")
    return Refused("signed_already") if account in signers else None
