"""Lines of a pasted table to claims, and how a pot was shared as rows: references and amounts, nothing of a person."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from weft.formats import amounts, encodings, text_lines
from weft.money import AmountNotKept, Claim, Shares, from_minor, to_minor

_MOST_LINES = 100_000
# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def decoded(data: bytes) -> str:
    """The text of a small file, whatever its encoding."""
    return text_lines.decode(data, encodings.detect(data))


def read(text: str, currency: str) -> tuple[list[Claim], list[tuple[int, str]]]:
    """Claims of a table (reference, loss) and what could not be read, with its line. A first line without figures is a header."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    claims: list[Claim] = []
    problems: list[tuple[int, str]] = []
    if len(lines) > _MOST_LINES:
        return [], [(_MOST_LINES, _("at most 100,000 lines at once"))]
    seen: dict[str, int] = {}
    for place, (number, line) in enumerate(lines):
        reference, loss = _parted(line)
        if place == 0 and not any(sign.isdigit() for sign in loss):
            continue
        if not reference or not loss:
            problems.append((number, _("a reference and a loss are needed: %(line)s") % {"line": line.strip()[:80]}))
            continue
        if reference in seen:
            said = {"reference": reference[:60], "line": seen[reference]}
            problems.append(
                (number, _("%(reference)s stands already in line %(line)d: add up what one victim lost first") % said)
            )
            continue
        try:
            minor = _loss(loss, currency)
        except AmountNotKept as problem:
            problems.append((number, str(problem)))
            continue
        seen[reference] = number
        claims.append(Claim(reference, minor))
    return claims, problems


def _loss(text: str, currency: str) -> int:
    found = amounts.parse(text, None, currency)
    if found is None or found.ambiguous:
        raise AmountNotKept(_("this is no amount that can be read: %(text)s") % {"text": text[:60]})
    if found.currency != currency:
        raise AmountNotKept(
            _("the pot is in %(pot)s, this loss in %(loss)s") % {"pot": currency, "loss": found.currency}
        )
    return to_minor(found.value, currency)


def _parted(line: str) -> tuple[str, str]:
    """Reference and loss of a line, parted by tab, semicolon or comma: a comma only behind the reference."""
    if "\t" in line:
        parts = line.split("\t")
    elif ";" in line:
        parts = line.split(";")
    else:
        row = next(csv.reader([line]), [])
        parts = row if len(row) <= 2 else [row[0], ",".join(row[1:])]
        if len(parts) < 2:
            parts = line.split(maxsplit=1)
    cells = [part.strip().strip('"') for part in parts if part.strip()]
    return (cells[0], cells[1]) if len(cells) > 1 else ("", "")


def rows(shares: Shares, claims: Iterable[Claim], currency: str) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Reference, loss, payment and what is still missing, in the order given."""
    return [
        (one.claim_id, from_minor(one.loss, currency), from_minor(paid := shares.paid[one.claim_id], currency), from_minor(one.loss - paid, currency))
        for one in claims
    ]  # fmt: skip


def as_csv(shares: Shares, claims: Iterable[Claim], currency: str) -> str:
    """The shares as CSV, with a header; a cell that a spreadsheet would run is told so by a quotation mark in front."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["reference", "loss", "payment", "missing", "currency"])
    for reference, loss, paid, missing in rows(shares, claims, currency):
        safe = f"'{reference}" if reference.startswith(_FORMULA) else reference
        sheet.writerow([safe, loss, paid, missing, currency])
    return out.getvalue()
