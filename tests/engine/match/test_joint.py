"""`weft joint` and `weft stitch`: three countries' files, from hits to the same joint networks; and a search of all that was handed over."""

import csv
import datetime as dt
import json
import random
import shutil

import pytest
from typer.testing import CliRunner

from weft.cli import main
from weft.errors import WeftError
from weft.ledger import inspect
from weft.ledger.folder import Folder
from weft.ledger.log import openings
from weft.ledger.verify import Policy
from weft.match import forms, statements
from weft.match.budgets import Quota
from weft.match.stick import asker, holder, joint, places
from weft.testing.invented import Inventor
from weft.testing.sweep import sweep

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
NAMES = ("KH", "TH", "VN")


def table(path, rows, columns=("kind", "value", "network")):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def question(folder, own, other, rng, stick=None, quota=None):
    """``own`` asks ``other``; the hits' file. What crosses the border is copied to ``stick`` when it is given."""
    mine, theirs = folder / own, folder / other
    book, ask, answer = theirs / f"for-{own}", mine / f"to-{other}", theirs / f"answer-{own}"
    terms = holder.Terms(other, own, f"{other}-{own}", "subjects", quota=quota or Quota())
    holder.new_epoch(
        book,
        theirs / "identifiers.csv",
        terms,
        identity=theirs / "own.key",
        asker_key=str(mine / "own.vkey"),
        now=NOW,
        rng=rng,
    )
    case = asker.Case("CASE-7", "fraud.network")
    asker.start(book / "send", mine / "identifiers.csv", ask, case, identity=mine / "own.key", now=NOW, rng=rng)
    holder.answer(book, ask / "send/query", answer, now=NOW, rng=rng)
    asker.finish(ask, answer, mine / f"hits-{other}.csv", now=NOW)
    if stick is not None:
        shutil.copytree(book / "send", stick / f"{other}-{own}-set")
        shutil.copy2(ask / "send/query", stick / f"{own}-{other}-query")
        shutil.copy2(answer, stick / f"{other}-{own}-answer")
    return mine / f"hits-{other}.csv"


@pytest.fixture(scope="module")
def houses(tmp_path_factory):
    """Three houses with keys, sets, and hits: TH asked KH, VN asked TH, KH asked VN."""
    folder = tmp_path_factory.mktemp("houses")
    rng = random.Random(3).randbytes
    made = Inventor(random.Random(3))
    a, b, c, d, lone, alone = [made.domain() for _ in range(6)]
    own = {
        "KH": [("domain", a, "K1"), ("domain", b, "K1"), ("domain", lone, "K2"), ("domain", made.domain(), "K3")],
        "TH": [
            ("domain", a, "T1"),
            ("domain", b, "T1"),
            ("domain", c, "T1"),
            ("domain", d, "T1"),
            ("domain", alone, ""),
        ],
        "VN": [("domain", c, "V1"), ("domain", d, "V1"), ("domain", lone, "V2"), ("domain", alone, "")],
    }
    for name, listed in own.items():
        (folder / name).mkdir()
        key = places.new_key(name, folder / name / "own.key", rng)
        (folder / name / "own.vkey").write_text(key + "\n", "utf-8")
        table(folder / name / "identifiers.csv", listed)
    (folder / "stick").mkdir()
    for asking, other in (("TH", "KH"), ("VN", "TH"), ("KH", "VN")):
        question(folder, asking, other, rng, folder / "stick")
    keys = [places.key_of(str(folder / name / "own.vkey")) for name in NAMES]
    note = joint.open_case("CASE-7", keys, signer(folder, "KH"), NOW)
    for name in NAMES[1:]:
        note = statements.sign_case(statements.read_case(note, signed_by_all=False), signer(folder, name), note)
    (folder / "case").write_bytes(note)
    return folder


def signer(folder, name):
    return places.signer_in(folder / name / "own.key", name)


@pytest.fixture
def desk(houses, tmp_path):
    """A copy of the houses to say things in."""
    shutil.copytree(houses, tmp_path / "h")
    return tmp_path / "h"


