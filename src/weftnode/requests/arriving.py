"""A partner's signed parcel, opened: whose it is, whether it is for us, whether it came before, and what it says; then the action it asks for.

Nothing in a file is believed before its signature holds under a key that two people of this node wrote down and confirmed. A file that is
refused changes nothing here but the log.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from weft import release, sodium
from weft.errors import InputProblem, PartnerProblem, Refused, Tampered, WeftError
from weft.ledger.verify import VerifierKey, read_key
from weft.release import parcel
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.partners.models import Partner
from weftnode.requests import actions, rules
from weftnode.requests.grounds import NAMES
from weftnode.requests.letters import Word
from weftnode.requests.models import Answer, Arrived, Direction, DueFrom, Key, Reminder, Request, Sort, Urgency
from weftnode.requests.rules import Act

_MOST_BYTES: Final = 5_000_000
_LONGEST: Final = 50_000
_BODY: Final = "parcel.json"


class ForSomebodyElse(Refused):
    """A parcel that is addressed to another node."""

    code = "refused.addressee"


class CameBefore(Refused):
    """A parcel, or the thing in it, that was taken in before."""

    code = "refused.replay"


class NotAsAgreed(PartnerProblem):
    """A parcel that is signed and says what no request can say."""

    code = "partner.letter"


def take_in(*, by: Officer, room: Compartment, name: str, data: bytes) -> Request:
    """Check a file and do what it says; the request it is about.

    Raises InputProblem for what is no parcel, Tampered where no confirmed key of a partner signed it or it was changed, ForSomebodyElse,
    CameBefore, and NotAsAgreed where its content does not fit. The log has each refusal.
    """
    require(rules.may_receive(by, room.pk))
    try:
        return _take_in(by=by, room=room, name=name, data=data)
    except WeftError as problem:
        audit.record(
            "requests.parcel.refused", by=by, about=f"sha256:{sodium.sha256(data).hex()}", code=problem.code, why=str(problem)
        )  # fmt: skip
        raise


@transaction.atomic
def _take_in(*, by: Officer, room: Compartment, name: str, data: bytes) -> Request:
    if len(data) > _MOST_BYTES:
        raise InputProblem(f"a request's parcel has at most {_MOST_BYTES} bytes, this one {len(data)}")
    digest = sodium.sha256(data).hex()
    before = Arrived.objects.filter(sha256=digest).first()
    if before is not None:
        raise CameBefore(f"this very file was taken in on {before.taken_at:%Y-%m-%d %H:%M} UTC by {before.taken_by}")
    key, head, values = _opened(data)
    partner, reference = key.partner, str(head.get("reference", ""))[:80]
    _for_us(head, partner)
    if Arrived.objects.filter(partner=partner, reference=reference).exists():
        raise CameBefore(f"{partner.code} sent another file as {reference} before")
    word, about = _does(by, room, partner, head, values)
    Arrived.objects.create(
        partner=partner, request=about, reference=reference, word=word, sha256=digest, name=name[:120], data=data, signed_by=str(key)[:120],
        taken_by=by.login,
    )  # fmt: skip
    audit.record("requests.parcel.arrived", by=by, about=about, partner=partner.code, word=word, sha256=digest)
    return about


def _opened(data: bytes) -> tuple[Key, dict[str, Any], dict[str, Any]]:
    rows = Key.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True).select_related("partner")
    keys: dict[VerifierKey, Key] = {read_key(row.line): row for row in rows}
    if not keys:
        raise Tampered(_("no partner's key is confirmed here, so nobody can be believed"), hint=_("Write the key down and let a second person confirm it."))  # fmt: skip
    try:
        opened = parcel.open_parcel(data, keys)
    except Tampered as wrong:
        if isinstance(wrong, parcel.ParcelChanged):
            raise
        raise Tampered(_("the signature is of no partner whose key is confirmed here"), hint=_("Ask the partner by telephone whether the file is theirs.")) from wrong  # fmt: skip
    try:
        body = json.loads(opened.files[_BODY])
        values = dict(body["parts"][0]["values"])
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as wrong:
        raise NotAsAgreed("the parcel holds no request and nothing about one") from wrong
    return keys[opened.signed_by[0]], dict(opened.head), values


def _for_us(head: Mapping[str, Any], partner: Partner) -> None:
    """The head names the two sides. A country's code stands for it, or begins the short name of one of its bodies."""
    ours = settings.NODE_COUNTRY
    sender, to = str(head.get("from", "")), str(head.get("to", ""))
    if ours and to.partition("-")[0] != ours:
        raise ForSomebodyElse(f"this parcel is addressed to {to or 'nobody'}, not to {ours}")
    if partner.country and sender.partition("-")[0] not in {partner.country, partner.code}:
        raise NotAsAgreed(f"the key is that of {partner.code}, the parcel says it comes from {sender or 'nobody'}")


