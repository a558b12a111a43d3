"""What members of a joint case tell each other so that their networks can be joined: edges, aliases, and taking either back.

========  =============================================================================================================
``case``  who is a member, under which key; signed by every one of them
``edge``  "my network ``q`` and your ``p`` share identifiers": how many, as one of four buckets; of which types
``alias`` "my ``p`` is my network ``q``": the partner's consent, without which an edge merges nothing
``revoke``"what I said there no longer holds"
========  =============================================================================================================

``p`` is the pseudonym that a partner's sealed payload carried, known to that partner and to whoever asked. ``q`` is a member's own
pseudonym of a network in this one case: HMAC of the network's name under a key that never leaves (:func:`case_pseudonym`). Neither says
anything about identifiers, names or sizes.

Statements are signed texts as all messages are (:mod:`weft.match.forms`), each numbered and chained to the one before by the same
member, so that a lost one is noticed. They form a set that only grows: in any order, any number of times, from any hand.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weft import sodium
from weft.errors import Refused
from weft.ledger.note import Signer
from weft.ledger.verify import NotANote, Note, VerifierKey, check_note, read_key, read_note
from weft.match import forms, tokens
from weft.match.forms import BadForm

PSEUDONYM_BYTES: Final = 16
DIGEST_BYTES: Final = 32
FIRST: Final = bytes(DIGEST_BYTES)
"""``prev`` of a member's first statement in a case."""
BUCKETS: Final = ("1", "2-4", "5-9", "10+")
"""How many identifiers two networks share. Exact numbers would say more than stitching needs."""
MOST_MEMBERS: Final = 64

_CASE_TYP: Final = "weft.match.case/1"
_EDGE_TYP: Final = "weft.match.edge/1"
_ALIAS_TYP: Final = "weft.match.alias/1"
_REVOKE_TYP: Final = "weft.match.revoke/1"


class NotAMember(Refused):
    """A statement of, or for, someone who is not in the case; or a case that not all its members have signed."""

    code = "refused.not_a_member"


@dataclass(frozen=True, slots=True)
class Case:
    """A joint case: its name, its members by name, and the digest that its statements carry."""

    name: str
    opened: dt.datetime
    members: Mapping[str, VerifierKey]

    @property
    def text(self) -> str:
        """The text that every member signs."""
        listed = [{"key": str(key), "name": name} for name, key in sorted(self.members.items())]
        fields = {"case": self.name, "members": listed, "opened": forms.to_text(self.opened), "typ": _CASE_TYP}
        return forms.text_of(fields).decode()

    @property
    def digest(self) -> bytes:
        """16 bytes that name the case: another list of members is another case."""
        return sodium.sha256(self.text.encode())[:PSEUDONYM_BYTES]


@dataclass(frozen=True, slots=True)
class Statement:
    """What every statement has. ``digest`` is the SHA-256 of its text."""

    case: bytes
    owner: str
    seq: int
    prev: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Edge(Statement):
    """``owner``'s network ``q`` shares identifiers with what ``partner`` calls ``p``."""

    q: bytes
    partner: str
    p: bytes
    bucket: str
    types: tuple[str, ...]
    tier: int
    """The lowest evidence tier among the shared identifiers, as the partner's payloads told it."""


@dataclass(frozen=True, slots=True)
class Alias(Statement):
    """``owner`` consents: its ``p`` is its network ``q``."""

    p: bytes
    q: bytes


@dataclass(frozen=True, slots=True)
class Revoke(Statement):
    """``owner`` takes back the statement with digest ``of``, for good."""

    of: bytes


def case_pseudonym(key: bytes, case: Case, network: str) -> bytes:
    """``q``: the pseudonym of a network in one case. ``key`` is the member's own and never leaves; other cases give other ones."""
    own = sodium.mac(key, b"weft/joint/1" + case.digest)
    return sodium.mac(own, network.encode())[:PSEUDONYM_BYTES]


def bucket_of(shared: int) -> str:
    """The bucket of a number of shared identifiers.

    >>> [bucket_of(n) for n in (1, 2, 4, 5, 9, 10, 500)]
    ['1', '2-4', '2-4', '5-9', '5-9', '10+', '10+']
    """
    assert shared >= 1, "nothing shared is no edge"
    return BUCKETS[(shared >= 2) + (shared >= 5) + (shared >= 10)]


# --- cases ----------------------------------------------------------------------------------------------------------------


def sign_case(case: Case, signer: Signer, before: bytes = b"") -> bytes:
    """The case with one more member's signature. ``before`` is what the others have signed so far."""
    if signer.key not in case.members.values():
        raise NotAMember(f"{signer.name} with the key {signer.key.key_id.hex()} is not a member of {case.name}")
    lines = read_note(before).lines if before else ()
    kept = tuple(line for line in lines if (line.name, line.key_id) != (signer.name, signer.key.key_id))
    return bytes(Note(case.text, (*kept, signer.sign(case.text))))