def weft(*words):
    """Exit code, standard output, words."""
    done = CliRunner().invoke(main.app, list(map(str, words)))
    wrong = done.exception if isinstance(done.exception, WeftError) else None
    assert wrong or done.exit_code == 0, done.exception
    return (wrong.exit_code if wrong else 0), done.stdout, (str(wrong) if wrong else done.stderr)


def edges(desk, name, *hits):
    return weft("joint", "edges", *(desk / name / each for each in hits), *own(desk, name))


def own(desk, name):
    return ("--case", desk / "case", "--identity", desk / name / "own.key", "--out", desk / name / "said")


def agree(desk, name, *others, epoch, options=("--yes",)):
    said = [desk / other / "said" / "send" for other in others]
    return weft("joint", "agree", *said, "--epoch", desk / name / epoch, *options, *own(desk, name))


def stitched(desk, *folders, options=()):
    code, out, words = weft("stitch", *folders, "--out", desk / "joint", "--json", *options)
    return json.loads(out) if code == 0 else (code, words)


def all_said(desk, names=NAMES):
    return [desk / name / "said" for name in names]


def say_everything(desk):
    edges(desk, "TH", "hits-KH.csv")
    edges(desk, "VN", "hits-TH.csv")
    edges(desk, "KH", "hits-VN.csv")
    agree(desk, "KH", "TH", epoch="for-TH")
    agree(desk, "TH", "VN", epoch="for-VN")
    agree(desk, "VN", "KH", epoch="for-KH")


def test_three_countries_find_the_network_they_share(desk):
    say_everything(desk)

    results = []
    for first in NAMES:
        others = [desk / name / "said" / "send" for name in NAMES if name != first]
        results.append(stitched(desk, desk / first / "said", *others))

    assert results[0] == results[1] == results[2]
    assert [len(members) for members in results[0]["networks"].values()] == [3]
    assert results[0]["ties"] == {"strong": 2, "weak": 0, "waiting": 1}
    (joint_id,) = results[0]["networks"]
    members = rows(desk / "joint" / "joint_networks.csv")
    assert [(row["joint_id"], row["country"], row["own_network"]) for row in members] == [
        (joint_id, "KH", ""),
        (joint_id, "TH", ""),
        (joint_id, "VN", "V1"),
    ]
    pseudonyms = sorted(bytes.fromhex(row["pseudonym"]) for row in members)
    import hashlib

    assert hashlib.sha256(b"".join(pseudonyms)).hexdigest()[:32] == joint_id
    ties = rows(desk / "joint" / "joint_ties.csv")
    assert sorted(row["state"] for row in ties) == ["strong", "strong", "waiting"]
    assert {row["joint_id"] for row in ties if row["state"] == "strong"} == {joint_id}


def test_without_consent_nothing_is_joined(desk):
    edges(desk, "TH", "hits-KH.csv")
    code, _, words = agree(desk, "KH", "TH", epoch="for-TH", options=())

    assert code == 0
    assert "0 consents said" in words
    assert "waits: TH shares 2-4 (domain)" in words
    assert stitched(desk, *all_said(desk, ("KH", "TH")))["networks"] == {}


def test_consent_to_one_and_to_weak_ones(desk):
    edges(desk, "KH", "hits-VN.csv")
    hit = rows(desk / "KH" / "hits-VN.csv")[0]
    assert (hit["my_network"], hit["holder"]) == ("K2", "VN")
    assert "0 consents" in agree(desk, "VN", "KH", epoch="for-KH")[2]
    assert "1 consents" in agree(desk, "VN", "KH", epoch="for-KH", options=("--only", hit["pseudonym"]))[2]
    assert (
        "0 consents said, 1 stood already"
        in agree(desk, "VN", "KH", epoch="for-KH", options=("--yes", "--least", "1"))[2]
    )

    found = stitched(desk, *all_said(desk, ("KH", "VN")))

    assert found["networks"] == {}
    assert found["ties"] == {"strong": 0, "weak": 1, "waiting": 0}


