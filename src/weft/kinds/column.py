"""Cleaning whole columns of cells: each distinct cell is read once."""

from collections.abc import Sequence

from weft import countries as places
from weft.kinds import (
    bank_account,
    device,
    domain,
    email,
    handle,
    national_id,
    passport,
    payment_qr,
    phone,
    url,
    wallet,
)
from weft.kinds.base import FoundColumn, Kind
from weft.kinds.find import find
from weft.model import Found

_KINDS: dict[str, Kind] = {
    one.KIND.name: one.KIND
    for one in (phone, bank_account, payment_qr, wallet, url, domain, email, handle, device, national_id, passport)
}
# Distinct cells remembered at most; a million short ones are some 300 MB.
_MOST_KNOWN = 200_000


def clean_column(
    kind_name: str,
    cells: Sequence[str | None],
    countries: Sequence[str | None],
    hints: Sequence[str | None] | None = None,
) -> FoundColumn:
    """Identifiers of a column meant for one kind, or ``identifiers`` for cells that hold several.

    ``countries`` are the reports'. ``hints`` name the bank (for accounts) or the app (for handles) of each row. Cells that are
    None or blank give nothing; what a cell holds but cannot be read is the caller's to report.
    """
    out = FoundColumn()
    known: dict[tuple[str, str | None, str | None], list[Found]] = {}
    for row, cell in enumerate(cells):
        if not cell or cell.isspace():
            continue
        hint = hints[row] if hints is not None else None
        key = (cell, countries[row], hint or None)
        answer = known.get(key)
        if answer is None:
            answer = _clean(kind_name, *key)
            if len(known) < _MOST_KNOWN:
                known[key] = answer
        for found in answer:
            out.add(row, found)
    return out


def _clean(kind_name: str, cell: str, country: str | None, hint: str | None) -> list[Found]:
    if kind_name == "identifiers":
        return find(cell, country)
    if kind_name == "bank_account":
        return bank_account.KIND.clean(cell, country, places.bank_named(hint, country) if hint else None)
    if kind_name == "handle":
        return handle.KIND.clean(cell, country, hint or "")
    return _KINDS[kind_name].clean(cell, country)
