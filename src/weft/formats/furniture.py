"""Rows of a table that are no reports: sums at the end, notes under it, the header once more.

People send the sheet they work with. Such rows are listed with their text, and no report is made of them.
"""

import re
from collections.abc import Sequence
from typing import Final

from weft.formats import amounts
from weft.formats.columns import Column

CODES: Final = ("input.total_row", "input.note_row", "input.header_row")

# What stands before a sum, in the languages of the region.
_TOTALS: Final = frozenset(
    """total|totals|grand total|sub total|subtotal|sum|overall|รวม|รวมทั้งสิ้น|รวมทั้งหมด|ยอดรวม|ผลรวม|รวมเงิน|tổng|tổng cộng|tổng số|cộng
    |សរុប|សរុបរួម|ລວມ|ລວມທັງໝົດ|ຍອດລວມ|စုစုပေါင်း|ပေါင်း|合计|总计|小计|共计|合計|總計|小計|共計|합계|총계|총합|총합계|소계
    |jumlah|jumlah besar|jumlah keseluruhan|total keseluruhan""".replace("\n", "")
    .replace("  ", "")
    .split("|")
)
# "รวมความเสียหาย", "Tổng thiệt hại": a sum's name with what it sums.
_SUMS: Final = (
    "total ",
    "grand total",
    "sub total",
    "รวม",
    "ยอดรวม",
    "tổng ",
    "合计",
    "总计",
    "合計",
    "總計",
    "합계",
    "총 ",
    "jumlah ",
    "សរុប",
    "ລວມ",
)
_MARKS: Final = ("#", "*", "※", "注", "note", "source", "หมายเหตุ", "ที่มา", "ghi chú", "nguồn", "来源", "비고", "출처")
# "|---|:--:|" of a Markdown table, "=====" under a header.
_RULE: Final = frozenset("-=_:+ ")
_READ: Final = frozenset({"narrative", "identifiers", "category"})
_FEW: Final = 3
# Sums stand in the first column, or behind the rows' numbers.
_FIRST: Final = 2
_SECTION_COLUMNS: Final = 5
# "II", "3.", "B": how sections of a list are counted.
_COUNTED: Final = re.compile(r"[IVX]{1,5}[.)]?|[A-Z][.)]?|\d{1,3}[.)]")


def _is_section(row: Sequence[str], filled: Sequence[int], columns: Sequence[Column]) -> bool:
    """A number of a section and its name, in the first columns of a wide table, where neither holds what a report has."""
    first, second = filled
    return (
        second <= 2
        and _COUNTED.fullmatch(row[first].strip()) is not None
        and not any(map(str.isdigit, row[second]))
        and columns[second].field not in {*_READ, "phone", "bank_account", "handle", "domain", "url", "email", "wallet"}
    )


def _is_total(cell: str) -> bool:
    return len(cell) < 40 and not cell[-1:].isdigit() and " ".join(cell.split()).rstrip(":： ").casefold() in _TOTALS


def what(row: Sequence[str], columns: Sequence[Column]) -> tuple[str, str] | None:
    """(problem code, message) of a row that is no report, else None. ``row`` is as wide as ``columns``."""
    if row[0] == columns[0].header and all(cell == one.header for cell, one in zip(row, columns, strict=True)):
        return "input.header_row", "expected a report, got the header once more"
    filled = [place for place, cell in enumerate(row) if cell and not cell.isspace()]
    if filled and all(_RULE.issuperset(row[place]) and len(row[place]) > 1 for place in filled):
        return "input.note_row", "expected a report, got a ruled line"
    if not filled or len(columns) < _FEW:
        return None
    if filled[0] < _FIRST and _is_total(row[filled[0]]) and all(amounts.parse(row[place]) for place in filled[1:]):
        return "input.total_row", "expected a report, got the sum of others"
    if len(filled) > max(2, len(columns) // 2):
        return None
    first = " ".join(row[filled[0]].split())
    if _is_total(first) or (len(filled) == 2 and len(first) < 40 and first.casefold().startswith(_SUMS)):
        rest = [row[place] for place in filled[1:]]
        if rest and all(amounts.parse(cell) for cell in rest):
            return "input.total_row", "expected a report, got the sum of others"
    head, _, figure = first.replace("：", ":").partition(":")
    if len(filled) == 1 and head.strip().casefold() in _TOTALS and figure.strip()[:1].isdigit() and len(first) < 40:
        return "input.total_row", "expected a report, got the sum of others"
    if len(filled) == 2 and len(columns) >= _SECTION_COLUMNS and _is_section(row, filled, columns):
        return "input.note_row", "expected a report, got a section's title"
    if len(filled) == 1:
        column = columns[filled[0]]
        said = (
            column.field in _READ
            or column.searched
            or column.field not in {"extra", "report_id", "reported_on", "country"}
        )
        if not said and (first.casefold().startswith(_MARKS) or (" " in first and len(first) > 12)):
            return "input.note_row", "expected a report, got a note about the table"
    return None
