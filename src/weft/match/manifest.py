"""The epoch manifest: what a holder and an asker agree on for one set and one period, signed by the holder.

It pins the one key of the epoch. A second key for the same epoch is a contradiction over the holder's own signature: nobody can give a
partner a key of its own to know its questions by. One manifest, one asker: keys differ per partner, so that partners cannot put
their budgets together or compare sets.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from weft import sodium
from weft.errors import PartnerProblem, Refused
from weft.ledger.note import Signer
from weft.ledger.verify import NotANote, VerifierKey, read_key
from weft.match import forms, norm, sets, tokens, voprf
from weft.match.budgets import Quota
from weft.match.forms import BadForm
from weft.match.voprf import KeyPair
from weft.sodium import Element

TYP: Final = "weft.match.epoch/1"
SUITE: Final = voprf.IDENTIFIER.decode()
BATCH_SIZES: Final = (16, 64, 256, 1024, 4096)
"""Sizes a question may have. RFC 9497 section 7.2: no analysis covers large batches, so none is larger."""
PURPOSES: Final = ("general", "fraud.network", "asset.freeze", "missing")
MOST_DAYS: Final = 366


class OtherEpoch(Refused):
    """A message or set that belongs to another epoch, agreement, set or partner than the one at hand."""

    code = "refused.epoch"


class OtherKey(PartnerProblem):
    """A key that is not the pinned one."""

    code = "partner.key"


class EpochOver(Refused):
    """The epoch has not begun, or is over."""

    code = "refused.epoch_over"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One epoch of one set, for one asker. ``digest`` names it everywhere else."""

    agreement: str
    holder: str
    asker: str
    set: str
    epoch: int
    public: Element
    """``pk``: the pinned VOPRF key."""
    types: tuple[str, ...]
    """Kinds of identifier the set may hold."""
    not_before: dt.datetime
    not_after: dt.datetime
    grace_until: dt.datetime
    """Until then answers to earlier questions may still be finished; the seed is destroyed after it."""
    quota: Quota
    holder_key: VerifierKey
    """Key that signs this manifest, segments and answers: the holder's identity."""
    asker_key: VerifierKey
    """Key that signs questions: whoever is meant to ask."""
    purposes: tuple[str, ...] = PURPOSES
    query_seconds: int = 300
    """How long a question may be on its way: five minutes on a line, days on a stick."""
    pad_unit: int = 4096
    set_cap: int = 1_000_000
    """Tokens the set may have at most, padding included: the answer to a set that holds every number there is."""
    payload_len: int = 40
    """40 with a sealed payload beside each token, 0 for pure hit or no hit."""
    kat: int = 16
    key_min_age_days: int = 7
    norm_version: int = norm.VERSION
    norm_digest: bytes = b""

    @property
    def info(self) -> bytes:
        """Public input of DeriveKeyPair."""
        return f"weft/1|{self.holder}|{self.asker}|{self.agreement}|{self.set}|{self.epoch}".encode()

    @property
    def fields(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "typ": TYP,
            "agreement": self.agreement,
            "asker": self.asker,
            "asker_key": str(self.asker_key),
            "batch_sizes": list(BATCH_SIZES),
            "cadence": "daily",
            "epoch": self.epoch,
            "grace_until": forms.to_text(self.grace_until),
            "holder": self.holder,
            "holder_key": str(self.holder_key),
            "kat": self.kat,
            "key_min_age_days": self.key_min_age_days,
            "norm": {"golden_sha256": forms.to_base64(self.norm_digest), "version": self.norm_version},
            "not_after": forms.to_text(self.not_after),
            "not_before": forms.to_text(self.not_before),
            "pad_unit": self.pad_unit,
            "payload_len": self.payload_len,
            "pk": forms.to_base64(self.public),
            "purposes": list(self.purposes),
            "query_seconds": self.query_seconds,
            "quota": self.quota.fields,
            "set": self.set,
            "set_cap": self.set_cap,
            "suite": SUITE,
            "types": list(self.types),
        }

    @property
    def digest(self) -> bytes:
        """SHA-256 of the manifest's text."""
        return _digest(self)

    def check_open(self, now: dt.datetime, *, grace: bool = False) -> None:
        """EpochOver unless the epoch is running, or with ``grace`` its days of grace."""
        if now < self.not_before:
            raise EpochOver(f"epoch {self.epoch} begins {forms.to_text(self.not_before)}")
        if now >= (self.grace_until if grace else self.not_after):
            raise EpochOver(
                f"epoch {self.epoch} ended {forms.to_text(self.grace_until if grace else self.not_after)}",
                hint="ask the holder for the next epoch",
            )


@functools.lru_cache(maxsize=64)
def _digest(manifest: Manifest) -> bytes:
    # Every question and answer is held against it, and writing the text takes longer than blinding two elements.
    return sodium.sha256(forms.text_of(manifest.fields))


def _key(value: Any) -> VerifierKey:
    try:
        return read_key(value)
    except (NotANote, AttributeError) as wrong:
        raise ValueError(f"expected a key of the form name+id+base64 ({wrong})") from wrong


def _element(value: Any) -> Element:
    try:
        return sodium.decode_element(forms.raw(32)(value))
    except sodium.BadEncoding as wrong:
        raise ValueError(str(wrong)) from wrong


