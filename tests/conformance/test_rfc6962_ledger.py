"""RFC 6962 / RFC 9162: other people's Merkle proofs, good and bad, and our own tree against the definitions of the RFC."""

import base64
import hashlib

import pytest

from weft.errors import Tampered
from weft.ledger import proofs, tree, verify
from weft.ledger.tree import Node


def b64(text):
    return base64.b64decode(text or "")


def holds(kind, case):
    """What our checker says of a published case."""
    proof = [b64(each) for each in case["proof"] or []]
    try:
        if kind == "inclusion":
            verify.check_inclusion(b64(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, b64(case["root"]))
        else:
            verify.check_consistency(case["size1"], case["size2"], proof, b64(case["root1"]), b64(case["root2"]))
    except Tampered:
        return False
    return True


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_the_published_proofs_hold_or_fail_as_published(kind, vectors):
    cases = vectors("merkle_rfc6962.json")[kind]

    wrong = {name for name, case in cases.items() if holds(kind, case) == case["wantErr"]}

    assert len(cases) == 98
    assert sum(not case["wantErr"] for case in cases.values()) == 6
    assert wrong == set()


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_our_transcription_is_what_was_published(kind, vectors, published):
    ours = vectors("merkle_rfc6962.json")[kind]

    assert {name: published(f"merkle_rfc6962/{kind}/{name}.json") for name in ours} == ours


# The tree of eight leaves that Certificate Transparency's own tests use, with its roots (RFC 6962 has the same leaves).
LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_roots_of_the_well_known_tree():
    hashes = [tree.leaf_hash(leaf) for leaf in LEAVES]

    assert [tree.root_of(hashes[:size]).hex() for size in range(1, 9)] == ROOTS
    assert tree.root_of([]) == hashlib.sha256(b"").digest() == tree.EMPTY_ROOT


# A second opinion: the definitions of RFC 9162, word for word and slow.


def mth(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, known):
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], known=False), mth(leaves[:k])]


class Slow:
    """Hashes of complete subtrees, each computed from its leaves."""

    def __init__(self, leaves):
        self.leaves = leaves

    def read_hashes(self, nodes):
        return [mth(self.leaves[node.number << node.level : (node.number + 1) << node.level]) for node in nodes]


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65])
def test_every_proof_is_the_one_the_rfc_defines_and_nothing_near_it_passes(size):
    leaves = [bytes([place]) * (place % 5) for place in range(size)]
    reader, root = Slow(leaves), mth(leaves)
    assert tree.root(reader, size) == root

    for index in range(size):
        proof = proofs.inclusion_proof(reader, index, size)
        leaf = tree.leaf_hash(leaves[index])
        assert proof == path(index, leaves)
        verify.check_inclusion(leaf, index, size, proof, root)
        for bad in spoiled(proof):
            with pytest.raises(verify.BadProof):
                verify.check_inclusion(leaf, index, size, bad, root)
        with pytest.raises(verify.BadProof):
            verify.check_inclusion(flip(leaf), index, size, proof, root)
    for old in range(1, size + 1):
        proof = proofs.consistency_proof(reader, old, size)
        assert proof == subproof(old, leaves, known=True)
        verify.check_consistency(old, size, proof, mth(leaves[:old]), root)
        for bad in spoiled(proof):
            with pytest.raises(verify.BadProof):
                verify.check_consistency(old, size, bad, mth(leaves[:old]), root)
        if old < size:
            with pytest.raises(verify.BadProof):
                verify.check_consistency(old, size, proof, flip(mth(leaves[:old])), root)
        with pytest.raises(verify.BadProof):
            verify.check_consistency(old, size, proof, mth(leaves[:old]), flip(root))


def flip(data):
    return bytes([data[0] ^ 1]) + data[1:]


def spoiled(proof):
    """The proof with each hash changed, one dropped, one added, two swapped, one cut short."""
    for place, each in enumerate(proof):
        yield [*proof[:place], flip(each), *proof[place + 1 :]]
        yield [*proof[:place], each[:-1], *proof[place + 1 :]]
        yield proof[:place] + proof[place + 1 :]
    for place in range(len(proof) + 1):
        yield [*proof[:place], bytes(32), *proof[place:]]
    for place in range(len(proof) - 1):
        yield [*proof[:place], proof[place + 1], proof[place], *proof[place + 2 :]]


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4), (5, 4)])
def test_no_proof_is_made_for_what_is_not_in_the_tree(index, size):
    with pytest.raises(proofs.OutsideTheTree):
        proofs.inclusion_proof(Slow([b""] * 8), index, size)
    with pytest.raises(verify.BadProof):
        verify.check_inclusion(bytes(32), index, size, [], bytes(32))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 4), (5, 4), (-1, 3)])
def test_no_proof_of_consistency_starts_at_nothing_or_goes_backwards(old, new):
    with pytest.raises(proofs.OutsideTheTree):
        proofs.consistency_proof(Slow([b""] * 8), old, new)
    with pytest.raises(verify.BadProof):
        verify.check_consistency(old, new, [], bytes(32), bytes(32))


def test_a_proof_reads_all_its_hashes_at_once_and_few():
    asked = []

    class Counting(Slow):
        def read_hashes(self, nodes):
            asked.append(list(nodes))
            return super().read_hashes(nodes)

    proofs.inclusion_proof(Counting([b""] * 37), 11, 37)

    assert asked == [[Node(0, 10), Node(1, 4), Node(2, 3), Node(3, 0), Node(4, 1), Node(2, 8), Node(0, 36)]]
