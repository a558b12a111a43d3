"""Merkle tree hashing as in RFC 9162 section 2.1 (the same tree as RFC 6962), with SHA-256.

A *node* is a complete subtree: ``(level, number)`` covers the leaves ``number * 2**level`` up to ``(number + 1) * 2**level``.
Only complete subtrees are ever stored; every other hash (a root, a step of a proof) is folded from them, so that a log of any
size answers from at most 64 reads. Who stores them is the caller's business: all this package asks for is :class:`HashReader`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""


class Node(NamedTuple):
    """A complete subtree of ``2**level`` leaves, the ``number``-th of its level, counted from 0."""

    level: int
    number: int


class HashReader(Protocol):
    """What proofs need from storage."""

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        """The hashes of ``nodes``, in their order. Raises :class:`weft.errors.Tampered` for one that is not stored."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one leaf. The first byte keeps leaves and inner nodes apart, so that neither can pose as the other."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_nodes(start: int, end: int) -> list[Node]:
    """The fewest complete subtrees that make up leaves ``start`` to ``end``, left to right.

    ``start`` must be a place where the tree splits (0, or reached by RFC 9162's rule of the largest power of two); then at
    most 64 nodes come back, each smaller than the one before.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        assert (start >> level) << level == start, "a range that no split of the tree makes"
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring complete subtrees, left to right: the smaller ones on the right are joined first."""
    if not hashes:
        return EMPTY_ROOT
    *rest, whole = hashes
    for left in reversed(rest):
        whole = node_hash(left, whole)
    return whole


def pair_up(hashes: Sequence[bytes]) -> list[bytes]:
    """One level up: the hash of each pair of neighbours. The number of ``hashes`` is even."""
    sha256 = hashlib.sha256
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=True)]


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over all leaf hashes, in one pass, with at most 64 hashes in memory."""
    stack: list[bytes] = []
    for count, leaf in enumerate(leaf_hashes, 1):
        whole = leaf
        for _ in range((count & -count).bit_length() - 1):
            whole = node_hash(stack.pop(), whole)
        stack.append(whole)
    return fold(stack)


def root(reader: HashReader, size: int) -> bytes:
    """The root of the first ``size`` leaves. One read of at most 64 hashes."""
    return fold(reader.read_hashes(complete_nodes(0, size)))
