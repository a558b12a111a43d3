"""The text of payment QR codes: EMV merchant-presented mode (EMVCo MPM 1.1), as PromptPay, VietQR, KHQR and others use it.

Canonical is the payload itself, ending in its CRC. Whoever is paid inside it (a phone, an account, a citizen's number, a Bakong
id) comes out of :func:`inside` as sightings of their own kinds, so that a report with the code and one with the number meet.

Decisions: a Bakong id is a handle, ``bakong:name@bank`` (it names a person at a bank, not an account number). A PromptPay
e-wallet is ``TH:EWALLET:…``. Which sub-tag holds what is data, in ``payment_qr.toml``.
"""

import binascii
import functools
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from importlib import resources

from weft import countries
from weft.kinds import cell, handle, national_id, phone
from weft.model import Found

# EMVCo MPM 3.2: a payload holds at most 512 characters.
LONGEST = 512
_START = "000201"  # tag 00, two characters, version 01: the only one there is
# ISO 4217 numbers of the region and of what its codes are paid in.
_CURRENCIES = {
    "764": "THB", "704": "VND", "116": "KHR", "840": "USD", "418": "LAK", "104": "MMK", "156": "CNY", "410": "KRW",
    "458": "MYR", "702": "SGD", "608": "PHP", "360": "IDR", "392": "JPY", "901": "TWD", "344": "HKD", "356": "INR",
}  # fmt: skip
_NUMBER = re.compile(r"\d{6,20}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Z]{4,20}", re.ASCII)
_BAKONG = re.compile(r"[a-z0-9_.\-]{1,40}@[a-z0-9]{2,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a payment code says, readable."""

    scheme: str
    """Name in ``payment_qr.toml``, or ``emv`` for one we do not know."""
    country: str
    """Tag 58, ISO 3166-1 alpha-2, as the code says; empty when absent."""
    currency: str
    """ISO 4217 letters; the digits when unknown to us; empty when absent."""
    amount: Decimal | None
    """None when the payer types it."""
    merchant: str
    """Tag 59: whatever the payee chose to call themselves."""
    city: str
    one_time: bool
    """Made for one payment (tag 01 is 12): a tie by the whole payload then says little, one by the payee as much as ever."""
    tags: dict[str, str] = field(hash=False)
    """Every top-level tag with its text."""


@dataclass(frozen=True, slots=True)
class _Scheme:
    name: str
    country: str
    tags: tuple[str, ...]
    aid: str
    payees: dict[str, str]


@functools.cache
def _schemes() -> tuple[_Scheme, ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("payment_qr.toml").read_text(encoding="utf-8"))
    return tuple(
        _Scheme(s["name"], s["country"], tuple(s["tags"]), s["aid"], s.get("payees", {}) if s["verified"] else {})
        for s in data["scheme"]
    )


def crc(payload: str) -> str:
    """CRC-16/CCITT-FALSE (ISO/IEC 13239, start FFFF) of a payload up to and with ``6304``, as four capital hex digits."""
    return f"{binascii.crc_hqx(payload.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"


def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The payload with its CRC in capitals when it is a whole EMV code and the CRC holds, else None. 5 us.

    Give the text as written: folding native digits or wide letters in a merchant's name breaks the CRC.
    """
    text = folded.strip()
    if not text.startswith(_START) or len(text) > LONGEST or text[-8:-4] != "6304":
        return None
    body, given = text[:-4], text[-4:].upper()
    if crc(body) != given:
        return None
    return body + given if _payload(body + given) else None


def find(text: str) -> list[tuple[int, int]]:
    """Start and end of every payload in ``text``, checked. The tags' lengths say where one ends, so each start is walked once."""
    spans = []
    at = text.find(_START)
    while at >= 0:
        end = end_of(text, at)
        if end:
            spans.append((at, end))
        at = text.find(_START, end or at + len(_START))
    return spans


def end_of(text: str, start: int) -> int:
    """One past the last character of the checked payload that begins at ``start``, 0 when none does. Ten microseconds at most.

    Lengths count characters, or bytes of UTF-8 when a first walk in characters leads nowhere.
    """
    for width in (_one, _utf8_width):
        at, seen = start, set()
        while True:
            head = text[at : at + 4]
            # A tag stands once, so the walk ends.
            if len(head) < 4 or not (head.isdigit() and head.isascii()) or head[:2] in seen or at - start > LONGEST:
                break
            seen.add(head[:2])
            at += 4
            left = int(head[2:])
            while left > 0 and at < len(text):
                left -= width(text[at])
                at += 1
            if left:
                break
            if head[:2] == "63":
                return at if read(text[start:at]) is not None else 0
        if text.isascii():
            break
    return 0


def _one(_: str) -> int:
    return 1


def _utf8_width(char: str) -> int:
    return len(char.encode("utf-8", "surrogatepass"))


def _payload(text: str) -> dict[str, str] | None:
    """The tags of a whole payload, which must end in its CRC. Writers count characters, some count bytes of UTF-8: both pass."""
    tags = _tags(text)
    if tags is not None and next(reversed(tags), "") == "63":
        return tags
    if text.isascii():
        return None
    # Read once more as if each byte were a letter, and turn the values back.
    tags = _tags(text.encode("utf-8", "surrogatepass").decode("latin-1"))
    if tags is None or next(reversed(tags), "") != "63":
        return None
    return {tag: value.encode("latin-1").decode("utf-8", "replace") for tag, value in tags.items()}


def _tags(text: str) -> dict[str, str] | None:
    """Tag-length-value pairs in their order, or None when they do not fill the text exactly."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not (head.isdigit() and head.isascii()):
            return None
        tag, end = head[:2], at + 4 + int(head[2:])
        # Invariant: a tag stands once. A second one would let two readers see two payees, so the code is refused.
        if end > len(text) or tag in found:
            return None
        found[tag] = text[at + 4 : end]
        at = end
    return found


@functools.lru_cache(maxsize=16384)
def parse(value: str) -> PaymentCode | None:
    """What a canonical payload says, or None when it is none."""
    tags = _payload(value) if read(value) is not None else None
    if tags is None:
        return None
    scheme = _scheme(tags)
    number = tags.get("53", "")
    try:
        amount = Decimal(tags["54"]) if re.fullmatch(r"\d{1,13}(?:\.\d{0,10})?", tags.get("54", ""), re.ASCII) else None
    except InvalidOperation:
        amount = None
    return PaymentCode(
        scheme.name if scheme else "emv",
        tags.get("58", "").upper(),
        _CURRENCIES.get(number, number),
        amount,
        tags.get("59", "").strip(),
        tags.get("60", "").strip(),
        tags.get("01") == "12",
        tags,
    )


def _scheme(tags: dict[str, str]) -> _Scheme | None:
    for scheme in _schemes():
        for tag in scheme.tags:
            inner = _tags(tags.get(tag, "")) or {}
            name = inner.get("00", "")
            if name.upper() == scheme.aid or (scheme.aid == "@" and _BAKONG.fullmatch(name.lower())):
                return scheme
    return None


def inside(value: str) -> list[Found]:
    """Who is paid by a canonical payload: phones, accounts, citizens' numbers, handles.

    Offsets are those of the sub-tag's text in ``value``. Empty for schemes whose layout no source was found for.
    """
    code = parse(value)
    scheme = _scheme(code.tags) if code is not None else None
    if code is None or scheme is None:
        return []
    found = []
    for tag in scheme.tags:
        for sub, text in (_tags(code.tags.get(tag, "")) or {}).items():
            payee = _payee(scheme.payees.get(sub, ""), text, scheme.country)
            if payee is not None:
                kind, canonical, notes = payee
                start = value.find(text)
                found.append(Found(kind, canonical, text, start, start + len(text), (f"scheme:{scheme.name}", *notes)))
    return found


def _payee(what: str, text: str, country: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Kind, canonical value and notes of one sub-tag."""
    if what == "phone":
        # PromptPay pads to 13: 0066812345678.
        number = phone.read("+" + text.lstrip("0"), country) or phone.read(text, country)
        return None if number is None else ("phone", number, ())
    if what == "paynow":
        number = phone.read(text, country) if text.startswith("+") else None
        return None if number is None else ("phone", number, ())
    if what == "national_id":
        person = national_id.read(text, country)
        return None if person is None else ("national_id", person, ())
    if what == "ewallet" and _NUMBER.fullmatch(text):
        return "bank_account", f"{country}:EWALLET:{text}", ()
    if what == "account" and _NUMBER.fullmatch(text):
        # Digits of the bank may stand before the account; no source says how many, so they are left where they are.
        return "bank_account", f"{country}::{text}", ("bank digits may be included",)
    if what == "nested":
        return _nested(text, country)
    if what in {"bakong", "upi_id"}:
        named = handle.read(f"{what.removesuffix('_id')}:{text.strip()}")
        return ("handle", named, ()) if named else None
    return None


def _nested(text: str, country: str) -> tuple[str, str, tuple[str, ...]] | None:
    inner = _tags(text) or {}
    account = inner.get("01", "").upper()
    if not _ACCOUNT.fullmatch(account):
        return None
    bank = countries.bank_by_bin(inner.get("00", ""))
    if bank is not None:
        return "bank_account", f"{bank.country}:{bank.code}:{account}", ()
    return "bank_account", f"{country}::{account}", (f"bin:{inner.get('00', '')}",)


def make(tags: dict[str, str]) -> str:
    """The payload of ``tags`` in the order given, with its CRC: what tests and invented worlds use."""
    body = "".join(f"{tag}{len(value):02d}{value}" for tag, value in tags.items()) + "6304"
    return body + crc(body)


class PaymentQr:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "payment_qr"
    # The same text means the same payee; what is shared is the account behind it.
    specificity = 0.9
    # It points at an account, and lives as long: see weft.kinds.bank_account.
    half_life_days: float | None = 14.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Every payload in a cell, and right behind each the payees inside it, with the payload's place in the cell."""
        found = []
        head = text[: cell.LONGEST_CELL]
        for start, end in find(head):
            value = read(head[start:end])
            if value is None:
                continue
            found.append(Found(self.name, value, head[start:end], start, end))
            found += [Found(p.kind, p.value, head[start:end], start, end, p.notes) for p in inside(value)]
        return found

    def show(self, value: str) -> str:
        """Scheme, name and amount: ``promptpay, SHOP, 100 THB``. The payload itself where it does not parse."""
        code = parse(value)
        if code is None:
            return value
        money = f"{code.amount} {code.currency}".strip() if code.amount is not None else ""
        return ", ".join(part for part in (code.scheme, code.merchant, money) if part)

    def mask(self, value: str) -> str:
        """Version and CRC only: everything between may name the payee."""
        return cell.mask(value, 6, 4)


KIND = PaymentQr()
