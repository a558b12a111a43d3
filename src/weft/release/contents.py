"""What a received parcel holds, for eyes: who signed it, what its head says, each file, and each thing in it with its marking.

The signature says whose it is; the markings say what the receiver may do with it. A parcel whose head promises less than a thing in it
carries is told: whoever reads only the head would pass on what must stay.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from weft import sodium
from weft.errors import PartnerProblem
from weft.ledger.verify import VerifierKey
from weft.release import parcel
from weft.release.tlp import PAP, TLP, MarkingNotRead

BODY: Final = "parcel.json"
_HEAD: Final = ("reference", "from", "to", "agreement", "purpose", "tlp", "pap", "made_at", "erase_on")


class ParcelNotMarked(PartnerProblem):
    """A parcel that is signed, and whose markings are missing, unknown, or milder on the outside than inside."""

    code = "partner.parcel_marking"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing in a parcel."""

    kind: str
    reference: str
    tlp: str
    pap: str
    fields: tuple[str, ...]
    """Names of the fields that came; their values stay in the file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A parcel, checked."""

    signed_by: tuple[str, ...]
    """Names of the given keys whose signatures hold."""
    head: Mapping[str, str]
    """Reference, from, to, agreement, purpose, tlp, pap, made_at, erase_on: text, empty where the sender said nothing."""
    files: Mapping[str, tuple[int, str]]
    """Name to size in bytes and SHA-256."""
    things: tuple[Held, ...]
    """Empty where the parcel holds only a printed paper."""

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        things = [
            {"kind": one.kind, "reference": one.reference, "tlp": one.tlp, "pap": one.pap, "fields": list(one.fields)}
            for one in self.things
        ]
        files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in self.files.items()}
        return {"ok": True, "kind": "parcel", "signed_by": list(self.signed_by), **self.head, "files": files, "things": things}  # fmt: skip


def check(data: bytes, keys: Iterable[VerifierKey]) -> Contents:
    """What a parcel holds, after its signature, its files and its markings were checked.

    Raises as :func:`weft.release.parcel.unpack`, and ParcelNotMarked.
    """
    opened = parcel.open_parcel(data, keys)
    head = {name: _text(opened.head.get(name)) for name in _HEAD}
    things = _things(opened.files.get(BODY))
    _labels(head["tlp"], head["pap"], "the parcel")
    for one in things:
        _labels(one.tlp, one.pap, one.reference or one.kind)
        if TLP.read(one.tlp) > TLP.read(head["tlp"]) or PAP.read(one.pap) > PAP.read(head["pap"]):
            raise ParcelNotMarked(
                f"{one.reference or one.kind} is {one.tlp}, {one.pap}, the parcel says {head['tlp']}, {head['pap']}",
                hint="Keep to the stricter of them, and tell the sender.",
            )
    files = {name: (len(held), sodium.sha256(held).hex()) for name, held in sorted(opened.files.items())}
    return Contents(tuple(key.name for key in opened.signed_by), head, files, things)


def _labels(tlp: str, pap: str, what: str) -> None:
    try:
        TLP.read(tlp)
        PAP.read(pap)
    except MarkingNotRead as wrong:
        raise ParcelNotMarked(
            f"{what} carries no marking that is known: {tlp!r}, {pap!r}", hint="Treat it as TLP:RED, PAP:RED, and ask the sender."
        ) from wrong  # fmt: skip


def _things(body: bytes | None) -> tuple[Held, ...]:
    if body is None:
        return ()
    try:
        parts = json.loads(body)["parts"]
        return tuple(
            Held(_text(one["kind"]), _text(one["reference"]), _text(one["tlp"]), _text(one["pap"]), tuple(map(str, dict(one["values"]))))
            for one in parts
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise ParcelNotMarked(f"{BODY} does not say what is in the parcel") from wrong


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