def test_saying_again_says_nothing_new_and_more_hits_say_more(desk):
    assert "1 edges said" in edges(desk, "TH", "hits-KH.csv")[2]
    before = sorted((desk / "TH/said/send").iterdir())
    assert "0 edges said, 1 stood already" in edges(desk, "TH", "hits-KH.csv")[2]
    assert sorted((desk / "TH/said/send").iterdir()) == before

    hits = rows(desk / "TH/hits-KH.csv")
    table(desk / "TH/hits-KH.csv", [hits[0].values()], hits[0].keys())
    assert "1 edges said" in edges(desk, "TH", "hits-KH.csv")[2]
    agree(desk, "KH", "TH", epoch="for-TH", options=("--yes", "--least", "1"))
    assert stitched(desk, *all_said(desk, ("KH", "TH")))["ties"] == {"strong": 0, "weak": 1, "waiting": 0}


def test_taking_back_undoes_a_joint_network(desk):
    say_everything(desk)
    ties = [row for row in rows_after(desk) if row["country"] == "TH" and row["state"] == "strong"]
    code, _, words = weft("joint", "revoke", ties[0]["statement"][:12], *own(desk, "TH"))
    assert (code, "Taken back" in words) == (0, True)

    found = stitched(desk, *all_said(desk))
    assert [len(members) for members in found["networks"].values()] == [2]
    for which in ("00", "zzzzzzzzzz", ties[0]["statement"][:12]):
        assert weft("joint", "revoke", which, *own(desk, "TH"))[0] == 2
    assert "1 edges said" in edges(desk, "TH", "hits-KH.csv")[2]


def rows_after(desk):
    stitched(desk, *all_said(desk))
    return rows(desk / "joint" / "joint_ties.csv")


def test_lost_statements_are_named(desk):
    say_everything(desk)
    files = [(joint.read_all(desk / "TH/said", statements.read_case((desk / "case").read_bytes())))]
    first = min(files[0], key=lambda each: each.seq)
    (desk / f"TH/said/send/{first.digest.hex()[:32]}.statement").unlink()

    code, _, words = weft("stitch", *all_said(desk), "--out", desk / "joint")

    assert (code, "Statements of TH are missing: number 0." in words) == (0, True)


def test_two_stories_are_told(desk):
    say_everything(desk)
    shutil.copytree(desk / "TH/said", desk / "TH/other")
    weft("joint", "revoke", rows_after(desk)[-1]["statement"][:12], *own(desk, "VN"))
    for out, which in (("said", 0), ("other", 1)):
        mine = [row for row in rows(desk / "joint/joint_ties.csv") if row["country"] == "TH"]
        note, key = (desk / "case").read_bytes(), signer(desk, "TH")
        store = joint._Folder(desk / "TH" / out, note, key)
        store.say(store.writer.revoke(bytes([which]) * 32))
        store.hand_round(random.Random(which).randbytes)
        assert mine

    code, _, words = weft("stitch", *all_said(desk), desk / "TH/other", "--out", desk / "joint")

    assert (code, "TH signed two different statements" in words) == (0, True)


