"""Joint cases by files: edges out of hits, consent, taking back, and folding what everybody said.

A member's folder has, as all folders of the file way, ``send`` to hand round and ``keep`` to keep::

    TH-SAID/send/case               the case, signed by every member
    TH-SAID/send/1f09….statement    one file a statement, named by its digest: folders are joined by copying
    TH-SAID/keep/networks.csv       which of our own networks stands behind which pseudonym
    TH-SAID/keep/log                our log of what we said, before it was handed round
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from weft.errors import FileNotRead, InputProblem, Refused, WeftError
from weft.ledger.folder import Folder
from weft.ledger.note import Signer
from weft.ledger.verify import VerifierKey
from weft.match import answering, forms, statements, tokens
from weft.match.sets import Holding
from weft.match.statements import BUCKETS, Alias, Case, Edge, Revoke, Statement, Writer
from weft.match.stick import holder, places
from weft.match.stick.places import KEEP, LOG, MANIFEST, SEND
from weft.match.stitch import Joint, Store
from weft.sodium import Random

CASE: Final = "case"
NETWORKS: Final = "networks.csv"
_SUFFIX: Final = ".statement"
_HIT_COLUMNS: Final = ("kind", "value", "holder", "pseudonym", "tier", "my_network")
_OWN_COLUMNS: Final = ("pseudonym", "network")


class OtherCase(Refused):
    """Folders of two different joint cases."""

    code = "refused.other_case"


def open_case(name: str, members: Sequence[VerifierKey], signer: Signer, now: datetime) -> bytes:
    """A new case of these members, signed by the first of them. Members bear the names of their keys."""
    try:
        forms.name(name)
        named = {forms.name(key.name): key for key in members}
    except ValueError as wrong:
        raise InputProblem(f"case and members: {wrong}") from wrong
    if len(named) != len(members) or len(named) < 2:
        raise InputProblem("a joint case has two members or more, each with a name of its own")
    return statements.sign_case(Case(name, now.replace(microsecond=0), named), signer)


# --- saying ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What one step said, and what it did not."""

    case: Case
    new: int
    already: int
    """Said before, in the same words."""
    left_out: int
    """Hits in none of our own networks, or without a pseudonym."""
    asked: tuple[Edge, ...] = ()
    """Edges that wait for our consent and did not get it."""


class _Folder:
    """A member's own folder, opened to say more."""

    def __init__(self, out: Path, case_note: bytes, signer: Signer) -> None:
        self.case = statements.read_case(case_note)
        self.signer = signer
        self._send, self._keep = Folder(out / SEND), Folder(out / KEEP)
        there = self._send.read(CASE)
        if there is not None and statements.read_case(there).digest != self.case.digest:
            raise OtherCase(f"{out} belongs to another joint case", hint="choose another --out; nothing was changed")
        self._send.replace(CASE, case_note)
        own = [each for each in read_all(out, self.case) if each.owner == signer.name]
        last = max(own, key=lambda each: each.seq, default=None)
        start = (last.seq + 1, last.digest) if last else (0, statements.FIRST)
        self.own = own
        self.writer = Writer(self.case, signer.name, signer, *start)
        self._networks = dict(_own_networks(out))
        self._log = out / KEEP / LOG
        self._said: list[bytes] = []

    def pseudonym(self, network: str) -> bytes:
        """``q`` of one of our own networks, written down for ourselves first."""
        q = statements.case_pseudonym(self.signer.seed, self.case, network)
        if q.hex() not in self._networks:
            self._networks[q.hex()] = network
            self._keep.replace(NETWORKS, _csv(_OWN_COLUMNS, sorted(self._networks.items())))
        return q

    def live(self) -> list[Statement]:
        """What we said and did not take back."""
        gone = {each.of for each in self.own if isinstance(each, Revoke)}
        return [each for each in self.own if each.digest not in gone]

    def say(self, data: bytes) -> None:
        """A statement to be handed round."""
        self._said.append(data)

    def hand_round(self, rng: Random) -> None:
        """Log what was said, then put it where it is handed round from. Cut off in between, the same is said again and logged once."""
        if not self._said:
            return
        read = [statements.read_statement(data, self.case) for data in self._said]
        told = [
            {
                "typ": "weft.match.said/1",
                "case": forms.to_base64(self.case.digest),
                "kind": type(one).__name__.lower(),
                "seq": one.seq,
                "statement": forms.to_base64(one.digest),
            }
            for one in read
        ]
        places.log_all(self._log, self.signer, told, rng)
        for one, data in zip(read, self._said, strict=True):
            self._send.replace(one.digest.hex()[:32] + _SUFFIX, data)


@contextmanager
def _opened(out: Path, case_note: bytes, signer: Signer, rng: Random) -> Iterator[_Folder]:
    """Our folder, ours alone meanwhile: two at once would number their statements alike, and that is two stories."""
    with Folder(out).alone():
        own = _Folder(out, case_note, signer)
        yield own
        own.hand_round(rng)


