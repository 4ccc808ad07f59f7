"""A Merkle tree over all events, as in certificate transparency (RFC 6962, section 2.1; SHA-256).

A signed root over the first n events commits to every one of them; a path of at most log2(n) hashes proves to a
citizen that the event on their receipt is among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (at least 2)."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; over none the hash of nothing.

    Folds equal subtrees from the left, so that it takes one pass and log2(n) hashes of memory.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    peaks: list[tuple[int, bytes]] = []
    for value in leaves:
        height = 0
        while peaks and peaks[-1][0] == height:
            value = node(peaks.pop()[1], value)
            height += 1
        peaks.append((height, value))
    result = peaks.pop()[1]
    while peaks:
        result = node(peaks.pop()[1], result)
    return result


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, lowest first. Raises IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def climbs(value: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether `proof` leads from leaf hash `value` at `index` of `size` leaves to `expected` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, result = index, size - 1, value
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            result = node(sibling, result)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            result = node(result, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and result == expected
