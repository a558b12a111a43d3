"""Finding numbers in folded text: phones, bank accounts, handsets, citizens' numbers, passports.

Arrays join runs of digits that stand close enough to be one number; a few rules on the text around each then say what it is. The word
nearest before it decides ("account", "order no.", "call"): see ``words.toml``. Without a word, only what its own form vouches for
comes out: a number that the phone plan of the report's country (or its ``+``) makes valid, a citizen's number with its check digit.
"""

import functools
import re

import numpy as np

from weft import countries
from weft.kinds import bank_account, device, lettered, national_id, passport, phone, spelled, words
from weft.kinds.context import Context, Reader
from weft.kinds.page import Page, flags

# What joins two runs of digits to one number: one to three of these. Slashes join dates, commas sums: they part.
_JOINS = flags(b" -.()")
_MARKS = flags(b"-()")
_CAPITAL = flags(range(65, 91))
_ALNUM = flags([*range(48, 58), *range(65, 91), *range(97, 123)])
# Longest number with its gaps: 20 digits in an account, an extension not counted.
_LONGEST = 20
_MOST_RUNS = 40
# Groups between blanks are short: two longer ones are two numbers, except behind a calling code or area code.
_LONGEST_GROUP = 6
_LONGEST_FIRST = 4
_LONGEST_HEAD = 8  # 011-4412 3344
_FEWEST_BEFORE_BRACKET = 7
# "081-234-5678/9", "…/79": the last digits of a second number.
_ENDING = re.compile(rb" ?[/&] ?(\d{1,4})(?![\d/.:%])(?! ?[ -] ?\d)")
_MOST_ENDINGS = 4
# An office's lines, first to last: 02-071-8801-3. Only the first is noted.
_RANGE = re.compile(r"(.*\d)-\d{1,2}", re.ASCII)
_LETTER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DIGIT = frozenset(b"0123456789")
# What stands before a number that is part of something else: an order's "#", a sum, an argument, a mask.
_SPOILS = frozenset(b"#$%&=_@*\x83")
_BANK_ENDS = frozenset("- )")
_ENDS_SUM = frozenset(b"%*\x83")  # and what is masked: 621234******5678
_GROUP = re.compile(r"[^ ]+")
_NOT_DIGITS = str.maketrans(dict.fromkeys(" -.()"))
_DATE = re.compile(
    r"(?:[0-3]?\d([./-])[01]?\d\1(?:[12]\d)?\d\d|(?:19|20|25)\d\d([./-])[01]?\d\2[0-3]?\d"
    r"|(?:19|20|25)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?)(?: [0-2]?\d(?:\.[0-5]\d)?)?",
    re.ASCII,
)
_LONGEST_DATE = 19
# Years from and to, and the United States' long postcode.
_NO_PHONE = re.compile(r"(?:19|20)\d\d ?- ?(?:19|20)\d\d|\d{5}-\d{4}", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([. ])\d{3})(?:\1\d{3})*", re.ASCII)
_VERSION = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,5}){2,}", re.ASCII)
_IP_ADDRESS = re.compile(r"[12]?\d{1,2}(?:\.[12]?\d{1,2}){3}", re.ASCII)
_CODE = re.compile(rb"[A-Za-z]{1,8}\d{0,4}/\d{1,8}/$")
_SHORT_RUN = re.compile(rb"\d{1,2}(?!\d)")
_PREFIXED = re.compile(rb"[A-Za-z]+-?$")
# Countries whose people dial some 0 before a domestic number: without it, it is hardly a phone. From the phone library's trunk prefixes.
_TRUNK = frozenset({"TH", "VN", "KH", "LA", "MM", "KR", "MY", "ID", "JP", "TW", "PH"})
_MOBILE_TYPES = ("mobile", "fixed_line_or_mobile")