def say_edges(out: Path, case_note: bytes, signer: Signer, hits: Iterable[Path], *, rng: Random) -> Said:
    """Edges out of hits: one for each of our networks and each pseudonym of a partner. Said again only when it changed."""
    found = [row for path in hits for row in _hits(path)]
    with _opened(out, case_note, signer, rng) as own:
        return _say_edges(own, found)


def _say_edges(own: _Folder, hits: Sequence[Mapping[str, str]]) -> Said:
    shared: dict[tuple[str, str, bytes], dict[tuple[str, str], int]] = {}
    left_out = 0
    for row in hits:
        if row["holder"] not in own.case.members or not row["my_network"] or not row["pseudonym"]:
            left_out += 1
            continue
        where = (row["my_network"], row["holder"], pseudonym(row["pseudonym"]))
        shared.setdefault(where, {})[row["kind"], row["value"]] = int(row["tier"] or 0)
    before = {(each.q, each.partner, each.p): each for each in own.live() if isinstance(each, Edge)}
    new = already = 0
    for (network, partner, p), found in sorted(shared.items()):
        q = own.pseudonym(network)
        types, tier = sorted({kind for kind, _ in found}), min(found.values())
        said = before.get((q, partner, p))
        if said and (said.bucket, said.types, said.tier) == (statements.bucket_of(len(found)), tuple(types), tier):
            already += 1
            continue
        own.say(own.writer.edge(q, partner, p, len(found), types, tier))
        new += 1
    return Said(own.case, new, already, left_out)


def agree(
    out: Path,
    case_note: bytes,
    signer: Signer,
    said: Sequence[Path],
    epochs: Sequence[Path],
    *,
    least: str,
    only: Sequence[bytes],
    yes: bool,
    rng: Random,
) -> Said:
    """Consent: aliases for what others' edges ask of us. ``yes`` consents to all of bucket ``least`` and above, ``only`` to some.

    Without either, nothing is said; ``asked`` lists what could be.
    """
    ours = dict(pair for folder in epochs for pair in _our_pseudonyms(folder))
    with _opened(out, case_note, signer, rng) as own:
        asking = _asking(own.case, signer.name, said)
        large = {edge.p for edge in asking if yes and BUCKETS.index(edge.bucket) >= BUCKETS.index(least)}
        return _agree(own, asking, ours, frozenset({*large, *only}))


def _agree(own: _Folder, asking: Sequence[Edge], ours: Mapping[bytes, str], chosen: frozenset[bytes]) -> Said:
    done = {each.p for each in own.live() if isinstance(each, Alias)}
    waiting, new, already = [], 0, 0
    for edge in asking:
        if edge.p in done:
            already += 1
        elif edge.p in chosen and edge.p in ours:
            own.say(own.writer.alias(edge.p, own.pseudonym(ours[edge.p])))
            done.add(edge.p)
            new += 1
        else:
            waiting.append(edge)
    return Said(own.case, new, already, 0, tuple(waiting))


def revoke(out: Path, case_note: bytes, signer: Signer, which: str, *, rng: Random) -> Said:
    """Take back the one of our own statements whose digest starts with ``which``."""
    with _opened(out, case_note, signer, rng) as own:
        return _revoke(own, which)


def _revoke(own: _Folder, which: str) -> Said:
    meant = [
        each for each in own.live() if not isinstance(each, Revoke) and each.digest.hex().startswith(which.lower())
    ]
    if len(which) < 8 or len(meant) != 1:
        raise InputProblem(
            f"{len(meant)} of our statements start with {which!r}",
            hint="give at least 8 digits of the name of one of our own statement files",
        )
    own.say(own.writer.revoke(meant[0].digest))
    return Said(own.case, 1, 0, 0)


def _asking(case: Case, name: str, said: Sequence[Path]) -> list[Edge]:
    """Edges that name us, each pseudonym once with its strongest, in one order for everybody."""
    store = Store(case)
    for folder in said:
        store.statements |= {each.digest: each for each in read_all(folder, case)}
    gone = {(each.owner, each.of) for each in store.statements.values() if isinstance(each, Revoke)}
    edges = [
        each
        for each in store.statements.values()
        if isinstance(each, Edge) and each.partner == name and (each.owner, each.digest) not in gone
    ]
    edges.sort(key=lambda each: (-BUCKETS.index(each.bucket), each.owner, each.seq))
    return list({each.p: each for each in reversed(edges)}.values())[::-1]


def _our_pseudonyms(folder: Path) -> Iterator[tuple[bytes, str]]:
    """What each pseudonym of an epoch of ours stands for; none once its seed is destroyed."""
    keep = folder / KEEP
    places.read(keep, MANIFEST)
    if Folder(keep).read(holder.SEED) is None:
        return
    seed = holder.seed_in(keep)
    for row in _rows(places.read(keep, holder.SET), ("kind", "value", "network"), f"{keep / holder.SET}"):
        one = Holding(row["kind"], row["value"], network=row["network"])
        yield answering.pseudonym(one, seed), one.network or f"alone|{one.kind}|{one.value}"


# --- folding --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stitched:
    """What the folders of one case fold to, and which of our own networks stand behind which pseudonym."""

    case: Case
    joint: Joint
    own: Mapping[bytes, str]
    statements: int


