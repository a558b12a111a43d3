"""Read the networks of an earlier run back from its members.csv, so that networks keep their names."""

import csv
from pathlib import Path

from weft.errors import FileNotRead
from weft.findings.csv_out import unquoted


def read(path: Path) -> dict[str, str]:
    """Network id by report id, of the reports that were in a network. `path` is members.csv or the folder that holds it.

    Both flavours are read. Raises FileNotRead when there is no such file or it is not a members.csv.
    """
    if path.is_dir():
        path = path / "members.csv"
    hint = "Give the folder that an earlier `weft networks --out` wrote, or its members.csv."
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows, [])
            if "report_id" not in header or "network_id" not in header:
                raise FileNotRead(f"{path.name} has no columns report_id and network_id", hint=hint)
            report, network = header.index("report_id"), header.index("network_id")
            width = max(report, network)
            return {unquoted(row[report]): unquoted(row[network]) for row in rows if len(row) > width and row[network]}
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise FileNotRead(f"{path.name} of the earlier run could not be read: {problem}", hint=hint) from problem
