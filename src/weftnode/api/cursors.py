"""Where the next page begins: an opaque word, so that programs do not build their own. What one may see does not depend on it."""

import base64
import binascii

from weft.errors import InputProblem

_MOST = 2**62


def write(*numbers: float | None) -> str | None:
    """A cursor for a place in an order; None where there is no next page."""
    if any(one is None for one in numbers):
        return None
    return base64.urlsafe_b64encode(" ".join(repr(one) for one in numbers).encode()).decode().rstrip("=")


def read(cursor: str, count: int) -> list[float]:
    """The numbers of a cursor. InputProblem when it is none of ours."""
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        found = [float(one) if "." in one or "e" in one else int(one) for one in plain.split(" ")]
    except (binascii.Error, ValueError):
        found = []
    if len(found) != count or not all(-_MOST < one < _MOST for one in found):
        raise InputProblem("this cursor is none that was given out", hint="take `next` of the page before as it is")
    return found


def whole(cursor: str, count: int = 1) -> list[int]:
    """The same, of whole numbers."""
    return [int(one) for one in read(cursor, count)]
