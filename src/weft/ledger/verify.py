r"""Check what a Weft log says, alone: one page, for an outside auditor to read beside the public documents it follows.

What is checked, and where its rule stands:

* signed notes and verifier keys        C2SP signed-note
* checkpoints                           C2SP tlog-checkpoint
* cosignatures of witnesses             C2SP tlog-cosignature, ``cosignature/v1`` (Ed25519)
* inclusion and consistency proofs      RFC 9162, 2.1.3.2 and 2.1.4.2 (the tree of RFC 6962, SHA-256)
* a proof in one file                   C2SP tlog-proof
* growth in one file                    the request of C2SP tlog-witness, ``add-checkpoint``
* a record behind an entry              entry = SHA-256("weft.ledger.entry/1\n" || salt, 32 bytes || record)

It needs the public keys that were agreed on beforehand, SHA-256, and Ed25519; no node, no clock, no line. A function that
returns has found all in order; otherwise it raises :class:`BadSignature` or :class:`BadProof` (exit code 5),
:class:`TooFewWitnesses` (3), or :class:`NotANote` (2: these bytes are not in the form at all). A whole log is checked by :mod:`weft.ledger.audit`, with these same functions.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weft import sodium
from weft.errors import InputProblem, Refused, Tampered
from weft.ledger.tree import EMPTY_ROOT, HASH_BYTES, leaf_hash, node_hash
from weft.sodium import BadSignature

ED25519 = 0x01
COSIGNATURE_V1 = 0x04
SALT_BYTES = 32
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
# Verifiers must take 16 signatures; post-quantum ones may have 5 kB each (signed-note). Twice that is plenty.
NOTE_LIMIT = 160_000
SIGNATURES_LIMIT = 32
# No tree has 2**63 leaves, and no proof in one has more hashes (tlog-witness: at most 63 lines).
SIZE_LIMIT = 2**63 - 1
PROOF_LIMIT = 63
# A witness whose clock runs ahead by more than this is not believed.
CLOCK_ALLOWANCE_SECONDS = 300


class NotANote(InputProblem):
    """These bytes are no signed note, key, checkpoint or proof file."""

    code = "input.note"


class BadProof(Tampered):
    """A Merkle proof does not lead to the root it should."""

    code = "tampered.proof"


class TooFewWitnesses(Refused):
    """The log's own signature holds, but fewer witnesses vouch for it than the policy asks."""

    code = "refused.witnesses"


# Keys -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under the name it signs with. ``kind`` is ED25519 (logs, statements) or COSIGNATURE_V1 (witnesses)."""

    name: str
    kind: int
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before each signature of this key; a name for it, not a proof of it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public_key)}"


def read_key(vkey: str) -> VerifierKey:
    """A key from its line ``name+id+base64``. Raises :class:`NotANote` also where the id is not that of the key."""
    name, _, rest = vkey.strip().partition("+")
    written_id, _, encoded = rest.partition("+")
    blob = from_base64(encoded, "the key")
    if not is_key_name(name) or len(blob) != 1 + sodium.KEY_BYTES or blob[0] not in {ED25519, COSIGNATURE_V1}:
        raise NotANote("not a verifier key of the form name+id+base64 with an Ed25519 key in it")
    key = VerifierKey(name, blob[0], blob[1:])
    if written_id != key.key_id.hex():
        raise NotANote(f"the key of {name} has the id {key.key_id.hex()}, but {written_id[:16]!r} is written")
    return key


