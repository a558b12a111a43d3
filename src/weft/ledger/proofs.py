"""Making inclusion and consistency proofs (RFC 9162, 2.1.3.1 and 2.1.4.1). Checking them is :mod:`weft.ledger.verify`.

RFC 6962 calls them audit path and consistency proof. Each function plans all the hashes it needs and reads them at once; a
proof holds at most 64 hashes.
"""

from weft.errors import InputProblem
from weft.ledger.tree import HashReader, complete_nodes, fold

_Range = tuple[int, int]


class OutsideTheTree(InputProblem):
    """A leaf or a size that the tree does not have."""

    code = "input.outside_the_tree"


def inclusion_proof(reader: HashReader, index: int, size: int) -> list[bytes]:
    """The proof that leaf ``index`` is in the tree of the first ``size`` leaves, from the leaf's sibling upwards."""
    if not 0 <= index < size:
        raise OutsideTheTree(f"leaf {index} is not in a tree of {size}")
    return _read(reader, _path(index, 0, size))


def consistency_proof(reader: HashReader, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is the beginning of the tree of ``new``; empty when they are the same."""
    if not 1 <= old <= new:
        raise OutsideTheTree(f"no consistency proof leads from a tree of {old} to one of {new}")
    return _read(reader, _subproof(old, 0, new, whole=True))


def _split(start: int, end: int) -> int:
    """Where the tree over this range splits: the largest power of two smaller than its number of leaves."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _path(index: int, start: int, end: int) -> list[_Range]:
    """PATH(m, D[n]) of RFC 9162, 2.1.3.1, as ranges of leaves."""
    ranges: list[_Range] = []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    ranges.reverse()
    return ranges


def _subproof(old: int, start: int, end: int, *, whole: bool) -> list[_Range]:
    """SUBPROOF(m, D_n, b) of RFC 9162, 2.1.4.1, as ranges of leaves; ``whole`` is its b."""
    ranges: list[_Range] = []
    while old != end:
        middle = _split(start, end)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    ranges.reverse()
    return ranges


def _read(reader: HashReader, ranges: list[_Range]) -> list[bytes]:
    wanted = [complete_nodes(start, end) for start, end in ranges]
    hashes = iter(reader.read_hashes([node for nodes in wanted for node in nodes]))
    return [fold([next(hashes) for _ in nodes]) for nodes in wanted]