def find(page: Page) -> None:
    """Note every number on ``page`` that is an identifier."""
    spelled.find(page)
    lettered.passports(page)
    array = page.array
    is_digit = (array - 48) < 10
    edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    if len(starts) == 0:
        return
    for start in starts[
        _CAPITAL[array[starts - 1]] & _CAPITAL[array[starts - 2]] & ~_ALNUM[array[starts - 3]]
    ].tolist():
        lettered.iban(page, start - 2)
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
    if len(wanted) == 0:
        return
    contexts = Reader(page)
    begin = starts[heads[wanted]].tolist()
    finish = ends[tails[wanted] - 1].tolist()
    sizes = totals[wanted].tolist()
    runs = (tails[wanted] - heads[wanted]).tolist()
    for start, end, size, count in zip(begin, finish, sizes, runs, strict=True):
        if count == 1:
            _one(page, contexts, start, end, size)
        elif count > _MOST_RUNS and size > 4 * _LONGEST:
            continue  # a table of figures, or noise
        else:
            for first_at, last_at, digits in _split(page, start, end, size):
                _one(page, contexts, first_at, last_at, digits)


def _split(page: Page, start: int, end: int, size: int) -> list[tuple[int, int, int]]:
    """The numbers in digits with marks between: start, end and count of digits of each."""
    codes = page.codes
    bracket = codes.rfind(40, start + 1, end)
    if bracket > 0:
        head = sum(map(_DIGIT.__contains__, codes[start:bracket]))
        if head >= _FEWEST_BEFORE_BRACKET:  # 02-3210-0404(24 hours)
            last = bracket
            while codes[last - 1] not in _DIGIT:
                last -= 1
            rest = _split(page, bracket + 1, end, size - head) if codes[bracket + 1] in _DIGIT else []
            return _split(page, start, last, head) + rest
    if codes.find(32, start, end) < 0:
        return [(start, end, size)] if size >= 6 else []
    text = codes[start:end].decode("ascii")
    groups = [(m.start(), m.end(), sum(map(str.isdigit, m[0]))) for m in _GROUP.finditer(text)]
    groups = [group for group in groups if group[2]]  # "010 - 1234": a dash by itself
    # "010-1234-5678 3일": a short group behind the only blank, right before a letter, belongs to the word it begins.
    if len(groups) == 2 and groups[1][2] < 4 and (codes[end] in _LETTER or codes[end] in (0x80, 0x84)):
        groups.pop()
    numbers: list[tuple[int, int, int]] = []
    first, digits = 0, 0
    for n, (_, stop, count) in enumerate(groups):
        following = groups[n + 1][2] if n + 1 < len(groups) else 0
        digits += count
        short = following <= _LONGEST_GROUP and (count <= _LONGEST_GROUP or digits <= _LONGEST_HEAD)
        heads = digits <= _LONGEST_FIRST
        if not following or not (short or heads) or digits + following > _LONGEST + 4:
            if digits >= 6:
                numbers.append((start + groups[first][0], start + stop, digits))
            first, digits = n + 1, 0
    return numbers


def _one(page: Page, contexts: Reader, start: int, end: int, size: int) -> None:
    """One number: with letters around it, too long, spent, a date, or to be told."""
    codes = page.codes
    left, right = codes[start - 1], codes[end]
    if (left in _LETTER or right in _LETTER or left == 41) and lettered.find(page, contexts, start, end, size):
        return
    if size > _LONGEST or not page.is_free(start, end):
        return
    text = codes[start:end].decode("ascii")
    # +66 …, (+66) …
    if left == 43 or (left == 40 and codes[start - 2] == 43):
        contexts.at(start, end)
        _phone(page, start - (1 if left == 43 else 2), start, text, contexts.country)
    elif size < 15 and text[0] < "4" and len(text) <= _LONGEST_DATE and _DATE.fullmatch(text):
        contexts.skip(end)
    else:
        _tell(page, contexts, start, end, size, text)


