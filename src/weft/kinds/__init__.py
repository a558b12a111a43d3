"""What a thing in a report is: one file a kind, and the finding of all of them in text.

`find` reads one text, `find_column` a column of texts, `clean_column` cells that are meant to hold one kind.
"""

from collections.abc import Sequence

from weft import countries
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
from weft.kinds.base import Kind
from weft.kinds.find import FoundColumn, find, find_column

__all__ = ["KINDS", "FoundColumn", "Kind", "clean_column", "find", "find_column", "kind"]

KINDS: tuple[Kind, ...] = (
    phone.KIND,
    bank_account.KIND,
    payment_qr.KIND,
    wallet.KIND,
    url.KIND,
    domain.KIND,
    email.KIND,
    handle.KIND,
    device.KIND,
    national_id.KIND,
    passport.KIND,
)
_BY_NAME = {one.name: one for one in KINDS}


def kind(name: str) -> Kind:
    """The kind called ``name``. Raises KeyError for a word that is no kind."""
    return _BY_NAME[name]


def clean_column(
    name: str, cells: Sequence[str | None], near: Sequence[str | None], hints: Sequence[str | None] | None = None
) -> FoundColumn:
    """The values in cells meant to hold the kind ``name`` (``identifiers``: any kind).

    ``near`` holds each row's country; ``hints`` the bank's name of an account or the platform of a handle.
    """
    column = FoundColumn()
    for index, (cell, country) in enumerate(zip(cells, near, strict=True)):
        if not cell:
            continue
        hint = hints[index] if hints is not None else None
        if name == "identifiers":
            found = find(cell, country)
        elif name == "bank_account":
            found = bank_account.KIND.clean(cell, country, countries.bank_named(hint, country) if hint else None)
        elif name == "handle":
            found = handle.KIND.clean(cell, country, handle.platform_of(hint or ""))
        else:
            found = _BY_NAME[name].clean(cell, country)
        column.add(index, found)
    return column
