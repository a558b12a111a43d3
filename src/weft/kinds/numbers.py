"""Finding numbers in folded text: phones, bank accounts, handsets, citizens' numbers, passports.

Arrays join runs of digits that stand close enough to be one number; a few rules on the text around each then say what it is. The word
nearest before it decides ("account", "order no.", "call"): see ``words.toml``. Without a word, only what its own form vouches for
comes out: a number that the phone plan of the report's country (or its ``+``) makes valid, a citizen's number with its check digit.
"""

import re

import numpy as np

from weft import countries
from weft.kinds import bank_account, device, national_id, passport, phone, words
from weft.kinds.page import Page, flags

# What joins two runs of digits to one number: one to three of these. Slashes join dates, commas sums: they part.
_JOINS = flags(b" -.()")
_MARKS = flags(b"-()")
# Longest number with its gaps: 20 digits in an account, an extension not counted.
_MOST_RUNS = 40
_LETTER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DIGIT = frozenset(b"0123456789")
_SPACES = re.compile(r" +")
_DATE = re.compile(
    r"(?:[0-3]?\d([./-])[01]?\d\1(?:[12]\d)?\d\d|(?:19|20|25)\d\d([./-])[01]?\d\2[0-3]?\d)(?: [0-2]?\d)?", re.ASCII
)
_COMPACT_DATE = re.compile(
    r"(?:19|20|25)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?", re.ASCII
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([. ])\d{3})(?:\1\d{3})*", re.ASCII)
_NRC = re.compile(rb"\d{1,2}/[A-Za-z]{6,9}\([A-Za-z]\)$")
_PREFIXED = re.compile(rb"[A-Za-z]+-?$")
_ALNUM_LEFT = re.compile(rb"[A-Za-z]{1,12}$")
_ALNUM_RIGHT = re.compile(rb"[A-Za-z0-9]{0,40}(?:\([0-9A]\))?")
_IBAN = re.compile(rb"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_GAP_MARKS = re.compile(rb"[\s:;.,#\-=>(\[\"'/*~)\]+]+")

# How far a word reaches: about a clause.
_REACH = 40
_REACH_BEHIND = 28
_DECIDING = words.PHONE | words.ACCOUNT | words.NOT | words.NATIONAL_ID | words.PASSPORT | words.DEVICE
# Countries whose people dial some 0 before a domestic number: without it, it is hardly a phone. From the phone library's trunk prefixes.
_TRUNK = frozenset({"TH", "VN", "KH", "LA", "MM", "KR", "MY", "ID", "JP", "TW", "PH"})


def find(page: Page) -> None:
    """Note every number on ``page`` that is an identifier."""
    array = page.array
    is_digit = (array - 48) < 10
    edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
    if is_digit[0]:
        edges = np.concatenate([[0], edges])
    starts, ends = edges[0::2], edges[1::2]
    if len(starts) == 0:
        return
    gap = starts[1:] - ends[:-1]
    first = array[ends[:-1]]
    joined = (gap <= 3) & _JOINS.take(first)
    second, third = array[ends[:-1] + 1], array[np.minimum(ends[:-1] + 2, len(array) - 1)]
    # Two marks or three with a bracket or a dash among them: ") ", " - ". Two blanks part.
    joined &= (gap < 2) | (_JOINS.take(second) & (_MARKS.take(first) | _MARKS.take(second)))
    joined &= (gap < 3) | (_JOINS.take(third) & _MARKS.take(second))
    heads = np.flatnonzero(np.concatenate([[True], ~joined]))
    totals = np.add.reduceat(ends - starts, heads)
    tails = np.concatenate([heads[1:], [len(starts)]])
    wanted = np.flatnonzero((totals >= 6) & (np.frombuffer(page.busy, np.uint8)[starts[heads]] == 0))
    begin = starts[heads[wanted]].tolist()
    finish = ends[tails[wanted] - 1].tolist()
    sizes = totals[wanted].tolist()
    runs = (tails[wanted] - heads[wanted]).tolist()
    for start, end, size, count in zip(begin, finish, sizes, runs, strict=True):
        _cluster(page, start, end, size, count)


def _cluster(page: Page, start: int, end: int, size: int, runs: int) -> None:
    codes = page.codes
    left = codes[start - 1] if start else 0
    right = codes[end]
    if left in _LETTER:
        _lettered(page, start, end)
        return
    if left == 41 and size == 6 and _NRC.search(codes, max(0, start - 16), start):
        _burmese(page, start, end)
        return
    if right in _LETTER and runs == 1 and size <= 9:
        _lettered(page, start, end)
        return
    if size > 40 or runs > _MOST_RUNS or not page.is_free(start, end):
        if size > 20 and runs > 1:
            for one in _SPACES.split(codes[start:end].decode("ascii")):
                end = start + len(one)
                digits = sum(c.isdigit() for c in one)
                if digits >= 7 and digits <= 20 and page.is_free(start, end):
                    _piece(page, start, end, digits)
                start = end + 1
        return
    if runs == 1 or size <= 20:
        _piece(page, start, end, size)
        return
    at = start
    for one in _SPACES.split(codes[start:end].decode("ascii")):
        if len(one) > 6:
            _piece(page, at, at + len(one), sum(c.isdigit() for c in one))
        at += len(one) + 1


def _piece(page: Page, start: int, end: int, size: int) -> None:
    """Digits and marks between two places: what are they?"""
    codes = page.codes
    text = codes[start:end].decode("ascii")
    number = page.text_of(start)
    country = page.countries[number]
    left = codes[start - 1] if start else 0
    right = codes[end]
    # +66 …, (+66) …, (02) …
    plus = left == 43 or (left == 40 and start > 1 and codes[start - 2] == 43)
    near = page.before(start, _REACH)
    context = 0
    hit = None
    for one in near:
        if one.word.means & _DECIDING:
            context, hit = one.word.means, one
            break
    adjacent = hit is not None and (start - hit.end < 3 or _only_filler(page, hit.end, start))
    if plus:
        begin = start - (1 if left == 43 else 2)
        if _phone(page, begin, start, end, "+" + text, country):
            return None
    elif hit is not None and adjacent:
        if context & words.NOT and not context & (words.NATIONAL_ID | words.ACCOUNT):
            return None
        if context & words.DEVICE and _first(page, start, end, "device", device.read(_digits(text))):
            return None
        if context & words.PASSPORT and _first(page, start, end, "passport", passport.read(text, country)):
            return None
        if context & words.NATIONAL_ID and _first(
            page, start, end, "national_id", national_id.read(text, country, weak=True)
        ):
            return None
    if left in b"#$%&=_@*" and left != 0 and not (left == 61 and adjacent):
        return None
    if left == 131 or right in {131, 37}:
        return None
    if left == 45 and _PREFIXED.search(codes, max(0, start - 8), start) and not adjacent:
        return None  # ORD-2024…
    if left in (44, 46) and start > 1 and codes[start - 2] in _DIGIT:
        return None
    if right == 44 and codes[end + 1] in _DIGIT and size < 9:
        return None
    if right in _LETTER and not (context & words.PHONE):
        return None
    if not plus and text[0] != "0" and _is_sum(page, start, end, text, context):
        return None
    grouped = _GROUPED.fullmatch(text) is not None and text[0] != "0"
    bank = _bank_near(page, start, end)
    account_word = hit is not None and bool(context & words.ACCOUNT)
    spelled_out = account_word and (adjacent or not _sentence_between(page, hit.end if hit else start, start))
    bank_beside = bank is not None and bank[1]
    if not plus and 6 <= size <= 20 and not _is_date(text):
        if account_word and (adjacent or (spelled_out and bank is not None)):
            return _account(page, start, end, text, country, bank)
        if bank_beside and not (context & words.PHONE and adjacent) and not grouped:
            return _account(page, start, end, text, country, bank)
    if not plus:
        if not (context & words.NOT and adjacent) and _first(
            page, start, end, "national_id", _strong_id(text, size, country)
        ):
            return None
        parts = _phones(page, start, text, country, phone_word=bool(context & words.PHONE), grouped=grouped)
        if parts:
            return None
        if 6 <= size <= 20 and not _is_date(text) and not grouped and size >= 8:
            if spelled_out:
                return _account(page, start, end, text, country, bank)
            if bank is not None and not context & (words.NOT | words.PHONE) and size >= 9:
                return _account(page, start, end, text, country, bank)
        if context & words.DEVICE:
            _first(page, start, end, "device", device.read(_digits(text)))
    return None


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _first(page: Page, start: int, end: int, kind: str, value: str | None, notes: str = "") -> bool:
    if value is None:
        return False
    page.add(start, end, kind, value, notes)
    return True


def _strong_id(text: str, size: int, country: str | None) -> str | None:
    if size < 12 or size > 18 or text[0] == "0":
        return None
    return national_id.read(text, country)


def _only_filler(page: Page, start: int, end: int) -> bool:
    """Whether only marks and words such as "no." and "is" stand between a word and its number."""
    if end - start > 30:
        return False
    between = page.plain[start:end]
    for word in _GAP_MARKS.split(between):
        if word and word not in words.fillers() and word not in _hits_between(page, start, end):
            return False
    return True


def _hits_between(page: Page, start: int, end: int) -> set[bytes]:
    """Words of the lexicon other than the deciding one: a bank's or an app's name may stand between."""
    return {
        part
        for hit in page.after(start, end - start)
        if hit.end <= end and not hit.word.means & (words.NOT | words.PHONE)
        for part in hit.word.plain.split(b" ")
    }


def _sentence_between(page: Page, start: int, end: int) -> bool:
    between = page.codes[start:end]
    return b". " in between or b"\x82" in between or b"\n" in between or b"!" in between or b"?" in between


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None or _COMPACT_DATE.fullmatch(text) is not None


_UNIT_AFTER: re.Pattern[bytes] | None = None
_UNIT_BEFORE: re.Pattern[bytes] | None = None


def _units() -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    global _UNIT_AFTER, _UNIT_BEFORE  # noqa: PLW0603 -- made once, from data
    if _UNIT_AFTER is None or _UNIT_BEFORE is None:
        after, before = words.units()
        _UNIT_AFTER = re.compile(rb" ?(?:" + after + rb")")
        _UNIT_BEFORE = re.compile(rb"(?:\A|[^a-z])(?:" + before + rb")[ .$\x83]{0,3}\Z")
    return _UNIT_AFTER, _UNIT_BEFORE


def _is_sum(page: Page, start: int, end: int, text: str, context: int) -> bool:
    """Whether a currency or a measure stands beside the number."""
    del text, context
    after, before = _units()
    if after.match(page.plain, end, end + 14):
        return True
    return before.search(page.plain[max(0, start - 8) : start]) is not None


def _bank_near(page: Page, start: int, end: int) -> tuple[countries.Bank, bool] | None:
    """The bank named nearest, and whether nothing but filler stands between it and the number."""
    country = page.countries[page.text_of(start)]
    for hit in page.after(end, _REACH_BEHIND):
        if hit.word.banks:
            beside = hit.start - end < 3 or (hit.start - end < 24 and _only_filler(page, end, hit.start))
            if beside:
                return _pick(hit.word.banks, country), len(hit.word.plain) > 2
            break
    for hit in page.before(start, _REACH):
        if hit.word.banks:
            beside = start - hit.end < 3 or _only_filler(page, hit.end, start)
            return _pick(hit.word.banks, country), beside and len(hit.word.plain) > 2
    for hit in page.after(end, _REACH_BEHIND):
        if hit.word.banks and not _sentence_between(page, end, hit.start):
            return _pick(hit.word.banks, country), False
    return None


def _pick(banks: tuple[countries.Bank, ...], country: str | None) -> countries.Bank:
    return next((bank for bank in banks if bank.country == country), banks[0])


def _account(
    page: Page, start: int, end: int, text: str, country: str | None, bank: tuple[countries.Bank, bool] | None
) -> None:
    named = bank[0] if bank is not None else None
    value = bank_account.read(text, country, named)
    if value is not None:
        page.add(start, end, "bank_account", value, "; ".join(bank_account.notes(value, named)))


def _phone(page: Page, begin: int, start: int, end: int, text: str, country: str | None) -> bool:
    """A number with its plus; when the whole is none, its beginning up to a blank."""
    cut = len(text)
    while cut > 0:
        value = phone.read(text[:cut], country)
        if value is not None:
            page.add(begin, start + cut - 1, "phone", value)
            rest = text[cut:]
            if len(rest) > 7:
                _piece(page, start + cut, end, sum(c.isdigit() for c in rest))
            return True
        cut = text.rfind(" ", 0, cut)
    return False


def _phones(page: Page, start: int, text: str, country: str | None, *, phone_word: bool, grouped: bool) -> bool:
    """One number or several with blanks between, as dialled in ``country``."""
    if grouped and not phone_word and country not in ("SG", "HK"):
        return False
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^ ]+", text)]
    found = False
    at = 0
    while at < len(parts):
        for last in range(min(len(parts), at + 6), at, -1):
            first, stop = parts[at][0], parts[last - 1][1]
            piece = text[first:stop]
            value = _dialled(piece, country, phone_word=phone_word)
            if value is not None:
                begin = start + first
                if begin and page.codes[begin - 1] == 40 and ")" in piece:
                    begin -= 1
                page.add(begin, start + stop, "phone", value)
                found = True
                at = last
                break
        else:
            at += 1
    return found


def _dialled(piece: str, country: str | None, *, phone_word: bool) -> str | None:
    """E.164 of a number without plus when its form is one that people give to a phone."""
    digits = _digits(piece)
    size = len(digits)
    if size < 7 or size > 15 or _is_date(piece):
        return None
    value = phone.read(piece, country)
    if value is None:
        return None
    if phone_word or digits[0] == "0" or (value[1:] == digits and size > 9):
        return value
    if country in _TRUNK:
        return None
    # No trunk prefix in this country: mobiles, or anything written in groups as phones are.
    if piece != digits:
        return value
    return value if phone.type_of(value) in ("mobile", "fixed_line_or_mobile") and country != "US" else None


def _lettered(page: Page, start: int, end: int) -> None:
    """Digits with letters before or behind: passports, some citizens' numbers, IBANs, or a word glued to a number."""
    codes = page.codes
    head = _ALNUM_LEFT.search(codes, max(0, start - 12), start)
    first = head.start() if head is not None else start
    left = codes[first - 1] if first else 0
    number = page.text_of(start)
    country = page.countries[number]
    glued = next((hit for hit in page.before(start, 14) if hit.end == start and hit.start >= first), None)
    if glued is not None and glued.word.means & (words.PHONE | words.ACCOUNT):
        _piece(page, start, end, sum(c in _DIGIT for c in codes[start:end]))
        return
    tail = _ALNUM_RIGHT.match(codes, end)
    last = tail.end() if tail is not None else end
    if left in b"-_/#=" and left != 0:
        return
    iban = _IBAN.match(codes, first)
    if iban is not None and start - first == 2:
        text = iban[0].decode("ascii")
        while len(text) >= 15:
            value = bank_account.iban(text.replace(" ", ""))
            if value is not None:
                page.add(first, first + len(text), "bank_account", value)
                return
            text = text[: max(text.rfind(" "), 0)]
    if last - first > 12 or not page.is_free(first, last):
        return
    word = codes[first:last].decode("ascii")
    context = next((h.word.means for h in page.before(first, _REACH) if h.word.means & _DECIDING), 0)
    if context & words.PASSPORT:
        value = passport.read(word, country)
        if value is not None:
            page.add(first, last, "passport", value)
            return
    if context & words.NOT:
        return
    value = national_id.read(word, country, weak=bool(context & words.NATIONAL_ID))
    if value is not None:
        page.add(first, last, "national_id", value)


def _burmese(page: Page, start: int, end: int) -> None:
    """12/ABCDEF(N)123456."""
    head = _NRC.search(page.codes, max(0, start - 16), start)
    if head is not None:
        value = national_id.read(page.codes[head.start() : end].decode("ascii"), "MM", weak=True)
        if value is not None:
            page.add(head.start(), end, "national_id", value)
