"""The country a file is from, for files that name none: local numbers can then be read.

By the writing that fills it, where one country of the region writes so (Chinese and Latin letters do not tell, except for Vietnamese
ones); else by its currency, its banks, its encoding, its name, by sums and accounts in its prose, or by a number that stands there with
and without its country's code. A guess is told with its reason, reads local numbers, and is never written into a report.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import Final

from weft import countries, kinds
from weft.formats import amounts
from weft.formats.columns import Columns
from weft.kinds import phone, phone_plan

_SCRIPTS: Final = {
    "TH": re.compile("[\u0e01-\u0e5b]"),
    "LA": re.compile("[\u0e81-\u0edf]"),
    "KH": re.compile("[\u1780-\u17dd]"),
    "MM": re.compile("[\u1000-\u109f]"),
    "KR": re.compile("[\uac00-\ud7a3]"),
    "JP": re.compile("[\u3041-\u30fa]"),
    "VN": re.compile("[ơưđăƠƯĐĂ\u1ea0-\u1ef9]"),
}
_ENCODINGS: Final = {
    "cp874": ("TH",),
    "cp949": ("KR",),
    "cp1258": ("VN",),
    "gb18030": ("CN",),
    "cp932": ("JP",),
    "cp950": ("TW", "HK"),
    "big5hkscs": ("HK", "TW"),
}
_PHONES_TRIED: Final = 200
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_LETTERS_LOOKED_AT: Final = 20_000
_LETTERS_SEARCHED: Final = 40_000
_PROSE: Final = frozenset({"narrative", "identifiers", "bank_account"})
_SUM: Final = re.compile(r"(?:\b([A-Za-z]{2,4})\.?|([฿₫₭៛₩₱₹₮]))\s?(?=\d)|\d\s?([^\W\d_]{2,8}|[฿₫₭៛₩₱₹])(?![^\W\d_])")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_NO_DIGIT: Final = re.compile(r"\D+")


def guess(texts: Iterable[str]) -> str | None:
    """ISO code, or None when no script tells or two do."""
    sample = ""
    for text in texts:
        if not text.isascii():
            sample += text
        if len(sample) > _LETTERS_LOOKED_AT:
            break
    counts = {country: len(pattern.findall(sample)) for country, pattern in _SCRIPTS.items()}
    # Vietnamese marks one letter in six; the other scripts write every letter.
    counts["VN"] *= 5
    country, most = max(counts.items(), key=lambda item: item[1])
    return country if most >= 10 and most * 10 >= 9 * sum(counts.values()) else None


def of_story(text: str) -> str | None:
    """The country of one story: by its script, else by the one currency it names."""
    script = guess([text])
    if script:
        return script
    named = {code for word in _LETTERS.findall(text[:_LETTERS_LOOKED_AT]) if (code := of_currency(word))}
    return named.pop() if len(named) == 1 else None


def from_table(seen: Columns, rows: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """(ISO code, reason): the first sign under which the file's own local phones can be read."""
    cells = [row[one.index].strip() for one in seen.of("phone") for row in rows if one.index < len(row)][:_PHONES_TRIED]
    local = [cell for cell in cells if cell and not kinds.kind("phone").clean(cell, None)]
    for country, reason in _signs(seen, rows):
        fit = sum(1 for cell in local if kinds.kind("phone").clean(cell, country))
        if fit * 2 >= len(local):
            return country, reason
    return None


def _signs(seen: Columns, rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What tells a country, the surest first: currencies and banks, the encoding, the file's name, what stands inside cells."""
    for name, of_cell, reason in (
        ("amount", lambda cell: of_currency(amounts.parse(cell)), "the currency of its sums"),
        ("currency", of_currency, "its currency"),
        ("bank", of_bank, "its banks"),
    ):
        for column in seen.of(name):
            named = Counter(
                code for row in rows if column.index < len(row) and (code := of_cell(row[column.index].strip()))
            )
            if not named and name == "amount":
                named = Counter(filter(None, map(of_currency, _NOT_LETTERS.split(column.header))))
            if named:
                code, times = named.most_common(1)[0]
                if times * 10 >= 9 * named.total():
                    yield code, reason
    for code in _ENCODINGS.get(seen.encoding or "", ()):
        yield code, f"its encoding ({seen.encoding})"
    words = _NOT_LETTERS.split(PurePath(seen.file).stem)
    named = Counter(code for word in words if len(word) > 3 and (code := countries.country_named(word)))
    if len(named) == 1:
        yield next(iter(named)), "its name"
    inside = _from_cells(seen, rows)
    if inside is not None:
        yield inside


def _from_cells(seen: Columns, rows: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """(ISO code, reason) from what stands inside cells: sums in prose, banks named before accounts, one phone written both ways."""
    told = [column for column in seen.columns if column.searched or column.field in _PROSE]
    cells = [row[column.index] for row in rows for column in told if column.index < len(row)]
    sums: Counter[str] = Counter()
    banks: Counter[str] = Counter()
    left = _LETTERS_SEARCHED
    for cell in cells:
        if left <= 0:
            break
        cell = cell[:left]
        left -= len(cell)
        words = (word for pair in _SUM.findall(cell) for word in pair if word)
        sums.update(filter(None, map(of_currency, words)))
        banks.update(
            one.value[:2] for one in kinds.find(cell, None) if one.kind == "bank_account" and one.value[0] != ":"
        )
    for named, reason in ((sums, "the currency of sums in its text"), (banks, "the banks of its accounts")):
        if named:
            code, times = named.most_common(1)[0]
            return (code, reason) if times * 10 >= 9 * named.total() else None
    numbers = (row[column.index] for column in seen.of("phone") for row in rows if column.index < len(row))
    return _written_both_ways(numbers)


def _written_both_ways(cells: Iterable[str]) -> tuple[str, str] | None:
    """The country whose code one number carries in one cell and lacks in another."""
    abroad: dict[str, str] = {}
    local: set[str] = set()
    for cell in cells:
        digits = _NO_DIGIT.sub("", cell)
        for one in kinds.kind("phone").clean(cell, None):
            place, code = phone.country_of(one.value), phone_plan.code_of(one.value[1:])
            if place and code:
                abroad[one.value[1 + code.width :]] = place
        local.add(digits.lstrip("0"))
    named = {abroad[number] for number in local & set(abroad)}
    return (named.pop(), "a number that stands there with its code and without") if len(named) == 1 else None


@lru_cache(maxsize=4096)
def of_currency(written: "str | amounts.Amount | None") -> str | None:
    """The one country whose own currency is named; None for dollars, euros and coins."""
    if isinstance(written, amounts.Amount):
        code = written.currency
    else:
        code = countries.currency_named(written) if written else None
    return _own().get(code or "")


@lru_cache(maxsize=4096)
def of_bank(name: str) -> str | None:
    """The country of the bank that ``name`` can only mean."""
    bank = countries.bank_named(name, None) if name else None
    return bank.country if bank else None


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    """Currency to its country; the dollar of the United States is paid everywhere and tells nothing."""
    return {countries.get(code).currency: code for code in countries.known() if code != "US"}
