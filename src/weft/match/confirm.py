"""After a hit: a notice from the asker, an answer from a person at the holder's. Nothing else moves.

The notice names the hit by its handle, which both sides derive from the output, and carries a MAC under a key that only the output gives: so
the holder sees that the asker really evaluated this identifier and did not pick a token out of the set. Content goes by formal request.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from weft import sodium
from weft.errors import Refused
from weft.ledger.note import Signer
from weft.match import forms, tokens, voprf
from weft.match.asking import Hit
from weft.match.forms import BadForm
from weft.match.manifest import Manifest, OtherEpoch
from weft.match.sets import Holding
from weft.match.tokens import Derived
from weft.match.voprf import KeyPair

NOTICE: Final = "weft.match.notice/1"
REPLY: Final = "weft.match.reply/1"
ASKS: Final = ("confirm", "cluster", "formal")
"""Is it so; which of our hits lie in one network; a formal request will follow."""
REPLIES: Final = ("confirm", "deny", "need-more", "deferred")

NOTICE_SPEC: Final[Mapping[str, forms.Field]] = {
    "approved_by": forms.many(forms.raw(16), 2, 8),
    "ask": forms.one_of(*ASKS),
    "created": forms.moment,
    "evidence": forms.raw(32),
    "handle": forms.raw(16),
    "mac": forms.raw(32),
    "manifest": forms.raw(32),
    "position": forms.whole(0, 4095),
    "query_id": forms.raw(16),
}
REPLY_SPEC: Final[Mapping[str, forms.Field]] = {
    "confirmed_by": forms.raw(16),
    "created": forms.moment,
    "notice": forms.raw(32),
    "reply": forms.one_of(*REPLIES),
    "until": forms.text(20),
}


class TwoPeople(Refused):
    """A notice leaves the house by the hand of two people, never one."""

    code = "refused.two_people"


class NotOurs(Refused):
    """A notice about something that is not in the set, or whose MAC shows that it was never evaluated."""

    code = "refused.notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that concerns one identifier of the holder's, found and checked."""

    holding: Holding
    ask: str
    query_id: bytes
    position: int
    evidence: bytes
    digest: bytes
    """SHA-256 of the notice's text, by which the reply names it."""


def write_notice(
    hit: Hit,
    query_id: bytes,
    manifest: Manifest,
    signer: Signer,
    *,
    ask: str,
    approved_by: tuple[bytes, ...],
    now: dt.datetime,
) -> bytes:
    """A notice, signed. TwoPeople unless two different officer tags approved it."""
    if len(set(approved_by)) < 2:
        raise TwoPeople("a hit is confirmed by two people on this side first", hint="name a second officer")
    body: dict[str, Any] = {
        "typ": NOTICE,
        "approved_by": sorted(forms.to_base64(one) for one in set(approved_by)),
        "ask": ask,
        "created": forms.to_text(now),
        "evidence": forms.to_base64(hit.item.evidence),
        "handle": forms.to_base64(hit.handle),
        "manifest": forms.to_base64(manifest.digest),
        "position": hit.position,
        "query_id": forms.to_base64(query_id),
    }
    tag = sodium.mac(hit.confirmation_key, rfc8785.dumps(body))
    return forms.write({**body, "mac": forms.to_base64(tag)}, signer)


def read_notice(data: bytes, manifest: Manifest, keys: KeyPair, by_handle: Mapping[bytes, Holding]) -> Notice:
    """The notice and the identifier it is about. BadForm, BadSignature, OtherEpoch or NotOurs with the reason.

    ``by_handle`` is what the holder kept when it made the set.
    """
    signed = forms.read(data, NOTICE, NOTICE_SPEC, manifest.asker_key, "notice")
    if signed.rest:
        raise BadForm("notice: bytes behind the signature", what="notice")
    found = signed.fields
    if found["manifest"] != manifest.digest:
        raise OtherEpoch("notice: it is about another epoch")
    holding = by_handle.get(found["handle"])
    if holding is None:
        raise NotOurs("notice: nothing in the set has this handle")
    derived = Derived(voprf.evaluate(keys.secret, tokens.encode(holding.kind, holding.value)))
    body = dict(forms.parsed(signed.text))
    tag = body.pop("mac")
    if not sodium.same(sodium.mac(derived.confirmation_key, rfc8785.dumps(body)), forms.raw(32)(tag)):
        raise NotOurs("notice: its MAC does not hold, so this identifier was never evaluated")
    return Notice(
        holding,
        found["ask"],
        found["query_id"],
        found["position"],
        found["evidence"],
        sodium.sha256(signed.text.encode()),
    )


def write_reply(
    notice: Notice, signer: Signer, *, reply: str, confirmed_by: bytes, now: dt.datetime, until: dt.date | None = None
) -> bytes:
    """A person's answer. ``until`` goes with ``deferred``: the day by which there will be another."""
    if (until is not None) != (reply == "deferred"):
        raise BadForm("reply: a day goes with 'deferred', and only with it", what="reply")
    fields: dict[str, Any] = {
        "typ": REPLY,
        "confirmed_by": forms.to_base64(confirmed_by),
        "created": forms.to_text(now),
        "notice": forms.to_base64(notice.digest),
        "reply": reply,
        "until": until.isoformat() if until else "",
    }
    return forms.write(fields, signer)


def read_reply(data: bytes, notice: bytes, manifest: Manifest) -> dict[str, Any]:
    """The fields of the reply to ``notice`` (the bytes that were sent). OtherEpoch when it answers another."""
    found = forms.read(data, REPLY, REPLY_SPEC, manifest.holder_key, "reply").fields
    text, _, _ = notice.partition(b"\n\n")
    if found["notice"] != sodium.sha256(text + b"\n"):
        raise OtherEpoch("reply: it answers another notice")
    return found
