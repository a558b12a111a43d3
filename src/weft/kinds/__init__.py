"""Identifiers: one file per kind, and how they are found in text.

``KINDS`` is the list; ``kind(name)`` one of them. :func:`find` and :func:`find_column` look through free text,
:func:`clean_column` through the cells of a column meant for one kind.
"""

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
from weft.kinds.base import FoundColumn as FoundColumn
from weft.kinds.base import Kind as Kind
from weft.kinds.column import clean_column as clean_column
from weft.kinds.find import find as find
from weft.kinds.find import find_column as find_column

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
"""Every kind of identifier there is. Add a new one here, and in the order's right place for a reader."""

_BY_NAME = {one.name: one for one in KINDS}


def kind(name: str) -> Kind:
    """The kind called ``name``; KeyError when there is none."""
    return _BY_NAME[name]