def _tell(page: Page, contexts: Reader, start: int, end: int, size: int, text: str) -> None:
    """Say what digits and marks between two places are."""
    near = contexts.at(start, end)
    means, country = near.means, contexts.country
    said = contexts.said_country(start)
    if said is not None and said != country and not means & (words.ACCOUNT | words.NOT):
        country = _home(text, size, said, country)
    if near.adjacent:
        if means & words.NOT and not means & (words.NATIONAL_ID | words.ACCOUNT):
            return
        if means & words.DEVICE and _note(page, start, end, "device", device.read(text)):
            return
        if means & words.PASSPORT and _note(page, start, end, "passport", passport.read(text, country)):
            return
        if means & words.NATIONAL_ID and _note(
            page, start, end, "national_id", national_id.read(text, country, weak=True)
        ):
            return
    if _is_part(page, near, start, end, size):
        return
    if not near.adjacent and _NO_PHONE.fullmatch(text):
        return
    plain = text.isdigit()
    told = near.adjacent and means & (words.PHONE | words.ACCOUNT)
    if not told and ((not plain and _is_figure(text, size)) or (text[0] != "0" and _is_sum(page, start, end))):
        return
    grouped = not plain and text[0] != "0" and _GROUPED.fullmatch(text) is not None
    grouped = grouped and (" " not in text or text.endswith("000"))
    if means & words.PHONE and near.adjacent:
        # Wallets are keyed by phone: "KBZPay 09…" is a number to call where it reads as one.
        value = _dialled(text, country, phone_word=True)
        if value is not None:
            _add_phone(page, start, text, value)
            bank, beside = contexts.bank(near, start, end, take=False)
            if bank is not None and beside and bank.by_phone:
                account = bank_account.read(text, country, bank)
                if account is not None:
                    page.add(start, end, "bank_account", account)
            return
    bank, beside = contexts.bank(near, start, end)
    is_account = means & words.ACCOUNT and (near.adjacent or (near.same_sentence and bank is not None))
    if (is_account or (beside and not grouped)) and not near.listed:
        _account(page, start, end, text, country, bank)
        return
    doubtful = means & words.NOT and near.adjacent
    if not doubtful and _note(page, start, end, "national_id", _strong_id(text, size, country)):
        return
    if _phones(page, start, text, country, phone_word=bool(means & words.PHONE), grouped=grouped):
        return
    if size >= 8 and not grouped:
        if means & words.ACCOUNT and near.same_sentence:
            _account(page, start, end, text, country, bank)
            return
        if bank is not None and not means & (words.NOT | words.PHONE) and size >= 9:
            _account(page, start, end, text, country, bank)
            return
    if means & words.DEVICE:
        _note(page, start, end, "device", device.read(text))


def _home(text: str, size: int, said: str, country: str | None) -> str | None:
    """The country to read a number by when another than the report's is named beside it: that one where the number is one of its own."""
    value = _dialled(text, said, phone_word=True)
    if (value is not None and phone.is_mobile(value)) or _strong_id(text, size, said) is not None:
        return said
    return country


def _is_part(page: Page, near: Context, start: int, end: int, size: int) -> bool:
    """Whether what touches the number makes it part of something else: a sum, an order's code, a date, a decimal."""
    codes = page.codes
    left, right = codes[start - 1], codes[end]
    if left in _SPOILS and not (left == 61 and near.adjacent):
        return True
    if right in _ENDS_SUM or (right in _LETTER and not near.means & words.PHONE):
        return True
    if left == 45 and _PREFIXED.search(codes, max(0, start - 8), start) and not near.adjacent:
        return True  # ORD-2024…
    if left == 47 and _CODE.search(codes, max(0, start - 24), start):
        return True  # OC/2025/88712345
    before = codes[start - 2]
    if before in _DIGIT and (left == 46 or (left == 44 and codes[start + 3] not in _DIGIT)):
        return True  # 3.141592; 1,234567 is two numbers, 1,234 567 is not
    if left == 47 and before in _DIGIT and (codes[start - 3] not in _DIGIT or codes[start - 4] not in _DIGIT):
        return True  # 16/11/2568 09.15
    if right == 47 and size < 9 and not near.means & words.PHONE and _SHORT_RUN.match(codes, end + 1):
        return True
    return right == 44 and codes[end + 1] in _DIGIT and size < 9


def _note(page: Page, start: int, end: int, kind: str, value: str | None, notes: str = "") -> bool:
    if value is None:
        return False
    page.add(start, end, kind, value, notes)
    return True


def _strong_id(text: str, size: int, country: str | None) -> str | None:
    return national_id.read(text, country) if 12 <= size <= 18 and text[0] != "0" else None


def _is_figure(text: str, size: int) -> bool:
    """Whether dots make it an IP address or a version: 10.0.19045.3803."""
    if text.count(".") < 2 or (size > 9 and text.count(".") < 3):
        return False
    return _VERSION.fullmatch(text) is not None or _IP_ADDRESS.fullmatch(text) is not None


@functools.cache
def _units() -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    after, before = words.units()
    return re.compile(rb" ?(?:" + after + rb")"), re.compile(rb"(?:\A|[^a-z])(?:" + before + rb")[ .$\x83]{0,3}\Z")


