"""Files to read, made on the spot."""

import pytest

from weft import formats


@pytest.fixture
def give(tmp_path):
    """Write files by name and read them: ``give({"a.csv": text or bytes}, country="TH")``."""

    def read(files, **options):
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return formats.read(paths, **options)

    return read


@pytest.fixture
def seen():
    """(report id, kind, value, source) of each sighting of a reading."""

    def of(reading):
        ids = reading.reports["report_id"].to_pylist()
        return [(ids[one["report"]], one["kind"], one["value"], one["source"]) for one in reading.sightings.to_pylist()]

    return of


@pytest.fixture
def noted():
    """(row, column, code) of each problem of a reading."""

    def of(reading):
        return [(problem.row, problem.column, problem.code) for problem in reading.problems]

    return of