def test_what_is_not_in_order_is_refused_with_its_reason(desk):
    say_everything(desk)
    stitch = lambda *options: stitched(desk, *all_said(desk), options=options)  # noqa: E731
    statement = next(path for path in (desk / "TH/said/send").iterdir() if path.suffix == ".statement")
    whole = statement.read_bytes()
    statement.write_bytes(whole.replace(b'"seq":0', b'"seq":1').replace(b'"seq":1', b'"seq":9'))
    code, words = stitch()
    assert code == 5
    assert statement.name in words
    statement.write_bytes(b"")
    assert stitch()[0] == 4
    statement.write_bytes(whole)
    keys = [word for name in NAMES for word in ("--member", str(desk / name / "own.vkey"))]
    assert stitch(*keys)["networks"]
    assert stitch(*keys[:-2])[0] == 3
    assert stitched(desk, desk / "KH")[0] == 2

    other = joint.open_case("CASE-8", [signer(desk, name).key for name in NAMES[:2]], signer(desk, "KH"), NOW)
    (desk / "case-8").write_bytes(other)
    words8 = ("--case", desk / "case-8", "--identity", desk / "KH/own.key", "--out", desk / "KH/said")
    assert weft("joint", "edges", desk / "KH/hits-VN.csv", *words8)[0] == 3
    weft("joint", "sign", desk / "case-8", "--identity", desk / "TH/own.key")
    assert weft("joint", "edges", desk / "KH/hits-VN.csv", *words8)[2].endswith("belongs to another joint case")
    shutil.copytree(desk / "KH/said", desk / "KH/said-8")
    (desk / "KH/said-8/send/case").write_bytes((desk / "case-8").read_bytes())
    assert stitched(desk, desk / "KH/said", desk / "KH/said-8")[0] == 3
    assert (
        weft("joint", "agree", desk / "TH/said", "--epoch", desk / "KH/for-TH", "--least", "3", *own(desk, "KH"))[0]
        == 2
    )
    assert (
        weft("joint", "agree", desk / "TH/said", "--epoch", desk / "KH/for-TH", "--only", "xyz", *own(desk, "KH"))[0]
        == 2
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has no columns"),
        ("kind,value\nphone,1\n", "has no columns"),
        ("kind,value,holder,pseudonym,tier,my_network\nbogus,a.example,KH,00,0,T1\n", "no kind"),
        ("kind,value,holder,pseudonym,tier,my_network\ndomain,a.example,KH,xyz,0,T1\n", "no pseudonym"),
        ("kind,value,holder,pseudonym,tier,my_network\ndomain,a.example,KH,00,many,T1\n", "no tier"),
        ("kind,value,holder,pseudonym,tier,my_network\n\udcff", "no table in UTF-8"),
    ],
)
def test_hits_that_cannot_be_read_say_nothing(content, said, desk):
    (desk / "TH/bad.csv").write_bytes(content.encode("utf-8", "surrogateescape"))

    code, _, words = edges(desk, "TH", "bad.csv")

    assert (code, said in words) == (2, True)
    assert not list((desk / "TH/said/send").glob("*.statement"))


def test_hits_in_no_network_of_ours_are_left_out_and_said_so(desk):
    _, _, words = edges(desk, "VN", "hits-TH.csv")

    assert "1 edges said" in words
    assert "1 hits were left out" in words


def test_after_the_seed_is_destroyed_no_pseudonym_means_anything(desk):
    edges(desk, "TH", "hits-KH.csv")
    holder.destroy(desk / "KH/for-TH", now=NOW, rng=random.Random(1).randbytes)

    assert "0 consents said" in agree(desk, "KH", "TH", epoch="for-TH")[2]


def test_folders_that_are_not_what_they_are_called_are_refused(desk):
    edges(desk, "TH", "hits-KH.csv")
    assert agree(desk, "KH", "TH", epoch="elsewhere")[0] == 2
    (desk / "KH/for-TH/keep/epoch.seed").write_text("zz", "utf-8")
    assert agree(desk, "KH", "TH", epoch="for-TH")[0] == 5
    (desk / "TH/said/keep/networks.csv").write_text("pseudonym,network\nxyz,T1\n", "utf-8")
    assert stitched(desk, desk / "TH/said")[0] == 2


def test_one_process_at_a_time_speaks_for_a_member(desk):
    with Folder(desk / "TH/said").alone():
        code, _, words = edges(desk, "TH", "hits-KH.csv")

    assert (code, "another process" in words) == (3, True)


def test_a_case_is_opened_and_signed_through_the_command_line(desk):
    members = [word for name in NAMES for word in ("--member", desk / name / "own.vkey")]
    new = desk / "new-case"
    assert weft("joint", "open", "CASE-9", *members, "--identity", desk / "VN/own.key", "--out", new)[0] == 0
    for name in ("KH", "TH"):
        _, _, words = weft("joint", "sign", new, "--identity", desk / name / "own.key")
    assert "Case CASE-9 of 3 members" in words
    assert statements.read_case(new.read_bytes()).members.keys() == set(NAMES)
    for bad in (members[:2], [*members, *members[:2]]):
        assert weft("joint", "open", "CASE-9", *bad, "--identity", desk / "VN/own.key", "--out", desk / "x")[0] == 2
    assert weft("joint", "open", "a case", *members, "--identity", desk / "VN/own.key", "--out", desk / "x")[0] == 2
    with pytest.raises(WeftError):
        joint.stitch([])


# V13 ------------------------------------------------------------------------------------------------------------------


def identifiers(path):
    return [row["value"] for row in rows(path)]