def read_case(data: bytes, *, signed_by_all: bool = True) -> Case:
    """A joint case. Raises BadForm, BadSignature, and NotAMember where a member's signature is still missing.

    The keys are those the case names: who they belong to is for people to compare, once, when they sign.
    """
    try:
        note = read_note(data)
    except NotANote as wrong:
        raise BadForm(f"case: {wrong}", what="case") from wrong
    found = forms.fields_of(note.text, _CASE_TYP, _CASE_SPEC, "case")
    members = dict(found["members"])
    case = Case(found["case"], found["opened"], members)
    if case.text != note.text:
        raise BadForm("case: members must be sorted, each once", what="case")
    signed = {each.key for each in check_note(note, members.values())}
    absent = [name for name, key in members.items() if key not in signed]
    if signed_by_all and absent:
        raise NotAMember(
            f"case {case.name} is not signed by {', '.join(absent)} yet",
            hint="each member signs before anything is said",
        )
    return case


def _member(value: Any) -> tuple[str, VerifierKey]:
    found = forms.group({"key": forms.text(200), "name": forms.name})(value)
    try:
        return found["name"], read_key(found["key"])
    except NotANote as wrong:
        raise ValueError(f"expected a key of the form name+id+base64 ({wrong})") from wrong


_CASE_SPEC: Final = {"case": forms.name, "members": forms.many(_member, 2, MOST_MEMBERS), "opened": forms.moment}

# --- statements -------------------------------------------------------------------------------------------------------------

_COMMON: Final = {
    "case": forms.raw(PSEUDONYM_BYTES),
    "owner": forms.name,
    "prev": forms.raw(DIGEST_BYTES),
    "seq": forms.whole(0, 2**53 - 1),
}
_SPECS: Final[Mapping[str, Mapping[str, forms.Field]]] = {
    _EDGE_TYP: {
        **_COMMON,
        "bucket": forms.one_of(*BUCKETS),
        "p": forms.raw(PSEUDONYM_BYTES),
        "partner": forms.name,
        "q": forms.raw(PSEUDONYM_BYTES),
        "tier": forms.whole(0, 255),
        "types": forms.many(forms.one_of(*tokens.TYPES), 1, len(tokens.TYPES)),
    },
    _ALIAS_TYP: {**_COMMON, "p": forms.raw(PSEUDONYM_BYTES), "q": forms.raw(PSEUDONYM_BYTES)},
    _REVOKE_TYP: {**_COMMON, "of": forms.raw(DIGEST_BYTES)},
}


@dataclass
class Writer:
    """Makes one member's statements in a case, numbered and chained."""

    case: Case
    owner: str
    signer: Signer
    seq: int = 0
    prev: bytes = FIRST

    def __post_init__(self) -> None:
        if self.case.members.get(self.owner) != self.signer.key:
            raise NotAMember(
                f"{self.owner} is not a member of {self.case.name} under the key {self.signer.key.key_id.hex()}"
            )

    def edge(self, q: bytes, partner: str, p: bytes, shared: int, types: Sequence[str], tier: int) -> bytes:
        """A signed edge."""
        if partner not in self.case.members or partner == self.owner:
            raise NotAMember(f"{partner} is no other member of {self.case.name}")
        more = {"bucket": bucket_of(shared), "p": forms.to_base64(p), "partner": partner, "q": forms.to_base64(q)}
        return self._say(_EDGE_TYP, {**more, "tier": tier, "types": sorted(set(types))})

    def alias(self, p: bytes, q: bytes) -> bytes:
        """A signed alias."""
        return self._say(_ALIAS_TYP, {"p": forms.to_base64(p), "q": forms.to_base64(q)})

    def revoke(self, of: bytes) -> bytes:
        """A signed revocation of one's own statement."""
        return self._say(_REVOKE_TYP, {"of": forms.to_base64(of)})

    def _say(self, typ: str, more: Mapping[str, Any]) -> bytes:
        common = {"case": forms.to_base64(self.case.digest), "owner": self.owner, "prev": forms.to_base64(self.prev)}
        fields = {**common, **more, "seq": self.seq, "typ": typ}
        self.seq, self.prev = self.seq + 1, sodium.sha256(forms.text_of(fields))
        return forms.write(fields, self.signer)


def read_statement(data: bytes, case: Case) -> Statement:
    """A statement of this case, signed by the member it is of. Raises BadForm, BadSignature, or NotAMember."""
    typ = _typ(data)
    claimed = forms.peek(data, typ, _SPECS[typ], "statement")
    if claimed["case"] != case.digest:
        raise NotAMember(
            f"a statement of another case than {case.name}", hint="a case with other members is another case"
        )
    key = case.members.get(claimed["owner"])
    if key is None or (
        typ == _EDGE_TYP and (claimed["partner"] not in case.members or claimed["partner"] == claimed["owner"])
    ):
        raise NotAMember(f"a statement of or about someone who is no member of {case.name}")
    signed = forms.read(data, typ, _SPECS[typ], key, "statement")
    if signed.rest:
        raise BadForm("statement: bytes behind the signature", what="statement")
    kinds: dict[str, type[Statement]] = {_EDGE_TYP: Edge, _ALIAS_TYP: Alias, _REVOKE_TYP: Revoke}
    return kinds[typ](digest=sodium.sha256(signed.text.encode()), **signed.fields)


def _typ(data: bytes) -> str:
    for typ in _SPECS:
        if f'"typ":"{typ}"'.encode() in data:
            return typ
    raise BadForm("statement: neither edge nor alias nor revoke", what="statement")
