"""Signing: the keys of logs and witnesses, and the notes they sign (C2SP signed-note and tlog-cosignature).

A private key is kept as one line, ``PRIVATE+KEY+name+id+base64``, the form Go's note package introduced; its public half is
the line of :func:`weft.ledger.verify.read_key`. Ed25519 signatures are deterministic: the same key and text give the same bytes.
"""

from dataclasses import dataclass, field

from weft import sodium
from weft.ledger.verify import (
    COSIGNATURE_V1,
    ED25519,
    SIZE_LIMIT,
    NotANote,
    Note,
    SignatureLine,
    VerifierKey,
    cosigned_message,
    from_base64,
    is_key_name,
    to_base64,
)

_PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name. ``kind`` says what it signs: ED25519 for notes, COSIGNATURE_V1 for a witness."""

    name: str
    seed: bytes = field(repr=False)
    kind: int = ED25519
    key: VerifierKey = field(init=False)
    """The public half."""

    def __post_init__(self) -> None:
        if (
            not is_key_name(self.name)
            or len(self.seed) != sodium.KEY_BYTES
            or self.kind not in {ED25519, COSIGNATURE_V1}
        ):
            raise NotANote("a signing key has a name without spaces and plus signs, and 32 secret bytes")
        # Computed once: a public key costs as much as a signature.
        object.__setattr__(self, "key", VerifierKey(self.name, self.kind, sodium.public_key(self.seed)))

    @property
    def private_line(self) -> str:
        """The secret as one line, to be kept where only its owner reads."""
        return f"{_PREFIX}{self.name}+{self.key.key_id.hex()}+{to_base64(bytes([self.kind]) + self.seed)}"

    def sign(self, text: str) -> SignatureLine:
        """The signature line of a note with this text."""
        assert self.kind == ED25519, "a witness key signs nothing but cosignatures"
        return SignatureLine(self.name, self.key.key_id, sodium.sign(self.seed, _checked(text).encode()))

    def cosign(self, text: str, timestamp: int) -> SignatureLine:
        """The cosignature line of a checkpoint's text, as seen at ``timestamp`` (seconds since 1970)."""
        assert self.kind == COSIGNATURE_V1, "only a witness key cosigns"
        assert 0 <= timestamp <= SIZE_LIMIT, "no such time"
        signature = sodium.sign(self.seed, cosigned_message(_checked(text), timestamp))
        return SignatureLine(self.name, self.key.key_id, timestamp.to_bytes(8, "big") + signature)


def read_signer(line: str) -> Signer:
    """A private key from its line. Raises :class:`NotANote`, never with the secret in it."""
    if not line.strip().startswith(_PREFIX):
        raise NotANote("a private key starts with PRIVATE+KEY+")
    name, _, rest = line.strip().removeprefix(_PREFIX).partition("+")
    written_id, _, encoded = rest.partition("+")
    blob = from_base64(encoded, "the private key")
    signer = Signer(name, blob[1:], blob[0] if blob else 0)
    if written_id != signer.key.key_id.hex():
        raise NotANote(f"the private key of {name} has another id than the one written")
    return signer


def sign_note(text: str, *signers: Signer) -> Note:
    """A note with one signature by each of ``signers``."""
    return Note(text, tuple(signer.sign(text) for signer in signers))


def _checked(text: str) -> str:
    if not text.endswith("\n") or any(ord(sign) < 0x20 and sign != "\n" for sign in text):
        raise NotANote("the text of a note ends with a line end and has no other control characters")
    return text
