"""A large load sets two indexes aside and makes them again; several files are read ahead and come in one after the other."""

import pytest
from django.db import connection

from weft.errors import FileNotRead
from weftnode.cli import loading
from weftnode.reports import indexes
from weftnode.reports.models import Batch, Report, Sighting

ROWS = "id,day,phone,story\n{0}1,2026-01-02,08123456{1}8,called me\n{0}2,2026-01-03,+668123456{1}8,again\n"
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="other databases keep their indexes")


def known():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        return dict(cursor.fetchall())


@pytest.fixture
def files(tmp_path):
    made = [tmp_path / f"office{number}.csv" for number in range(3)]
    for number, path in enumerate(made):
        path.write_text(ROWS.format(number, number), "utf-8")
    return made


@only_sqlite
@pytest.mark.django_db
def test_indexes_are_aside_and_then_as_they_were():
    before = known()

    with indexes.aside():
        during = known()

    assert set(before) - set(during) == {"sighting_value", "report_reporter"}
    assert known() == before


@only_sqlite
@pytest.mark.django_db
def test_indexes_come_back_when_a_load_fails():
    before = known()

    with pytest.raises(ZeroDivisionError), indexes.aside():
        raise ZeroDivisionError

    assert known() == before


@only_sqlite
@pytest.mark.django_db
def test_what_a_killed_load_left_is_mended():
    before = known()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX sighting_value")

    assert indexes.mend() == ["sighting_value"]
    assert known() == before
    assert indexes.mend() == []


@pytest.mark.parametrize("large", [1, 10**9])
def test_files_come_in_one_after_the_other_whatever_their_size(large, files, room, monkeypatch):
    monkeypatch.setattr(loading, "_LARGE", large)

    said = list(loading.load(files, room.code, "TH", None))

    assert said == [f"office{n}.csv: 2 reports, 2 sightings, 0 rows or values not read" for n in range(3)]
    assert list(Report.objects.order_by("pk").values_list("source_id", flat=True)) == [
        "01",
        "02",
        "11",
        "12",
        "21",
        "22",
    ]
    assert Sighting.objects.filter(value="+66812345618").count() == 2


def test_a_file_that_cannot_be_read_stops_at_its_place_and_what_was_read_ahead_is_forgotten(files, room, settings):
    files[1].write_bytes(b"PK\x03\x04" + bytes(100))

    with pytest.raises(FileNotRead, match=r"office1\.csv"):
        list(loading.load(files, room.code, "TH", None))

    assert [(one.name, one.state) for one in Batch.objects.order_by("pk")] == [
        ("office0.csv", "loaded"),
        ("office1.csv", "failed"),
    ]
    kept = {one.stored for one in Batch.objects.all()}
    assert {path.name for path in settings.MEDIA_ROOT.iterdir() if path.is_file()} == kept
