"""Joint networks from tokens alone: the same fold at every member, whatever order the statements came in.

A set of statements that only grows is folded as follows; each step looks at the whole set, so order and repetition do not matter.

1. What its own member revoked is gone, for good.
2. Of several edges of one member between the same pair, and of several aliases of one pseudonym, the last (highest ``seq``) counts.
3. An edge is *confirmed* when the partner it names has an alias for the pseudonym it names. Without that it merges nothing: nobody
   joins another country's network to their own without its consent.
4. Confirmed edges of bucket 2-4 or more are *strong* and merge. A single shared identifier is *weak*: shown, not merged; it may be a
   shop's number that the filters missed.
5. The joint networks are what strong edges hold together, each named by the SHA-256 of its members' sorted pseudonyms.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from weft import sodium
from weft.match.statements import BUCKETS, Alias, Case, Edge, NotAMember, Revoke, Statement, read_statement

WEAK: Final = BUCKETS[0]
ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """One country's network in a case: the country's name there, and its pseudonym ``q``."""

    country: str
    pseudonym: bytes


@dataclass(frozen=True, slots=True)
class Tie:
    """What two networks share, as the country ``by`` said it. ``other`` is None until that country consents."""

    one: Member
    partner: str
    other: Member | None
    bucket: str
    types: tuple[str, ...]
    digest: bytes
    """Of the edge, to revoke it by."""

    @property
    def state(self) -> str:
        """``waiting`` for the partner's alias, ``weak`` or ``strong``."""
        if self.other is None:
            return "waiting"
        return "weak" if self.bucket == WEAK else "strong"


@dataclass(frozen=True, slots=True)
class Network:
    """One joint network: its id, and its members, sorted."""

    id: bytes
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """What the fold gives."""

    networks: tuple[Network, ...]
    """Largest first."""
    ties: tuple[Tie, ...]
    gaps: dict[str, tuple[range, ...]]
    """For each country, the numbers of statements that are known to be missing."""
    forks: tuple[str, ...]
    """Countries that signed two different statements under one number. Both count; the two together are evidence."""


@dataclass
class Store:
    """One node's statements of one case. ``own`` is the node's name in it; a node that is no member can hold none."""

    case: Case
    own: str | None = None
    statements: dict[bytes, Statement] = field(default_factory=dict)

    def take(self, data: bytes) -> Statement:
        """Add a statement; again is as good as once. Raises as :func:`weft.match.statements.read_statement`, and NotAMember."""
        if self.own is not None and self.own not in self.case.members:
            raise NotAMember(f"{self.own} is not a member of {self.case.name} and holds nothing of it")
        statement = read_statement(data, self.case)
        return self.statements.setdefault(statement.digest, statement)

    def fold(self) -> Joint:
        """The joint networks."""
        return fold(self.statements.values())


def fold(statements: Iterable[Statement]) -> Joint:
    """The joint networks of a set of statements that were read (and so verified) for one case."""
    known = {each.digest: each for each in statements}
    gone = {(each.owner, each.of) for each in known.values() if isinstance(each, Revoke)}
    live = sorted(
        (each for each in known.values() if (each.owner, each.digest) not in gone),
        key=lambda each: (each.seq, each.digest),
    )
    aliases = {(each.owner, each.p): each.q for each in live if isinstance(each, Alias)}
    edges = {(each.owner, each.q, each.partner, each.p): each for each in live if isinstance(each, Edge)}
    ties = sorted((_tie(edge, aliases) for edge in edges.values()), key=lambda tie: (tie.one, tie.partner, tie.digest))
    strong = [(tie.one, tie.other) for tie in ties if tie.other is not None and tie.state == "strong"]
    networks = (Network(joint_id(members), members) for members in _components(strong))
    return Joint(
        tuple(sorted(networks, key=lambda network: (-len(network.members), network.members))),
        tuple(ties),
        _gaps(known.values()),
        _forks(known.values()),
    )


def joint_id(members: Iterable[Member]) -> bytes:
    """SHA-256 of the sorted pseudonyms, 16 bytes: every member of the case computes the same."""
    return sodium.sha256(b"".join(sorted(member.pseudonym for member in members)))[:ID_BYTES]


def _tie(edge: Edge, aliases: dict[tuple[str, bytes], bytes]) -> Tie:
    q = aliases.get((edge.partner, edge.p))
    other = Member(edge.partner, q) if q is not None else None
    return Tie(Member(edge.owner, edge.q), edge.partner, other, edge.bucket, edge.types, edge.digest)


def _components(pairs: Iterable[tuple[Member, Member]]) -> Iterator[tuple[Member, ...]]:
    """Union-find: what the pairs hold together."""
    parent: dict[Member, Member] = {}

    def find(member: Member) -> Member:
        parent.setdefault(member, member)
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        parent[second] = first
    groups: dict[Member, list[Member]] = {}
    for member in parent:
        groups.setdefault(find(member), []).append(member)
    return (tuple(sorted(group)) for group in groups.values())


def _gaps(statements: Iterable[Statement]) -> dict[str, tuple[range, ...]]:
    """Numbers below each member's highest that are not here."""
    seen: dict[str, set[int]] = {}
    for each in statements:
        seen.setdefault(each.owner, {-1}).add(each.seq)
    missing = {}
    for owner, numbers in sorted(seen.items()):
        ascending = sorted(numbers)
        unseen = (range(low + 1, high) for low, high in itertools.pairwise(ascending))
        if ranges := tuple(each for each in unseen if each):
            missing[owner] = ranges
    return missing


def _forks(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Members that signed two different statements under one number: they told two stories."""
    seen: dict[tuple[str, int], bytes] = {}
    return tuple(
        sorted(
            {each.owner for each in statements if seen.setdefault((each.owner, each.seq), each.digest) != each.digest}
        )
    )
