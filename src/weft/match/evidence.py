"""Evidence binding: every question commits, under one hash, to why each element is asked; an auditor of the asker's own country opens some.

Nothing can stop an agency from asking about numbers it merely invented. But before it knows which positions will be drawn it commits to
``SHA-256(0x00 || salt || SHA-256(x) || evidence digest || case tag || kind)`` for each position, and the positions come out of the holder's
next checkpoint, which the asker cannot foresee and the holder gains nothing by choosing: the elements are blind to it. The auditor sees the
sampled identifiers (data of its own country) and nothing of the holder's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from weft import sodium
from weft.errors import Tampered
from weft.ledger import proofs, tree
from weft.ledger.tree import Node
from weft.ledger.verify import BadProof as BadInclusion
from weft.ledger.verify import check_inclusion
from weft.match import voprf
from weft.sodium import Scalar

SALT_BYTES: Final = 16
ITEM, DECOY, KNOWN_ANSWER, FILLER = "item", "decoy", "kat", "fill"
SORTS: Final = (ITEM, DECOY, KNOWN_ANSWER, FILLER)


class NotBacked(Tampered):
    """An opened position does not show what the asker committed to."""

    code = "tampered.evidence"


@dataclass(frozen=True, slots=True)
class Claim:
    """Why one position is asked. For padding of any sort, ``evidence`` is the hash of nothing."""

    sort: str
    x: bytes
    evidence: bytes
    case_tag: bytes
    salt: bytes

    @property
    def leaf(self) -> bytes:
        """Leaf hash of the evidence tree."""
        body = self.salt + sodium.sha256(self.x) + self.evidence + self.case_tag + self.sort.encode()
        return tree.leaf_hash(body)


@dataclass(frozen=True, slots=True)
class Opening:
    """One position laid open to an auditor: the claim, its place under the root, and the blind that ties it to the element."""

    position: int
    claim: Claim
    path: tuple[bytes, ...]
    blind: Scalar


class _Leaves:
    """A tree small enough to be hashed anew for each proof."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        return [tree.root_of(self._leaves[n.number << n.level : (n.number + 1) << n.level]) for n in nodes]


def root(claims: Sequence[Claim]) -> bytes:
    """The evidence root of a question."""
    return tree.root_of([one.leaf for one in claims])


def open_position(claims: Sequence[Claim], position: int, blind: Scalar) -> Opening:
    """What the auditor gets for one position."""
    reader = _Leaves([one.leaf for one in claims])
    return Opening(position, claims[position], tuple(proofs.inclusion_proof(reader, position, len(claims))), blind)


def positions(next_checkpoint: bytes, query_id: bytes, count: int, sample: int) -> list[int]:
    """The positions an auditor opens: drawn by the holder's next checkpoint after the question, so nobody chose them."""
    drawn: dict[int, None] = {}
    number = 0
    while len(drawn) < min(sample, count):
        digest = sodium.sha256(b"weft/audit/1", next_checkpoint, query_id, number.to_bytes(4, "big"))
        # 64 bits modulo at most 4,096: the bias is below 2^-52.
        drawn[int.from_bytes(digest[:8], "big") % count] = None
        number += 1
    return sorted(drawn)


Backed = Callable[[Claim], bool]
"""The auditor's own look into the asker's files: does this evidence exist, concern this identifier, and stand in the log earlier?"""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the auditor signs for the holder: numbers, no identifiers."""

    sampled: int
    backed: int
    padding: int
    """Sampled positions that hold padding of the protocol, which needs no evidence."""
    unbacked: tuple[int, ...]
    """Positions of real questions without evidence. For the auditor's own report; the holder gets the count."""


def audit(
    openings: Sequence[Opening], root_of_query: bytes, elements: Sequence[bytes], backed: Backed, is_padding: Backed
) -> Audit:
    """Check openings against a question as it was sent. NotBacked for one that is not what was committed to.

    ``is_padding`` decides whether a claim that calls itself padding is padding: a filler's own type, a known-answer token of the
    manifest, a decoy from the agreed pool. What only says so counts as an unbacked question.
    """
    good = padding = 0
    unbacked = []
    for one in openings:
        try:
            check_inclusion(one.claim.leaf, one.position, len(elements), list(one.path), root_of_query)
        except BadInclusion as wrong:
            raise NotBacked(f"position {one.position} was not committed to", position=one.position) from wrong
        if voprf.blind(one.claim.x, one.blind) != elements[one.position]:
            raise NotBacked(
                f"position {one.position} asked something else than was committed to", position=one.position
            )
        if one.claim.sort != ITEM and is_padding(one.claim):
            padding += 1
        elif one.claim.sort == ITEM and backed(one.claim):
            good += 1
        else:
            unbacked.append(one.position)
    return Audit(len(openings), good, padding, tuple(unbacked))