def is_key_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no space of any script, no plus, no control character."""
    return bool(name) and not any(sign.isspace() or sign == "+" or ord(sign) < 0x20 for sign in name)


# Notes ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note: who signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {to_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, and the signatures below it. The text means nothing until :func:`check_note` has found whose it is."""

    text: str
    lines: tuple[SignatureLine, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(map(str, self.lines))).encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: by which key, and for a cosignature when (seconds since 1970)."""

    key: VerifierKey
    timestamp: int | None = None


def read_note(data: bytes) -> Note:
    """A signed note taken apart, nothing verified. Raises :class:`NotANote`."""
    if len(data) > NOTE_LIMIT:
        raise NotANote(f"a signed note of {len(data)} bytes is too long; at most {NOTE_LIMIT} are read")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise NotANote(f"a signed note is UTF-8; byte {wrong.start} is not") from wrong
    if any(ord(sign) < 0x20 and sign != "\n" for sign in whole):
        raise NotANote("a signed note has no control characters but line ends")
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NotANote("a signed note is a text, an empty line, and signature lines that end with a line end")
    lines = tuple(_read_signature(line) for line in below[:-1].split("\n"))
    if len(lines) > SIGNATURES_LIMIT:
        raise NotANote(f"a note with {len(lines)} signatures; at most {SIGNATURES_LIMIT} are read")
    return Note(text + "\n", lines)


def _read_signature(line: str) -> SignatureLine:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = from_base64(encoded, "a signature")
    if dash != "—" or not is_key_name(name) or len(blob) <= 4:
        raise NotANote("a signature line is: em dash, space, key name, space, base64")
    return SignatureLine(name, blob[:4], blob[4:])


def check_note(note: Note, keys: Iterable[VerifierKey], *, now: int | None = None) -> list[Signed]:
    """Whose signatures hold, among ``keys``; lines of unknown keys are passed over.

    Raises :class:`BadSignature` where a line of a known key does not verify, where a cosignature is from the future (when
    ``now`` is given), and where no known key signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    good: dict[VerifierKey, Signed] = {}
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key is not None and key not in good:
            good[key] = _check_line(note.text, line, key, now)
    if not good:
        wanted = ", ".join(sorted({key.name for key in known.values()})) or "nobody"
        raise BadSignature(f"no signature by a known key: expected one by {wanted}")
    return list(good.values())


def _check_line(text: str, line: SignatureLine, key: VerifierKey, now: int | None) -> Signed:
    message, signature, timestamp = text.encode(), line.signature, None
    if key.kind == COSIGNATURE_V1:
        timestamp, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = cosigned_message(text, timestamp)
        if timestamp > SIZE_LIMIT or (now is not None and timestamp > now + CLOCK_ALLOWANCE_SECONDS):
            raise BadSignature(f"the cosignature of {key.name} is from the future: {timestamp}")
    try:
        sodium.verify(key.public_key, message, signature)
    except BadSignature as wrong:
        raise BadSignature(f"the signature of {key.name} does not hold") from wrong
    return Signed(key, timestamp)


def cosigned_message(text: str, timestamp: int) -> bytes:
    """What a witness signs: when it looked, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


# Checkpoints ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from a note's text. Extension lines are refused: no auditor could check them."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise NotANote("a checkpoint is three lines: origin, size, root")
    origin, size, root, _ = lines
    decoded = from_base64(root, "the root")
    if len(decoded) != HASH_BYTES:
        raise NotANote(f"the root has {len(decoded)} bytes instead of {HASH_BYTES}")
    checkpoint = Checkpoint(origin, read_number(size, "the size"), decoded)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise NotANote("a log of no entries with a root that is not that of the empty tree")
    return checkpoint


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom to believe: the log's keys, the witnesses' keys, and how many of the witnesses, and who among them, must vouch."""

    log: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vouched:
    """A checkpoint that passed a policy, and the witnesses that vouch for it with the time of each."""

    checkpoint: Checkpoint
    note: Note
    witnesses: dict[str, int]


def check_checkpoint(data: bytes, policy: Policy, *, now: int | None = None) -> Vouched:
    """The checkpoint in ``data``, signed by the log and by enough witnesses.

    Raises :class:`NotANote`, :class:`BadSignature`, or :class:`TooFewWitnesses`.
    """
    note = read_note(data)
    checkpoint = read_checkpoint(note.text)
    good = check_note(note, (*policy.log, *policy.witnesses), now=now)
    if not any(each.key in policy.log for each in good):
        raise BadSignature(f"not signed by the log: expected {', '.join(key.name for key in policy.log)}")
    witnesses = {each.key.name: each.timestamp for each in good if each.timestamp is not None}
    absent = [name for name in policy.required if name not in witnesses]
    if len(witnesses) < policy.quorum or absent:
        also = f"; {', '.join(absent)} must be among them" if absent else ""
        raise TooFewWitnesses(f"{len(witnesses)} of the witnesses asked for vouch, {policy.quorum} must{also}")
    return Vouched(checkpoint, note, witnesses)


