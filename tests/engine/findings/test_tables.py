import csv
import io

import invented_run as invented
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.errors import FileNotRead
from weft.findings import csv_out, previous, tables
from weft.model import Change, Damped, Problem

NAMES = ("members", "sightings", "networks", "ties", "damped", "problems", "changes", "duplicates", "watch")


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def run():
    reading = invented.InventedReading(
        reports=invented.reports(
            {"file": "b.csv"}, {"file": "a.csv", "row": 9}, {"file": "a.csv", "row": 2, "reporter": "Secret Person"}
        ),
        sightings=invented.sightings(
            (0, "phone", "+66000000001", "000-000-001", "narrative:3-14"),
            (2, "phone", "+66000000001"),
            (1, "email", 'a"b,c@example.com'),
        ),
        problems=(Problem("a.csv", 4, "loss", "input.amount", "expected a number", "twelve\nor so"),),
    )
    networks = invented.InventedNetworks(
        member=invented.members(0, -1, 0),
        networks=(invented.network(),),
        ties=invented.ties(("N-1", "r0", "r2", "phone", "+66000000001", 0.9, 3, "Both name one rare phone.")),
        damped=(Damped("phone", "+6600", 90, "public_service", "A bank's own line."),),
        changes=(Change("N-1", "merged", 1, 2, ("N-7", "N-9")),),
        duplicates=(("r0", "r2"),),
    )
    return reading, networks


def test_every_file_of_the_contract_is_written_with_its_columns(tmp_path):
    tables.write(tmp_path, *run())

    found = {path.name: path.read_text(encoding="utf-8").split("\n", 1)[0] for path in tmp_path.iterdir()}
    assert found == {
        "members.csv": "report_id,network_id,file,row",
        "sightings.csv": "report_id,kind,value,as_written,source,notes",
        "networks.csv": "network_id,reports,identifiers,countries,first_seen,last_seen,losses,typologies,sureness,sure_because,top_identifiers",
        "ties.csv": "network_id,report_a,report_b,kind,value,weight,days_apart,because",
        "damped.csv": "kind,value,reports,reason,because",
        "problems.csv": "file,row,column,code,message,as_written",
        "changes.csv": "network_id,what,before,after,others",
        "duplicates.csv": "report_id,same_as",
        "watch.csv": "list,label,kind,value,report_id,network_id,source",
    }


def test_members_come_in_reading_order_and_a_lone_report_has_no_network(tmp_path):
    tables.write(tmp_path, *run())

    assert (
        tmp_path / "members.csv"
    ).read_text() == "report_id,network_id,file,row\nr2,N-1,a.csv,2\nr1,,a.csv,9\nr0,N-1,b.csv,2\n"


def test_sightings_follow_their_report_and_keep_what_was_written(tmp_path):
    tables.write(tmp_path, *run())

    assert (tmp_path / "sightings.csv").read_text() == (
        "report_id,kind,value,as_written,source,notes\n"
        "r2,phone,+66000000001,+66000000001,column,\n"
        'r1,email,"a""b,c@example.com","a""b,c@example.com",column,\n'
        "r0,phone,+66000000001,000-000-001,narrative:3-14,\n"
    )


def test_the_row_of_a_network_can_be_read_by_eye(tmp_path):
    tables.write(tmp_path, *run())

    assert rows(tmp_path, "networks") == [
        {
            "network_id": "N-1",
            "reports": "2",
            "identifiers": "1",
            "countries": "KH; TH",
            "first_seen": "2031-01-05",
            "last_seen": "2031-03-09",
            "losses": "THB 1200000.5 in 2",
            "typologies": "investment in 2",
            "sureness": "0.750",
            "sure_because": "Two ties would have to be wrong.",
            "top_identifiers": "phone +66000000001",
        }
    ]


def test_the_small_tables_say_what_they_were_given(tmp_path):
    tables.write(tmp_path, *run())

    assert rows(tmp_path, "damped") == [
        {
            "kind": "phone",
            "value": "+6600",
            "reports": "90",
            "reason": "public_service",
            "because": "A bank's own line.",
        }
    ]
    assert rows(tmp_path, "problems")[0]["as_written"] == "twelve\nor so"
    assert rows(tmp_path, "changes") == [
        {"network_id": "N-1", "what": "merged", "before": "1", "after": "2", "others": "N-7; N-9"}
    ]
    assert rows(tmp_path, "duplicates") == [{"report_id": "r2", "same_as": "r0"}]


