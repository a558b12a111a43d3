"""Small tables for the tests of networks: reports in a line each."""

import datetime as dt

import pyarrow as pa

from weft.tables import schemas

DAY = dt.date(2025, 1, 1)


def tables(*rows):
    """Reports and sightings. A row is (report id, day, "kind value; kind value", and columns of the report by name)."""
    reports, sightings = [], []
    for report_id, day, named, *more in rows:
        columns = more[0] if more else {}
        reports.append(
            dict.fromkeys(schemas.REPORTS.names)
            | {"report_id": report_id, "file": "made.csv", "row": len(reports) + 2, "narrative": "", "country": "TH"}
            | {"reported_on": None if day is None else DAY + dt.timedelta(day)}
            | columns
        )
        for one in filter(None, named.split("; ")):
            kind, _, value = one.partition(" ")
            sightings.append(
                {
                    "report": len(reports) - 1,
                    "kind": kind,
                    "value": value,
                    "as_written": value,
                    "source": "made",
                    "notes": None,
                }
            )
    return (
        pa.Table.from_pylist(reports, schema=schemas.REPORTS),
        pa.Table.from_pylist(sightings, schema=schemas.SIGHTINGS),
    )


def groups(reports, found):
    """Report ids of each network, as sets."""
    ids = reports["report_id"].to_pylist()
    members = {}
    for report_id, place in zip(ids, found.member.tolist(), strict=True):
        if place >= 0:
            members.setdefault(place, set()).add(report_id)
    return sorted(map(sorted, members.values()))


def names(reports, found):
    """Report id to network id, of those in networks."""
    ids = reports["report_id"].to_pylist()
    return {
        report_id: found.networks[place].network_id
        for report_id, place in zip(ids, found.member.tolist(), strict=True)
        if place >= 0
    }
