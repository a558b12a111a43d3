"""Identifiers in free text: candidates by pattern, each settled by its kind's own reader, the most telling one first.

A stretch of text gives one identifier. The order is: payment codes, links, e-mail addresses, wallets, handles, accounts that a
word or a bank's name introduces, handsets, passports and ids that a word introduces, phones, host names. A link gives its host
as a `domain` too, so that two links of one site meet; a payment code gives what is inside it.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from weft import countries
from weft.kinds import (
    bank_account,
    device,
    domain,
    email,
    fold,
    handle,
    national_id,
    passport,
    payment_qr,
    phone,
    url,
    wallet,
)
from weft.kinds.fold import Folded
from weft.model import Found

# A story longer than this is cut into pieces by whoever reads files; here it bounds the work on one text.
LONGEST_TEXT = 1_000_000

# Anything an identifier needs: without one of these a text is done at once.
_WORTH_A_LOOK = re.compile(r"\d{3}|[@/]|\w\.\w|\[|(?i:dot|id|t\.me)", re.ASCII)
_WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:0x[0-9a-fA-F]{40}|(?i:bc1|ltc1|bitcoincash:)[a-zA-Z0-9]{25,87}|[1-9A-HJ-NP-Za-km-z]{25,106})(?![A-Za-z0-9])"
)
_PHONE = re.compile(r"(?<![\w.,/@+\-])(?:\+|00)?\(?\d(?:[ .\-()]{0,2}\d){6,16}(?![\d@]|[.,/:\-]\d|[A-Za-z_])", re.ASCII)
_DIGITS = re.compile(r"(?<![\w.+\-/])\d(?:[ \-]?\d){5,19}(?![\d.,/]\d|[A-Za-z])", re.ASCII)
_ACCOUNT_WORDS = r"(?i)account(?: (?:number|no\.?|#))?|a/c|acct|\bstk\b|số tài khoản|so tai khoan|tài khoản|เลขที่บัญชี|เลขบัญชี|บัญชี|账号|賬號|帳號|帐号|账户|卡号|계좌번호|계좌|គណនី|ບັນຊີ|အကောင့်|akaun|rekening"
_ACCOUNT = re.compile(_ACCOUNT_WORDS)
_IMEI = re.compile(r"(?i)imei\W{0,3}(\d(?:[ \-/]?\d){13,16})", re.ASCII)
_PASSPORT = re.compile(
    r"(?i:passport|hộ chiếu|หนังสือเดินทาง|护照|護照|여권(?:번호)?|លិខិតឆ្លងដែន)(?i:\s?(?:number|no\.?|số|เลขที่|号|번호))?[\s:：#]{0,3}([A-Z]{1,3}\d{6,9})"
)
_ID = re.compile(
    r"(?i:national id|id card|citizen id|\bcccd\b|\bcmnd\b|เลขบัตรประชาชน|บัตรประชาชน|身份证号?|주민등록번호)[^\d\n]{0,12}(\d[\d \-]{7,20}[\dXx])"
)
# Before a run of digits these say that it is no phone.
_NOT_PHONE = re.compile(
    r"(?i)(?:order|invoice|tracking|parcel|ref|reference|otp|code|đơn hàng|mã đơn|mã|คำสั่งซื้อ|พัสดุ|รหัส|ออเดอร์|订单号?|单号|编号|验证码|주문번호|운송장|인증번호|លេខបញ្ជាទិញ|#|no\.)\W{0,4}$"
)
_MESSENGER = re.compile(r"(?i)(?:zalo|line|ไลน์|whatsapp|viber|tel|phone|call|โทร|điện thoại|sđt|电话|전화)\W{0,4}$")
_UNITS = re.compile(r"(?i)\s?(?:บาท|baht|thb|vnd|đồng|đ\b|usd|usdt|元|원|won|riel|៛|kip|ກີບ|kyat|ကျပ်|rm\b|ringgit|%)")


@dataclass(slots=True)
class FoundColumn:
    """What was found in a column of texts, as parallel lists."""

    text: list[int] = field(default_factory=list)
    """Index of the text in the column."""
    kind: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    as_written: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)

    def add(self, text: int, found: Iterable[Found]) -> None:
        """Append what was found in text number ``text``."""
        for one in found:
            self.text.append(text)
            self.kind.append(one.kind)
            self.value.append(one.value)
            self.as_written.append(one.as_written)
            self.start.append(one.start)
            self.end.append(one.end)
            self.notes.append("; ".join(one.notes) or None)


def find(text: str, country: str | None = None) -> list[Found]:
    """Every identifier in ``text``, in order of place; local numbers are read as written in ``country``.

    Offsets lead into ``text`` as given. Linear in the length of the text, which is cut at a million characters.
    """
    text = text[:LONGEST_TEXT]
    folded = fold.fold_text(text)
    if not _WORTH_A_LOOK.search(folded.text):
        return []
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for kind, start, end, value, notes in _candidates(folded, country, taken):
        first, last = folded.span(start, end)
        one = Found(kind, value, text[first:last], first, last, notes)
        found.append(one)
        if kind == "payment_qr":
            found += [
                Found(inner.kind, inner.value, one.as_written, first, last, inner.notes)
                for inner in payment_qr.inside(value)
            ]
    found.sort(key=lambda one: (one.start, one.end, one.kind, one.value))
    return found


def find_column(texts: Sequence[str], near: Sequence[str | None]) -> FoundColumn:
    """`find` on each text with the country at the same place in ``near``. The same answers, as parallel lists."""
    column = FoundColumn()
    for index, (text, country) in enumerate(zip(texts, near, strict=True)):
        if text:
            column.add(index, find(text, country))
    return column


_Candidate = tuple[str, int, int, str, tuple[str, ...]]


def _candidates(folded: Folded, country: str | None, taken: list[tuple[int, int]]) -> Iterator[_Candidate]:
    plain = folded.text

    def free(start: int, end: int) -> bool:
        return all(end <= first or start >= last for first, last in taken)

    def take(start: int, end: int) -> None:
        taken.append((start, end))

    if "000201" in plain:
        # Codes are read as written: their checksum covers every character.
        for start, end in payment_qr.find(plain):
            value = payment_qr.read(plain[start:end])
            if value is not None:
                take(start, end)
                yield "payment_qr", start, end, value, ()
    yield from _addressed(plain, country, free, take)
    yield from _worded(plain, country, free, take)
    for match in _PHONE.finditer(plain):
        start, end = match.span()
        if not free(start, end) or _NOT_PHONE.search(plain[max(0, start - 24) : start]) or _UNITS.match(plain, end):
            continue
        value = phone.read(match.group(), country)
        if value is not None:
            take(start, end)
            yield "phone", start, end, value, ()
    for match in domain.CANDIDATE.finditer(plain):
        start, end = match.span()
        if free(start, end) and _is_a_site(match.group()) and (value := domain.read(match.group())) is not None:
            take(start, end)
            yield "domain", start, end, value, ()


def _is_a_site(written: str) -> bool:
    """``end.Next`` is a full stop without a blank, ``end.next`` may be a site."""
    last = written.rpartition(".")[2]
    return not (last[:1].isupper() and last[1:].islower() and not written[:1].isupper())


def _addressed(plain: str, country: str | None, free, take) -> Iterator[_Candidate]:  # type: ignore[no-untyped-def]
    """What an address shape gives away: profile links, links, e-mail, wallets."""
    if "/" in plain:
        for match in handle.LINK.finditer(plain):
            if (value := handle.of_link(match)) is not None:
                take(*match.span())
                yield "handle", *match.span(), value, ()
                platform, _, name = value.partition(":")
                if platform in {"whatsapp", "zalo"} and (
                    number := phone.read(name if country else "+" + name, country)
                ):
                    yield "phone", *match.span(2), number, ()
        for match in url.CANDIDATE.finditer(plain):
            written = match.group().rstrip(url._TAIL)  # noqa: SLF001 -- one rule for where a link ends
            start, end = match.start(), match.start() + len(written)
            if not free(start, end) or (site := url.host(written)) is None:
                continue
            take(start, end)
            at = start + written.find("://") + 3
            value = url.read(written)
            if value is not None:
                yield "url", start, end, value, ()
            yield "domain", at, at + len(re.split(r"[/?#:]", written[at - start :], maxsplit=1)[0]), site, ()
    if "@" in plain:
        for match in email.CANDIDATE.finditer(plain):
            if free(*match.span()) and (value := email.read(match.group())) is not None:
                take(*match.span())
                yield "email", *match.span(), value, ()
    for match in _WALLET.finditer(plain):
        if free(*match.span()) and (value := wallet.read(match.group())) is not None:
            take(*match.span())
            yield "wallet", *match.span(), value, ()


def _worded(plain: str, country: str | None, free, take) -> Iterator[_Candidate]:  # type: ignore[no-untyped-def]
    """What a word before it gives away: handles, handsets, passports, ids, accounts."""
    for match in handle.CANDIDATE.finditer(plain):
        name = match.group(2).rstrip(".-_")
        platform = handle.platform_of(match.group(1))
        start, end = match.start(2), match.start(2) + len(name)
        if name.isdigit() or not free(start, end):
            continue
        value = handle.read(name, None, platform)
        if value is not None:
            take(start, end)
            yield "handle", start, end, value, ()
    for kind, pattern, read in (("device", _IMEI, device.read), ("passport", _PASSPORT, passport.read)):
        for match in pattern.finditer(plain):
            if free(*match.span(1)) and (value := read(match.group(1), country)) is not None:
                take(*match.span(1))
                yield kind, *match.span(1), value, ()
    for match in _ID.finditer(plain):
        if free(*match.span(1)) and (value := national_id.read(match.group(1), country, weak=True)) is not None:
            take(*match.span(1))
            yield "national_id", *match.span(1), value, ()
    for match in _DIGITS.finditer(plain):
        start, end = match.span()
        if not free(start, end):
            continue
        before, after = plain[max(0, start - 40) : start], plain[end : end + 24]
        before = re.split(r"[.;!?\n]\s", before)[-1]
        # What stands before another number spoke of that one.
        before = re.split(r"\d{4}", before)[-1]
        bank = _bank_near(before, country) or _bank_near(re.split(r"[.;,!?\n]", after, maxsplit=1)[0], country)
        worded = _ACCOUNT.search(before) is not None
        if not worded and bank is None:
            continue
        if _NOT_PHONE.search(before) or _MESSENGER.search(before):
            continue
        if not worded and phone.read(match.group(), country) is not None and _bank_near(before, country) is None:
            continue
        value = bank_account.read(match.group(), country, bank)
        if value is not None:
            take(start, end)
            yield "bank_account", start, end, value, bank_account.notes(value, bank)


@functools.cache
def _bank_pattern() -> re.Pattern[str]:
    names = {name for bank in _banks() for name in (bank.code, *bank.names)}
    parts = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        edge = name.isascii()
        parts.append((r"(?<![A-Za-z0-9])" if edge else "") + re.escape(name) + (r"(?![A-Za-z0-9])" if edge else ""))
    return re.compile("|".join(parts))


def _banks() -> Iterator[countries.Bank]:
    for code in countries.known():
        yield from countries.get(code).banks


def _bank_near(words: str, country: str | None) -> countries.Bank | None:
    last = None
    for match in _bank_pattern().finditer(words):
        last = countries.bank_named(match.group(), country) or last
    return last
