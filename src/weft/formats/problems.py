"""Codes of everything that can be wrong with a row or a value, and the record that says so.

A code is stable: other programs and translations rely on it. What each means for the person who has to mend the file stands in
docs/reference/formats.md, and a test keeps that page and this table equal.
"""

from typing import Final

from weft.model import Problem

CODES: Final[dict[str, str]] = {
    "input.amount": "The amount is not a number we can read; the report is kept without it.",
    "input.amount_ambiguous": "The amount can be read in two ways (1.234); it was read as the country or the column writes numbers.",
    "input.archive_part": "A file in an archive that cannot be read, for the reason told; the others were read.",
    "input.bad_bytes": "Bytes that are not text in the file's encoding; each was replaced by U+FFFD.",
    "input.bank_account": "The cell should hold a bank account, and none was found in it.",
    "input.blank_row": "The row holds nothing but delimiters; no report was made of it.",
    "input.column_duplicate": "Two columns have the same header; the later one was given a number.",
    "input.combining_marks": "More combining marks on one character than any script writes; those past 30 were taken out.",
    "input.country": "The country is not one we know by that name or code; the report is kept without it.",
    "input.country_guessed": "No column and no option says the country; local numbers were read as of the country whose script is written.",
    "input.date": "The date does not exist or cannot be read; the report is kept without it.",
    "input.date_order": "The date only makes sense in the other order of day and month than the column's; it was read that way.",
    "input.device": "The cell should hold a device number (IMEI), and none was found in it.",
    "input.domain": "The cell should hold a domain, and none was found in it.",
    "input.duplicate_key": "A JSON object or YAML mapping names the same key twice; both values are kept, the second under a number.",
    "input.duplicate_report": "The same row with the same report id was read before; this one was left out.",
    "input.duplicate_id": "The report id was used before for another row; this report got a number behind it.",
    "input.email": "The cell should hold an e-mail address, and none was found in it.",
    "input.encoding_guessed": "The encoding is not certain; look at a few rows, and name it in a mapping file if it is wrong.",
    "input.few_fields": "The row has fewer fields than the header; the missing ones were left empty.",
    "input.formula": "The cell looks like a spreadsheet formula; it was kept as text and never computed.",
    "input.handle": "The cell should hold an account name on a platform, and none was found in it.",
    "input.header_row": "The row is the header once more; no report was made of it.",
    "input.identifiers": "The cell should hold identifiers, and none was found in it.",
    "input.json": "This line or value is not valid JSON; it was left out.",
    "input.json_number": "NaN or Infinity is no JSON number; it was kept as text.",
    "input.leading_zero_lost": "The number seems to have lost its leading zero in a spreadsheet.",
    "input.long_cell": "The cell is longer than a million characters; the rest was cut off.",
    "input.many_fields": "The row has more fields than the header; the extra ones are kept as unnamed columns.",
    "input.mixed_encoding": "The row is in another encoding than the file; it was read in that one.",
    "input.national_id": "The cell should hold a national ID number, and none was found in it.",
    "input.note_row": "The row is a note about the table (its source, a section's title); no report was made of it.",
    "input.nul": "NUL characters were taken out of the row.",
    "input.number_lost_digits": "A spreadsheet has rounded this number; digits are lost and no identifier was made of it.",
    "input.passport": "The cell should hold a passport number, and none was found in it.",
    "input.payment_qr": "The cell should hold a payment QR string, and none was found in it.",
    "input.phone": "The cell should hold a phone number, and none was found in it.",
    "input.quote": "A quotation mark is opened and never closed; the row was read up to its end of line.",
    "input.record": "This entry is not a record with named values; it was left out.",
    "input.row_limit": "The sheet has more rows or columns than are read; the rest was left out.",
    "input.rows_joined": "Rows of one file with one report id that contradict each other in nothing were read as one report.",
    "input.sheet_empty": "The sheet holds no rows.",
    "input.sheet_skipped": "A sheet beside the reports, none of whose columns is one of reports; its rows were left out.",
    "input.surrogate": "Half a character (a lone UTF-16 surrogate) was replaced by U+FFFD.",
    "input.total_row": "The row holds the sum of others; no report was made of it.",
    "input.url": "The cell should hold a web address, and none was found in it.",
    "input.wallet": "The cell should hold a wallet address, and none with a valid checksum was found in it.",
    "input.zawgyi": "The text is Burmese written for the Zawgyi font; it was converted to Unicode.",
}
"""Code to the sentence in the reference: what happened, and what became of the row or value."""

_CUT = 200


def problem(file: str, row: int, column: str, code: str, message: str, as_written: str = "") -> Problem:
    """A `Problem` with its text cut to 200 characters. ``code`` must stand in `CODES`."""
    if code not in CODES:
        msg = f"unknown problem code {code}"
        raise LookupError(msg)
    return Problem(file=file, row=row, column=column, code=code, message=message, as_written=as_written[:_CUT])
