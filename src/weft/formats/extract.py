"""A batch of rows to reports and sightings.

Works on one batch at a time and knows nothing of the others, so that batches can be spread over processes: the same batch gives the
same bytes wherever it runs. Dates are left as text here; their order is a matter of the whole column (`assemble`).
"""

import pyarrow as pa

from weft.formats import report_columns, rows, sightings
from weft.formats.grid import Batch
from weft.formats.plan import Extracted, Plan, blank_to_none


def batch(plan: Plan, given: Batch) -> Extracted:
    """Read one batch of rows."""
    work = rows.sound(plan, given)
    digests = rows.digests(work)
    reports = report_columns.reports(work)
    seen = sightings.sightings(work)
    dated = work.one("reported_on")
    dates = [blank_to_none(cell) for cell in work.cells[dated.index]] if dated else [None] * len(work.numbers)
    return Extracted(
        reports=reports, dates=pa.array(dates, pa.string()), digests=digests, sightings=seen, problems=work.problems
    )