def stitch(folders: Sequence[Path], pinned: Sequence[VerifierKey] = ()) -> Stitched:
    """Fold what stands in ``folders``. With ``pinned``, OtherKey unless these are the members' keys."""
    case: Case | None = None
    own: dict[bytes, str] = {}
    for folder in folders:
        data = Folder(_said(folder)).read(CASE)
        if data is None:
            raise FileNotRead(
                f"{folder} holds no joint case", hint="a folder made by `weft joint edges` or `weft joint agree`"
            )
        here = statements.read_case(data)
        if case is not None and here.digest != case.digest:
            raise OtherCase(f"{folder} belongs to another joint case than {folders[0]}")
        case = here
        own |= {pseudonym(q): network for q, network in _own_networks(folder)}
    if case is None:
        raise InputProblem("no folder was given")
    if pinned and set(pinned) != set(case.members.values()):
        raise statements.NotAMember(
            "the members' keys are not those that were given", hint="telephone before you go on"
        )
    store = Store(case)
    for folder in folders:
        store.statements |= {each.digest: each for each in read_all(folder, case)}
    return Stitched(case, store.fold(), own, len(store.statements))


def read_all(folder: Path, case: Case) -> list[Statement]:
    """Every statement in a folder. The first that does not belong there is refused by its file's name."""
    files = Folder(_said(folder))
    found = []
    for name in files.names():
        if name.endswith(_SUFFIX):
            try:
                statement = statements.read_statement(files.read(name) or b"", case)
            except WeftError as wrong:
                raise type(wrong)(f"{folder.name}/{name}: {wrong}", hint=wrong.hint) from wrong
            found.append(statement)
    return found


def write(out: Path, done: Stitched) -> None:
    """``joint_networks.csv``, one row a member; ``joint_ties.csv``, one row an edge."""
    place = {member: network.id for network in done.joint.networks for member in network.members}
    networks = [
        (
            network.id.hex(),
            member.country,
            member.pseudonym.hex(),
            str(len(network.members)),
            done.own.get(member.pseudonym, ""),
        )
        for network in done.joint.networks
        for member in network.members
    ]
    ties = [
        (
            place[tie.one].hex()
            if tie.one in place and place[tie.one] == place.get(tie.other or tie.one) and tie.other
            else "",
            tie.state,
            tie.one.country,
            tie.one.pseudonym.hex(),
            tie.partner,
            tie.other.pseudonym.hex() if tie.other else "",
            tie.bucket,
            " ".join(tie.types),
            tie.digest.hex(),
        )
        for tie in done.joint.ties
    ]
    files = Folder(out)
    files.replace("joint_networks.csv", _csv(("joint_id", "country", "pseudonym", "members", "own_network"), networks))
    header = (
        "joint_id",
        "state",
        "country",
        "pseudonym",
        "partner",
        "partner_pseudonym",
        "shared",
        "types",
        "statement",
    )
    files.replace("joint_ties.csv", _csv(header, ties))


# --- files ----------------------------------------------------------------------------------------------------------------


def _said(folder: Path) -> Path:
    """Where the statements are: a member's whole folder has them in ``send``, what was handed over is that itself."""
    return folder / SEND if (folder / SEND).is_dir() else folder


def _own_networks(folder: Path) -> Iterator[tuple[str, str]]:
    """Which of our own networks stands behind which pseudonym; nothing in a folder that another member handed over."""
    data = Folder(folder / KEEP).read(NETWORKS)
    if data is not None:
        for row in _rows(data, _OWN_COLUMNS, f"{folder / KEEP / NETWORKS}"):
            yield row["pseudonym"], row["network"]


def _hits(path: Path) -> Iterator[dict[str, str]]:
    for number, row in enumerate(_rows(places.read_file(path), _HIT_COLUMNS, f"{path}"), 2):
        tier = row["tier"] or "0"
        if row["kind"] not in tokens.TYPES:
            raise FileNotRead(f"{path}, row {number}: {row['kind'][:20]!r} is no kind that can be asked about")
        if not (tier.isascii() and tier.isdecimal() and int(tier) < 256):
            raise FileNotRead(f"{path}, row {number}: {tier[:20]!r} is no tier")
        yield row


def pseudonym(text: str) -> bytes:
    """A pseudonym as hits and ties write it."""
    try:
        p = bytes.fromhex(text)
    except ValueError:
        p = b""
    if len(p) != statements.PSEUDONYM_BYTES:
        raise FileNotRead(f"{text[:40]!r} is no pseudonym")
    return p


def _rows(data: bytes, columns: Sequence[str], what: str) -> Iterator[dict[str, str]]:
    """The rows of a table of ours, with these columns. FileNotRead for anything else."""
    try:
        table = csv.DictReader(io.StringIO(data.decode()), strict=True)
        if not set(columns) <= set(table.fieldnames or ()):
            raise FileNotRead(f"{what} has no columns {', '.join(columns)}", hint="a table as weft itself wrote it")
        yield from ({name: row[name] or "" for name in columns} for row in table)
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise FileNotRead(f"{what} is no table in UTF-8: {wrong}") from wrong


def _csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(lines)
    return text.getvalue().encode()