def _does(
    by: Officer, room: Compartment, partner: Partner, head: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[str, Request]:
    try:
        word, ref = Word(values.get("word", "")), uuid.UUID(str(values.get("ref", "")))
    except ValueError as wrong:
        raise NotAsAgreed("the parcel does not say what it is, or about which request") from wrong
    known = Request.objects.filter(ref=ref).select_related("partner").first()
    if word is Word.REQUEST:
        if known is not None:
            raise CameBefore(f"this request was taken in before, as {known.number}")
        return word.value, _request(by, room, partner, head, values, ref)
    asked = Direction.OUT if word in {Word.RECEIPT, Word.ANSWER} else Direction.IN
    # A partner speaks about requests between the two of us, and about nothing else; and whoever takes the file in, of their own rooms.
    hidden = known is None or known.compartment_id not in by.compartment_ids
    if known is None or hidden or known.partner_id != partner.pk or known.direction != asked:
        raise NotAsAgreed(f"{partner.code} speaks of a request that is not between them and us")
    number = str(values.get("number", ""))[:80]
    if number and not known.their_number:
        Request.objects.filter(pk=known.pk).update(their_number=number)
    _about(by, known, word, values)
    return word.value, known


def _about(by: Officer, known: Request, word: Word, values: Mapping[str, Any]) -> None:
    if word is Word.RECEIPT:
        if rules.move(known.direction, known.state, Act.ACKNOWLEDGE):
            actions.acknowledge(by=by, request=known)
        return
    if word is Word.REMINDER:
        actions.remind(by=by, request=known, how=Reminder.How.FILE, text=_text(values, "text"))
        return
    if word is Word.WITHDRAWAL:
        actions.withdraw(by=by, request=known, why=_text(values, "text") or "-")
        return
    kind, ground = str(values.get("kind", "")), str(values.get("ground", ""))
    if kind not in Answer.Kind.values or (kind == Answer.Kind.REFUSAL) != bool(ground):
        raise NotAsAgreed("the answer does not say whether it is a part, the whole, or a refusal with its ground")
    ref = _uuid(values.get("answer_ref"))
    columns = {
        "kind": kind,
        "ground": ground if ground in NAMES or not ground else "other",
        "text": _text(values, "text"),
        "language": _language(values),
        "handed_over": _text(values, "handed_over"),
        "ref": ref,
    }
    if Answer.objects.filter(ref=ref).exists():
        raise CameBefore("this answer was taken in before")
    actions.answer(by=by, request=known, columns=columns)


def _request(
    by: Officer, room: Compartment, partner: Partner, head: Mapping[str, Any], values: Mapping[str, Any], ref: uuid.UUID
) -> Request:
    sort, urgency, due_from = (str(values.get(name, "")) for name in ("sort", "urgency", "due_from"))
    due_at, zone = _moment(values, "due_at"), str(values.get("due_zone", ""))[:40]
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise NotAsAgreed(f"the due time counts in a time zone that does not exist: {zone!r}") from wrong
    title, text = _text(values, "title", 200), _text(values, "text")
    if not title and not text:
        raise NotAsAgreed("the request says nothing that may be read here")
    columns = {
        "ref": ref,
        "partner": partner,
        "their_number": str(values.get("number", ""))[:80],
        "sort": sort if sort in Sort.values else Sort.OTHER,
        "purpose": str(values.get("purpose", ""))[:40] or rules.PURPOSE,
        "offence": str(values.get("offence", ""))[:40],
        "legal_basis": str(values.get("legal_basis", ""))[:200],
        "title": title or text[:200],
        "text": text or title,
        "language": _language(values),
        "urgency": urgency if urgency in Urgency.values else Urgency.ROUTINE,
        "asked_at": _moment(values, "asked_at") or _moment(head, "made_at"),
        "due_at": due_at,
        "due_is_day": bool(values.get("due_is_day")) and due_at is not None,
        "due_zone": (zone or "UTC") if due_at else "",
        "due_from": (due_from if due_from in DueFrom.values else DueFrom.ASKED) if due_at else "",
        "due_basis": str(values.get("due_basis", ""))[:200] if due_at else "",
        "lapses": bool(values.get("lapses")) and due_at is not None,
    }
    if columns["asked_at"] is None:
        raise NotAsAgreed("the request does not say when it was asked")
    return actions.receive(by=by, room=room, columns=columns, tlp=_label(head, "tlp"), pap=_label(head, "pap"))


def _label(head: Mapping[str, Any], name: str) -> int:
    """The label it came under; the strictest where it says none that we know."""
    scheme = release.TLP if name == "tlp" else release.PAP
    try:
        return scheme.read(str(head.get(name, ""))).value
    except InputProblem:
        return scheme.RED.value


def _moment(values: Mapping[str, Any], name: str) -> dt.datetime | None:
    text = str(values.get(name) or "")
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
        known = moment.astimezone(dt.UTC)
    except (ValueError, OverflowError) as wrong:
        raise NotAsAgreed(f"{name} is no moment: {text[:40]!r} ({wrong})") from wrong
    if moment.tzinfo is None:
        raise NotAsAgreed(f"{name} does not say its time zone: {text[:40]!r}")
    return known


def _text(values: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    text = values.get(name) or ""
    if not isinstance(text, str) or "\x00" in text:
        raise NotAsAgreed(f"{name} is no text")
    if len(text) > longest:
        raise NotAsAgreed(f"{name} has {len(text)} characters; at most {longest} are read")
    return text


def _language(values: Mapping[str, Any]) -> str:
    code = str(values.get("language", ""))
    return code if code in dict(settings.LANGUAGES) else ""


def _uuid(value: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError as wrong:
        raise NotAsAgreed("the answer has no name of its own") from wrong