def _is_sum(page: Page, start: int, end: int) -> bool:
    """Whether a currency or a measure stands beside the number."""
    after, before = _units()
    match = after.match(page.plain, end, end + 14)
    # One byte stands for many letters beyond Latin: those are compared as written.
    if match is not None and (match[0][-1] < 0x80 or page.original(*match.span()).strip() in words.unit_names()):
        return True
    return before.search(page.plain[max(0, start - 8) : start]) is not None


def _account(page: Page, start: int, end: int, text: str, country: str | None, bank: countries.Bank | None) -> None:
    if bank is not None and bank.number is not None and text[len(bank.number) : len(bank.number) + 1] in _BANK_ENDS:
        # Taiwan writes the bank's number before the account's: 808-9912…, (808)9912…
        text = text.removeprefix(bank.number).lstrip("-) ")
    value = bank_account.read(text, country, bank)
    if value is not None:
        page.add(start, end, "bank_account", value, "; ".join(bank_account.notes(value, bank)))
        number = _dialled(text, bank.country, phone_word=True) if bank is not None and bank.by_phone else None
        if number is not None and phone.is_mobile(number):
            _add_phone(page, start, text, number)


def _phone(page: Page, begin: int, start: int, text: str, country: str | None) -> None:
    """A number with its plus; when the whole is none, its beginning up to a blank."""
    cut = len(text)
    while cut > 0:
        value = phone.read("+" + text[:cut], country)
        if value is not None:
            page.add(begin, start + cut, "phone", value)
            _endings(page, start + cut, value)
            return
        cut = text.rfind(" ", 0, cut)


def _add_phone(page: Page, start: int, text: str, value: str) -> None:
    begin = start - 1 if page.codes[start - 1] == 40 and ")" in text else start  # (02) 123 4567
    page.add(begin, start + len(text), "phone", value)
    _endings(page, start + len(text), value)


def _endings(page: Page, end: int, value: str) -> None:
    """Numbers of which only the last digits follow a slash."""
    for _ in range(_MOST_ENDINGS):
        match = _ENDING.match(page.codes, end)
        if match is None:
            return
        digits = match[1].decode("ascii")
        old = value[-len(digits) :]
        # Four digits are a year or a house as well, unless they are near the number's own.
        if digits == old or (len(digits) == 4 and digits[:2] != old[:2]):
            return
        other = phone.read(value[: -len(digits)] + digits, None)
        if other is None:
            return
        page.add(match.start(1), match.end(1), "phone", other)
        end = match.end()


def _phones(page: Page, start: int, text: str, country: str | None, *, phone_word: bool, grouped: bool) -> bool:
    """One number or several with blanks between, as dialled in ``country``."""
    if not phone_word and grouped and country not in ("SG", "HK"):
        return False
    value = _dialled(text, country, phone_word=phone_word)
    if value is not None:
        _add_phone(page, start, text, value)
        return True
    lines = _RANGE.fullmatch(text)
    if lines is not None and (value := _dialled(lines[1], country, phone_word=phone_word)) is not None:
        page.add(start, start + len(lines[1]), "phone", value)
        return True
    if " " not in text:
        return False
    parts = [match.span() for match in _GROUP.finditer(text)]
    numbers: list[tuple[int, int, str]] = []
    at = 0
    while at < len(parts):
        for last in range(min(len(parts), at + 6), at, -1):
            first, stop = parts[at][0], parts[last - 1][1]
            value = _dialled(text[first:stop], country, phone_word=phone_word)
            if value is not None:
                numbers.append((start + first, start + stop, value))
                at = last
                break
        else:
            break
    # Groups of something longer can look like a phone; what stays behind one may be an age or a count at most.
    if at < len(parts) and len(text) - parts[at][0] > _LONGEST_FIRST:
        return False
    for first, stop, value in numbers:
        page.add(first, stop, "phone", value)
        _endings(page, stop, value)
    return bool(numbers)


def _dialled(piece: str, country: str | None, *, phone_word: bool) -> str | None:
    """E.164 of a number without plus when its form is one that people give to a phone."""
    digits = piece.translate(_NOT_DIGITS)
    size = len(digits)
    if size < 7 or size > 15:
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
    return value if phone.type_of(value) in _MOBILE_TYPES and country != "US" else None