def test_a_watch_hit_names_the_list_the_report_and_its_network():
    lists = [
        invented.List("wanted", {("phone", "+66000000001"): "seen in March", ("email", "+66000000001"): "another kind"})
    ]

    hits = tables.watch_hits(*run(), lists)

    assert hits == [
        tables.WatchHit("wanted", "seen in March", "phone", "+66000000001", "r2", "N-1", "column"),
        tables.WatchHit("wanted", "seen in March", "phone", "+66000000001", "r0", "N-1", "narrative:3-14"),
    ]


def test_who_reported_stands_in_no_file(tmp_path):
    tables.write(tmp_path, *run())

    assert not [path for path in tmp_path.iterdir() if "Secret Person" in path.read_text()]


def test_the_order_of_the_input_files_does_not_change_a_byte(tmp_path):
    reading, networks = run()
    turned = invented.InventedReading(
        reports=reading.reports.take([2, 1, 0]),
        sightings=invented.sightings(
            (2, "phone", "+66000000001", "000-000-001", "narrative:3-14"),
            (1, "email", 'a"b,c@example.com'),
            (0, "phone", "+66000000001"),
        ),
        problems=reading.problems,
    )

    tables.write(tmp_path / "one", reading, networks)
    tables.write(tmp_path / "two", turned, networks)

    for name in NAMES:
        assert (tmp_path / "one" / f"{name}.csv").read_bytes() == (tmp_path / "two" / f"{name}.csv").read_bytes(), name


def test_a_failure_while_writing_leaves_what_was_there_and_nothing_else(tmp_path):
    (tmp_path / "members.csv").write_text("the run before")
    reading, networks = run()
    broken = invented.InventedNetworks(
        member=networks.member, networks=networks.networks, ties=pa.table({"nested": [[1]]})
    )

    with pytest.raises(pa.ArrowException):
        tables.write(tmp_path, reading, broken)

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("members.csv", "the run before")]


def test_a_page_given_lies_beside_the_tables(tmp_path):
    tables.write(tmp_path, *run(), page="<p>ສະບາຍດີ</p>")

    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<p>ສະບາຍດີ</p>"


def test_half_a_surrogate_pair_in_a_problem_is_shown_by_its_name(tmp_path):
    tables.write_problems(tmp_path / "problems.csv", [Problem("a.csv", 2, "", "input.row", "broken", "x\ud800")])

    assert rows(tmp_path, "problems")[0]["as_written"] == "x\\ud800"


@pytest.mark.parametrize("start", csv_out.FORMULA_STARTS)
def test_the_safe_flavour_starts_no_formula_and_reads_back_the_same(start):
    table = pa.table({"a": [start + "1+1", "plain"], "b": [-3, 4]})
    stream = io.BytesIO()

    csv_out.write(stream, table, safe=True)

    cells = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert cells == [["a", "b"], ["'" + start + "1+1", "-3"], ["plain", "4"]]
    assert csv_out.unquoted(cells[1][0]) == start + "1+1"


@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), st.integers(-5, 5))
    )
)
def test_any_text_comes_back_from_the_csv_as_it_was(lines):
    table = pa.table(
        {
            "a": pa.array([x for x, _, _ in lines], pa.string()),
            "b": pa.array([y for _, y, _ in lines], pa.string()),
            "n": [z for _, _, z in lines],
        }
    )
    stream = io.BytesIO()

    csv_out.write(stream, table)

    found = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))[1:]
    assert found == [[x, y, str(z)] for x, y, z in lines]


@pytest.mark.parametrize("safe", [False, True])
def test_the_networks_of_an_earlier_run_are_read_back(tmp_path, safe):
    reading, networks = run()
    odd = invented.InventedReading(invented.reports({"report_id": "=1"}, {}, {}), reading.sightings)

    tables.write(tmp_path, odd, networks, safe=safe)

    assert previous.read(tmp_path) == previous.read(tmp_path / "members.csv") == {"=1": "N-1", "r2": "N-1"}


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2\n", b"report_id,network_id\n\xff\xfe,1\n"])
def test_what_is_no_members_file_is_refused_with_a_hint(tmp_path, content):
    path = tmp_path / "members.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FileNotRead) as refused:
        previous.read(path)

    assert "weft networks" in refused.value.hint
