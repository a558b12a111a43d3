"""Columns of the large tables: one row a report, one row a sighting, one row a tie.

Strings are null when nothing was written, never empty, except ``narrative`` which is empty.
"""

import pyarrow as pa

REPORTS = pa.schema(
    [
        pa.field("report_id", pa.string(), nullable=False),  # unique within one run
        pa.field("file", pa.string(), nullable=False),  # base name: a path is the sender's business
        pa.field("row", pa.int32(), nullable=False),  # as a person counts: header is row 1
        pa.field("country", pa.string()),  # ISO 3166-1 alpha-2, capitals: where the report was made
        pa.field("language", pa.string()),  # ISO 639-1, as the file says
        pa.field("reported_on", pa.date32()),  # the day that stands for the report
        pa.field("narrative", pa.string(), nullable=False),  # the story, as written
        pa.field("amount", pa.decimal128(38, 8)),  # loss, in `currency`
        pa.field("amount_as_written", pa.string()),
        pa.field("currency", pa.string()),  # ISO 4217 or a coin's ticker
        pa.field("category", pa.string()),  # the reporter's own word for the kind of scam
        pa.field("reporter", pa.string()),  # who reported: only ever used to join duplicates, never shown, never a tie
        pa.field("extra", pa.string()),  # JSON object of the columns nobody recognised, as written
    ]
)

SIGHTINGS = pa.schema(
    [
        pa.field("report", pa.int32(), nullable=False),  # row number in the reports table
        pa.field("kind", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),  # canonical
        pa.field("as_written", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),  # the column's name, or narrative:START-END
        pa.field("notes", pa.string()),  # remarks joined by "; "
    ]
)

TIES = pa.schema(
    [
        pa.field("network_id", pa.string(), nullable=False),
        pa.field("report_a", pa.string(), nullable=False),
        pa.field("report_b", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("weight", pa.float64(), nullable=False),  # 0 to 1, after rarity and decay
        pa.field("days_apart", pa.int32()),
        pa.field("because", pa.string(), nullable=False),  # one sentence
    ]
)