# Merkle proofs --------------------------------------------------------------------------------------------------------


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Leaf hash ``leaf`` stands at ``index`` in the tree of ``size`` leaves with this ``root``. Raises :class:`BadProof`."""
    if not 0 <= index < size:
        raise BadProof(f"entry {index} is not in a log of {size}")
    if len(leaf) != HASH_BYTES:
        raise BadProof(f"a leaf hash has {HASH_BYTES} bytes, this one has {len(leaf)}")
    # Below the level where the path to the leaf and the right edge of the tree meet, there is a sibling at each level;
    # above it only where the path turns right. A proof of another length is refused before anything is hashed.
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    _expect(proof, inner + border)
    found = _climb(leaf, index, proof[:inner])
    for left in proof[inner:]:
        found = node_hash(left, found)
    if found != root:
        raise BadProof(f"the proof for entry {index} leads to another root")


def check_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """The tree of ``old_size`` leaves is the beginning of the tree of ``new_size``. Raises :class:`BadProof`.

    Nothing can be said of an empty tree, so ``old_size`` is 1 or more.
    """
    if not 1 <= old_size <= new_size:
        raise BadProof(f"a log of {new_size} entries cannot be shown to continue one of {old_size}")
    if old_size == new_size:
        _expect(proof, 0)
        if old_root != new_root:
            raise BadProof(f"two different roots over the same {old_size} entries")
        return
    inner = ((old_size - 1) ^ (new_size - 1)).bit_length()
    border = ((old_size - 1) >> inner).bit_count()
    # The proof starts at the largest complete subtree that ends the old tree; when that is all of it, its root is known.
    level = (old_size & -old_size).bit_length() - 1
    whole = old_size == 1 << level
    _expect(proof, inner - level + border + (0 if whole else 1))
    seed, steps = (old_root, proof) if whole else (proof[0], proof[1:])
    index, climb, edge = (old_size - 1) >> level, steps[: inner - level], steps[inner - level :]

    old = new = seed
    for height, sibling in enumerate(climb):
        if index >> height & 1:
            old = node_hash(sibling, old)
            new = node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    for left in edge:
        old = node_hash(left, old)
        new = node_hash(left, new)
    if old != old_root:
        raise BadProof(f"the proof does not lead to the root over the first {old_size} entries")
    if new != new_root:
        raise BadProof(f"the proof does not lead to the root over {new_size} entries")


def _climb(found: bytes, index: int, siblings: Sequence[bytes]) -> bytes:
    for height, sibling in enumerate(siblings):
        found = node_hash(sibling, found) if index >> height & 1 else node_hash(found, sibling)
    return found


def _expect(proof: Sequence[bytes], length: int) -> None:
    if len(proof) != length:
        raise BadProof(f"a proof here has {length} hashes, this one has {len(proof)}")
    if any(len(each) != HASH_BYTES for each in proof):
        raise BadProof(f"a hash in the proof is not {HASH_BYTES} bytes long")


# Records and files ----------------------------------------------------------------------------------------------------


def entry_of(salt: bytes, record: bytes) -> bytes:
    """The entry that stands in the log for ``record``: a commitment. Without salt and record it tells nothing of either."""
    if len(salt) != SALT_BYTES:
        raise NotANote(f"a salt has {SALT_BYTES} bytes, this one has {len(salt)}")
    return hashlib.sha256(b"weft.ledger.entry/1\n" + salt + record).digest()


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What stands in a .tlog-proof file; ``extra`` is salt and record where the record may be read."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def __bytes__(self) -> bytes:
        extra = f"extra {to_base64(self.extra)}\n" if self.extra else ""
        hashes = "".join(f"{to_base64(each)}\n" for each in self.hashes)
        return f"{PROOF_HEADER}\n{extra}index {self.index}\n{hashes}\n".encode() + self.checkpoint


@dataclass(frozen=True, slots=True)
class GrowthFile:
    """A checkpoint and the proof that it continues the log as it was at ``old_size``."""

    old_size: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    def __bytes__(self) -> bytes:
        hashes = "".join(f"{to_base64(each)}\n" for each in self.hashes)
        return f"old {self.old_size}\n{hashes}\n".encode() + self.checkpoint


def read_proof_file(data: bytes) -> ProofFile:
    """A .tlog-proof file taken apart, nothing verified. Raises :class:`NotANote`."""
    head, checkpoint = _split(data)
    if head[0] != PROOF_HEADER:
        raise NotANote(f"a proof file starts with {PROOF_HEADER}")
    place, extra = 1, b""
    if head[1:] and head[1].startswith("extra "):
        place, extra = 2, from_base64(head[1].removeprefix("extra "), "the extra data")
    word, _, index = (head[place] if len(head) > place else "").partition(" ")
    if word != "index":
        raise NotANote("a proof file says the index of its entry after the header")
    return ProofFile(read_number(index, "the index"), _hashes(head[place + 1 :]), checkpoint, extra)


def read_growth_file(data: bytes) -> GrowthFile:
    """A proof of growth taken apart, nothing verified. Raises :class:`NotANote`."""
    head, checkpoint = _split(data)
    word, _, size = head[0].partition(" ")
    if word != "old":
        raise NotANote("a proof of growth starts with 'old' and a size")
    return GrowthFile(read_number(size, "the old size"), _hashes(head[1:]), checkpoint)


def check_proof_file(
    data: bytes, policy: Policy, *, entry: bytes | None = None, now: int | None = None
) -> tuple[ProofFile, Vouched]:
    """The entry is in the log that the policy names. Without ``entry`` it is made from the salt and record in the file.

    Raises :class:`NotANote`, :class:`BadProof`, and what :func:`check_checkpoint` raises.
    """
    proof = read_proof_file(data)
    vouched = check_checkpoint(proof.checkpoint, policy, now=now)
    if entry is None:
        entry = entry_of(proof.extra[:SALT_BYTES], proof.extra[SALT_BYTES:])
    head = vouched.checkpoint
    check_inclusion(leaf_hash(entry), proof.index, head.size, proof.hashes, head.root)
    return proof, vouched


def check_growth_file(data: bytes, old: Checkpoint, policy: Policy, *, now: int | None = None) -> Vouched:
    """The checkpoint in the file continues the log as ``old`` has it. Raises as :func:`check_proof_file`."""
    growth = read_growth_file(data)
    vouched = check_checkpoint(growth.checkpoint, policy, now=now)
    new = vouched.checkpoint
    if new.origin != old.origin:
        raise BadProof(f"two different logs: {old.origin} and {new.origin}")
    if growth.old_size != old.size:
        raise BadProof(f"the proof starts at {growth.old_size} entries, the older checkpoint has {old.size}")
    check_consistency(old.size, new.size, growth.hashes, old.root, new.root)
    return vouched


def _split(data: bytes) -> tuple[list[str], bytes]:
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or not head.isascii():
        raise NotANote("a proof file is lines, an empty line, and a checkpoint")
    return head.decode("ascii").split("\n"), checkpoint


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > PROOF_LIMIT:
        raise NotANote(f"a proof of {len(lines)} hashes; no log is so large")
    found = tuple(from_base64(line, "a hash") for line in lines)
    if any(len(each) != HASH_BYTES for each in found):
        raise NotANote(f"a hash in a proof has {HASH_BYTES} bytes")
    return found


def to_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """Bytes from their one base64 form; anything looser would give one note two forms."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise NotANote(f"{what} is not base64") from wrong
    if to_base64(data) != text:
        raise NotANote(f"{what} is not in the one base64 form it has")
    return data


def read_number(text: str, what: str) -> int:
    """A decimal number without sign or leading zero, below 2**63."""
    if not (text.isascii() and text.isdecimal()) or (text[0] == "0" and text != "0") or len(text) > 19:
        raise NotANote(f"{what} is not a plain number")
    number = int(text)
    if number > SIZE_LIMIT:
        raise NotANote(f"{what} is too large")
    return number
