"""The tree against a naive definition, and proofs against every kind of lie."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger.rules import merkle


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


trees = st.integers(1, 70).map(lambda n: [merkle.leaf(bytes([i])) for i in range(n)])


@given(trees)
def test_the_root_is_the_standards(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == naive(leaves)


@given(trees, st.data())
def test_a_proof_holds_for_its_leaf_and_for_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    size, top = len(leaves), naive(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.path(index, leaves)
    assert merkle.climbs(leaves[index], index, size, proof, top)
    assert not merkle.climbs(merkle.leaf(b"forged"), index, size, proof, top)
    assert not merkle.climbs(leaves[index], index, size, proof, merkle.leaf(b"other root"))
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else 1
    assert not merkle.climbs(leaves[index], other, size, proof, top)
    assert not merkle.climbs(leaves[index], index, size, [*proof, top], top)
    if proof:
        assert not merkle.climbs(leaves[index], index, size, proof[:-1], top)


def test_a_leaf_cant_pass_for_a_node() -> None:
    left, right = merkle.leaf(b"a"), merkle.leaf(b"b")
    assert merkle.leaf(left + right) != merkle.node(left, right)
