"""The client against a node that really listens, the notebook that uses it, and the two descriptions side by side."""

import dataclasses
import inspect
import json
import os
from pathlib import Path

import pytest

import weftclient
from weftclient import NewReport, Weft, objects
from weftnode.accounts import actions as accounts
from weftnode.accounts.permissions import FOR_PROGRAMS
from weftnode.api import door
from weftnode.networks import actions as networks
from weftnode.reports.models import Report

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "docs/notebooks").glob("*.ipynb"))


@pytest.fixture
def key(ana):
    return accounts.make_token(by=ana, name="client", scope=FOR_PROGRAMS, days=7)[1]


@pytest.fixture
def node(transactional_db, live_server, key):
    return Weft(live_server.url, key)


def built():
    for number in networks.due():
        networks.build(number=number)


def test_objects_of_the_client_are_those_of_the_description():
    described = {name: set(one["properties"]) for name, one in door.document()["components"]["schemas"].items()}
    ours = {
        name: {one.name for one in dataclasses.fields(kind)}
        for name, kind in vars(weftclient).items()
        if dataclasses.is_dataclass(kind)
    }
    # Pages and bodies have no object of their own in the client: it turns pages, and takes the fields of small bodies one by one.
    pages = {"Reports", "Networks", "Members", "Ties", "Identifiers", "Judgements", "Builds", "LookedUp"}
    bodies = {"NewStatus", "NewJudgement", "NewTitle", "LookUp"}
    assert ours == {name: fields for name, fields in described.items() if name not in pages | bodies}


def test_every_operation_has_a_method_of_its_name():
    operations = {one["operationId"] for path in door.document()["paths"].values() for one in path.values()}
    methods = {name for name, _one in inspect.getmembers(Weft, inspect.isfunction) if not name.startswith("_")}
    assert methods == operations


def test_a_report_goes_in_and_comes_out_the_same(node):
    given = NewReport(
        "Gọi 0812345678",
        identifiers=("someone@mail.example",),
        country="TH",
        amount="50,000 baht",
        category="job",
        reporter="A. B.",
    )

    written = node.write_report(given)

    assert node.report(written.id) == written
    assert (written.narrative, written.amount, written.currency) == ("Gọi 0812345678", 50000, "THB")
    assert [one.value for one in written.identifiers] == ["+66812345678", "someone@mail.example"]
    assert [one.name for one in node.reports("081 234 5678", country="TH")] == [written.name]
    assert node.report_status(written.id, "closed", "Account held.").outcome == "Account held."
    (seen,) = node.look_up("๐๘๑๒๓๔๕๖๗๘", country="TH")
    assert (seen.value, seen.reports) == ("+66812345678", 1)


def test_lists_are_read_to_their_end(node, ana, room, batch_in):
    batch_in(room, "id,day,phone,story,amount\n" + "".join(f"{n},2026-01-02,,story {n},\n" for n in range(130)))

    assert [one.id for one in node.reports()] == sorted(Report.objects.values_list("pk", flat=True), reverse=True)


def test_networks_and_judgements(node):
    a, b, c = (node.write_report(NewReport("evil-bank.example 0812345678", country="TH")).id for _ in range(3))
    built()

    (network,) = node.networks("evil-bank.example")
    said = node.judge(a, c, "different", "two voices")

    assert node.network(network.id) == network
    assert [one.report for one in node.members(network.id)] == [a, b, c]
    assert {(one.report_a, one.report_b) for one in node.ties(network.id)} == {(a, b), (b, c)}
    assert {one.value for one in node.identifiers(network.id)} == {"+66812345678", "evil-bank.example"}
    assert node.judgements(network.id) == [said]
    assert node.withdraw(said.id).withdrawn_by == "ana"
    assert node.title(network.id, "Blue house").title == "Blue house"
    (build,) = node.builds()
    assert (build.state, build.reports) == ("done", 3)


def test_what_goes_wrong_says_who_must_act(node, live_server):
    with pytest.raises(weftclient.NotThere):
        node.report(2**40)
    with pytest.raises(weftclient.WrongInput) as wrong:
        node.write_report(NewReport("x", amount="a lot"))
    with pytest.raises(weftclient.Unauthorized):
        Weft(live_server.url, "weft_guess").me()

    assert [one.field for one in wrong.value.problem.errors] == ["amount"]
    assert "amount" in str(wrong.value)


def test_the_same_write_under_ones_own_key_happens_once(node):
    first, again = (node.write_report(NewReport("x 0812345678"), once="hotline-1") for _ in range(2))

    assert first == again
    assert Report.objects.count() == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_from_top_to_bottom(path, transactional_db, live_server, key, monkeypatch, capsys):
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    monkeypatch.setitem(os.environ, "WEFT_URL", live_server.url)
    monkeypatch.setitem(os.environ, "WEFT_KEY", key)
    names = {}

    for number, cell in enumerate(cells):
        if "node.builds()" in "".join(cell["source"]):
            built()
        exec(compile("".join(cell["source"]), f"{path.name}:{number}", "exec"), names)

    assert len(names["written"]) == 3
    assert [one.reports for one in names["networks"]] == [3]
    assert "named by 3 reports" in capsys.readouterr().out
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_what_the_client_offers_is_named():
    public = {
        name
        for name in vars(objects)
        if inspect.isclass(getattr(objects, name)) and dataclasses.is_dataclass(getattr(objects, name))
    }
    assert public <= set(weftclient.__all__)