def test_nothing_that_is_handed_over_shows_an_identifier(desk):
    say_everything(desk)
    for name in NAMES:
        shutil.copytree(desk / name / "said/send", desk / "stick" / f"{name}-said")
    values = [value for name in NAMES for value in identifiers(desk / name / "identifiers.csv")]
    sent = {str(path): path.read_bytes() for path in (desk / "stick").rglob("*") if path.is_file()}

    assert len(sent) == 3 * (4 + 1 + 1) + 3 + 5
    assert sweep(sent, values) == []
    assert sweep(sent, ["K1", "T1", "V1", "weft.match"]) != []
    kept = {"keep": (desk / "TH/to-KH/keep/asked.csv").read_bytes()}
    assert len({leak.value for leak in sweep(kept, values)}) == 5


def logged(desk, name):
    """What a member's log says it said, in order; the log is checked with the member's public key first."""
    folder = desk / name / "said/keep/log"
    key = places.key_of(str(desk / name / "own.vkey"))
    inspect.check_log(Folder(folder), Policy((key,)))
    found = [json.loads(one.record) for one in openings(Folder(folder)) if one.record]
    return [one for one in found if one["typ"] == "weft.match.said/1"]


def test_what_a_member_says_stands_in_its_log_first(desk):
    say_everything(desk)
    weft("joint", "revoke", next((desk / "KH/said/send").glob("*.statement")).stem, *own(desk, "KH"))

    case = statements.read_case((desk / "case").read_bytes())
    for name in NAMES:
        said = {one.seq: one for one in joint.read_all(desk / name / "said", case)}
        told = logged(desk, name)
        assert [one["seq"] for one in told] == sorted(said)
        assert [one["statement"] for one in told] == [forms.to_base64(said[at].digest) for at in sorted(said)]
        assert {one["case"] for one in told} == {forms.to_base64(case.digest)}
    assert sorted(one["kind"] for one in logged(desk, "KH")) == ["alias", "edge", "revoke"]
    before = logged(desk, "TH")
    edges(desk, "TH", "hits-KH.csv")
    assert logged(desk, "TH") == before


def test_a_statement_cut_off_between_log_and_folder_is_said_again_and_logged_once(desk, monkeypatch):
    replace = Folder.replace

    def cut(self, name, data):
        if name.endswith(".statement"):
            raise KeyboardInterrupt
        replace(self, name, data)

    monkeypatch.setattr(Folder, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        joint.say_edges(
            desk / "TH/said", (desk / "case").read_bytes(), signer(desk, "TH"), [desk / "TH/hits-KH.csv"],
            rng=random.Random(1).randbytes,
        )  # fmt: skip
    monkeypatch.undo()
    assert len(logged(desk, "TH")) == 1
    assert list((desk / "TH/said/send").glob("*.statement")) == []

    edges(desk, "TH", "hits-KH.csv")

    assert len(list((desk / "TH/said/send").glob("*.statement"))) == 1
    assert len(logged(desk, "TH")) == 1


@pytest.mark.nightly
def test_10_000_questions_show_no_identifier(tmp_path):
    rng = random.Random(13).randbytes
    made = Inventor(random.Random(13))
    for name in ("KH", "TH"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.vkey").write_text(
            places.new_key(name, tmp_path / name / "own.key", rng) + "\n", "utf-8"
        )
    (tmp_path / "stick").mkdir()
    common = [("domain", made.domain(), "N") for _ in range(2_000)]
    table(tmp_path / "KH/identifiers.csv", [*common, *(("phone", made.phone("KH"), "N") for _ in range(8_000))])
    table(tmp_path / "TH/identifiers.csv", [*common, *(("phone", made.phone("TH"), "N") for _ in range(8_000))])

    much = Quota(day=20_000, per_case=20_000)
    question(tmp_path, "TH", "KH", rng, tmp_path / "stick", much)

    values = {value for name in ("KH", "TH") for value in identifiers(tmp_path / name / "identifiers.csv")}
    sent = {str(path): path.read_bytes() for path in (tmp_path / "stick").rglob("*") if path.is_file()}
    assert len(values) == 18_000
    assert sum(map(len, sent.values())) > 500_000
    assert len(rows(tmp_path / "TH/hits-KH.csv")) == 2_000
    assert sweep(sent, values) == []
