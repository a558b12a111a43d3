"""What the cells of a column hold, judged from a sample: the second witness beside the header.

A kind that proves itself (checksum, scheme, an @ between) may overrule a header; figures alone prove little, so phones, accounts and
documents only support one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from weft import countries, kinds
from weft.formats import amounts, dates, headers

SAMPLE_CELLS: Final = 100
"""Non-empty cells looked at in each column: one in a hundred wrong is still seen, and the look costs milliseconds."""

# These carry their own proof, so they are believed without a header.
PROVEN: Final = ("payment_qr", "wallet", "email", "url", "domain")
# These need the header's word, or a very clean column.
_FIGURES: Final = ("phone", "device")

_LONG_TEXT: Final = 40
_ID: Final = re.compile(
    r"(?:[A-Za-z]{1,12}[-_/.]?)?\d{1,12}(?:[-_/]\d{1,8})*|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[A-Za-z]{1,8}[-_/]?[A-Za-z0-9]{2,16}"
)
# Fewer figures than any account has: "PKO BP 2" may still be a bank's name, "KBANK 1234567890" is an account.
_MOST_IN_A_NAME: Final = 5
_YES: Final = frozenset(
    "yes y true ✓ ใช่ เคย มี có 是 有 對 对 예 네 ya ada បាទ ចាស មាន ແມ່ນ ມີ ဟုတ် ဟုတ်ကဲ့ ရှိ oui".split()  # noqa: SIM905 -- read by eye
)
_NO: Final = frozenset(
    {
        "no",
        "n",
        "false",
        "none",
        "maybe",
        "don't know",
        "not sure",
        "-",
        "n/a",
        "ไม่",
        "ไม่ใช่",
        "ไม่เคย",
        "ไม่มี",
        "không",
        "không có",
    }
    | {
        "chưa",
        "否",
        "无",
        "無",
        "没有",
        "沒有",
        "不是",
        "아니오",
        "아니요",
        "없음",
        "tidak",
        "tiada",
        "tak",
        "ទេ",
        "គ្មាន",
        "ບໍ່",
        "ບໍ່ມີ",
        "ບໍ່ແມ່ນ",
        "မဟုတ်",
        "မရှိ",
        "non",
    }
)
# As accounts are written: eight figures or more, parted by blanks or dashes.
_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){7,19}")
_DIGITS: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Contents:
    """Shares (0 to 1) of a column's filled cells that are each thing."""

    filled: int
    shares: dict[str, float]
    """By field: the kinds, and ``reported_on``, ``amount``, ``money`` (an amount with its currency), ``sum`` (that, or with a word of number), ``answer`` (yes or no; 0 where none is yes), ``country``, ``currency``, ``id``, ``found`` (an identifier stands in it)."""
    mean_length: float
    distinct: float
    example: str
    running: bool = False
    """1, 2, 3 …: the rows of the list, counted."""

    def share(self, field: str) -> float:
        """The share of cells that are ``field``; 0 for what was not looked for."""
        return self.shares.get(field, 0.0)


def look(cells: Sequence[str], country: str | None) -> Contents:
    """Judge the cells of one column."""
    filled = [cell.strip()[:4000] for cell in cells if cell and not cell.isspace()][:SAMPLE_CELLS]
    if not filled:
        return Contents(0, {}, 0.0, 0.0, "")
    count = len(filled)
    mean = sum(map(len, filled)) / count
    shares: dict[str, float] = {}
    if mean < 400:
        for kind in (*PROVEN, *_FIGURES):
            whole = 0
            for cell in filled:
                found = kinds.kind(kind).clean(cell, country)
                # The cell is that identifier, and not a sentence with one in it.
                whole += sum(one.end - one.start for one in found if one.kind == kind) * 2 >= len(cell)
            shares[kind] = whole / count
    if mean < _LONG_TEXT * 2:
        met = [kinds.find(cell, country) for cell in filled]
        shares["found"] = sum(map(bool, met)) / count
        shares["identifiers"] = (
            sum(
                sum(one.end - one.start for one in found) * 2 >= len(cell)
                for cell, found in zip(filled, met, strict=True)
            )
            / count
        )
        shares["reported_on"] = sum(1 for cell in filled if dates.parse(cell, country=country)) / count
        read = [amounts.parse(cell, country) for cell in filled]
        shares["amount"] = sum(1 for amount in read if amount) / count
        shares["money"] = sum(1 for amount in read if amount and amount.currency) / count
        shares["sum"] = (
            sum(
                1
                for cell, amount in zip(filled, read, strict=True)
                if amount and (amount.currency or amounts.says_scale(cell))
            )
            / count
        )
        answers = [cell.casefold().strip(" .") for cell in filled]
        shares["answer"] = (
            sum(1 for cell in answers if cell in _YES or cell in _NO) / count if not _YES.isdisjoint(answers) else 0.0
        )
        shares["country"] = sum(1 for cell in filled if not _DIGITS.search(cell) and _country(cell)) / count
        shares["currency"] = (
            sum(1 for cell in filled if not _DIGITS.search(cell) and countries.currency_named(cell)) / count
        )
        shares["id"] = sum(1 for cell in filled if _ID.fullmatch(cell)) / count
        shares["number"] = sum(1 for cell in filled if _NUMBER.fullmatch(cell)) / count
        shares["kind"] = sum(1 for cell in filled if headers.kind_named(cell)) / count
        shares["bank"] = sum(1 for cell in filled if _is_bank(cell, country)) / count
    return Contents(count, shares, mean, len(set(filled)) / count, filled[0], _is_running(filled))


def looks_like_data(cell: str, country: str | None) -> bool:
    """Whether a cell is a value (a number, a date, an identifier) rather than a column's name."""
    cell = cell.strip()
    if not cell:
        return False
    if len(cell) > _LONG_TEXT * 2 or dates.parse(cell, country=country) is not None:
        return True
    digits = len(_DIGITS.findall(cell))
    if digits and digits * 2 >= len(cell.replace(" ", "")):
        return True
    return any(kinds.kind(kind).clean(cell, country) for kind in (*PROVEN, *_FIGURES))


def is_long_text(contents: Contents) -> bool:
    """Whether the column holds prose: worth searching for identifiers even when nobody says what it is."""
    return contents.mean_length >= _LONG_TEXT


def _is_bank(cell: str, country: str | None) -> bool:
    """A bank's name, also one that banks of several countries share."""
    if sum(map(str.isdigit, cell)) > _MOST_IN_A_NAME:
        return False
    return countries.fold(cell) in countries.bank_spellings() or countries.bank_named(cell, country) is not None


def _is_running(cells: Sequence[str]) -> bool:
    """Most of the cells are one more than the cell before; a word among them (a sum's, a section's) is passed over."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 8]
    steps = sum(1 for before, after in pairwise(numbers) if after == before + 1)
    return (
        len(numbers) > 1
        and len(numbers) * 2 > len(cells)
        and numbers[0] in {0, 1}
        and steps * 4 >= 3 * (len(numbers) - 1)
    )


@lru_cache(maxsize=4096)
def _country(cell: str) -> str | None:
    return countries.country_named(cell)