SPEC: Final[Mapping[str, forms.Field]] = {
    "agreement": forms.name,
    "asker": forms.name,
    "asker_key": _key,
    "batch_sizes": forms.many(forms.one_of(*BATCH_SIZES), len(BATCH_SIZES), len(BATCH_SIZES)),
    "cadence": forms.one_of("daily"),
    "epoch": forms.whole(1, 2**32 - 1),
    "grace_until": forms.moment,
    "holder": forms.name,
    "holder_key": _key,
    "kat": forms.whole(1, 64),
    "key_min_age_days": forms.whole(0, MOST_DAYS),
    "norm": forms.group({"golden_sha256": forms.raw(32), "version": forms.whole(1, 2**16)}),
    "not_after": forms.moment,
    "not_before": forms.moment,
    "pad_unit": forms.whole(16, 65_536),
    "payload_len": forms.one_of(0, 40),
    "pk": _element,
    "purposes": forms.many(forms.name, 1, 32),
    "query_seconds": forms.whole(60, 31 * 86_400),
    "quota": Quota.field,
    "set": forms.name,
    "set_cap": forms.whole(16, 10_000_000),
    "suite": forms.one_of(SUITE),
    "types": forms.many(forms.one_of(*tokens.TYPES), 1, len(tokens.TYPES)),
}


def sign(manifest: Manifest, signer: Signer) -> bytes:
    """The manifest as it is handed over."""
    assert signer.key == manifest.holder_key, "a manifest is signed by the key it names"
    return forms.write(manifest.fields, signer)


def read(data: bytes, *, pinned: VerifierKey | None = None) -> Manifest:
    """A manifest that holds together. With ``pinned``, OtherKey when another key than that signed it.

    Without, the manifest's word for its own key is taken: somebody must compare it by telephone or on paper.
    """
    claimed = forms.peek(data, TYP, SPEC, "manifest")
    key: VerifierKey = claimed["holder_key"]
    if pinned is not None and key != pinned:
        raise OtherKey(
            f"the manifest is signed by the key {key.key_id.hex()} of {key.name}; pinned is {pinned.key_id.hex()} of {pinned.name}",
            hint="telephone the other side before you go on",
        )
    signed = forms.read(data, TYP, SPEC, key, "manifest")
    if signed.rest:
        raise BadForm("manifest: bytes behind the signature", what="manifest")
    found = signed.fields
    manifest = Manifest(
        agreement=found["agreement"],
        holder=found["holder"],
        asker=found["asker"],
        set=found["set"],
        epoch=found["epoch"],
        public=found["pk"],
        types=found["types"],
        not_before=found["not_before"],
        not_after=found["not_after"],
        grace_until=found["grace_until"],
        quota=found["quota"],
        holder_key=key,
        asker_key=found["asker_key"],
        purposes=found["purposes"],
        query_seconds=found["query_seconds"],
        pad_unit=found["pad_unit"],
        set_cap=found["set_cap"],
        payload_len=found["payload_len"],
        kat=found["kat"],
        key_min_age_days=found["key_min_age_days"],
        norm_version=found["norm"]["version"],
        norm_digest=found["norm"]["golden_sha256"],
    )
    _check_sense(manifest)
    return manifest


def check_normaliser(manifest: Manifest) -> None:
    """OtherEpoch unless both sides write identifiers in the same canonical way: a silent difference is a silent miss."""
    if (manifest.norm_version, manifest.norm_digest) != (norm.VERSION, norm.digest()):
        raise OtherEpoch(
            f"{manifest.holder} cleans identifiers by another version than this one: hits would be missed in silence",
            hint="both sides must run the same version of weft",
        )


def _check_sense(manifest: Manifest) -> None:
    sets.check_name(manifest.set)
    if not manifest.not_before < manifest.not_after <= manifest.grace_until:
        raise BadForm("manifest: its dates are not in order", what="manifest")
    if manifest.grace_until - manifest.not_before > dt.timedelta(days=MOST_DAYS):
        raise BadForm(f"manifest: an epoch has at most {MOST_DAYS} days", what="manifest")
    if manifest.holder == manifest.asker:
        raise BadForm("manifest: holder and asker are the same", what="manifest")


def check_follows(new: Manifest, old: Manifest) -> None:
    """What an asker demands before a new manifest replaces one it has: one key an epoch, and none of them short-lived."""
    one = (new.holder, new.asker, new.agreement, new.set)
    if one != (old.holder, old.asker, old.agreement, old.set):
        raise OtherEpoch("the manifest is for another agreement, set or partner")
    if new.epoch == old.epoch and new.digest != old.digest:
        raise OtherKey(
            f"two manifests for epoch {new.epoch}, both signed by {new.holder}: one of them is there to know questions by",
            hint="keep both files: the two signatures are the proof",
        )
    if new.epoch < old.epoch:
        raise OtherEpoch(f"epoch {new.epoch} is older than epoch {old.epoch}, which is pinned")
    youngest = old.not_before + dt.timedelta(days=old.key_min_age_days)
    if new.epoch > old.epoch and new.not_before < youngest:
        raise OtherKey(
            f"epoch {new.epoch} begins before the key of epoch {old.epoch} is {old.key_min_age_days} days old"
        )


def derive(manifest_info: bytes, seed: bytes) -> KeyPair:
    """The key pair of an epoch. Destroying the seed turns every copy of the epoch's set into noise."""
    return voprf.derive_key_pair(seed, manifest_info)
