"""The file way from inside: every refusal, a destroyed seed (V14)."""

import base64
import datetime as dt
import json
import shutil

import pytest
from stick_desk import DAY, EXPECTED, HOUR, KH, NOW, Desk

from weft.errors import FileNotRead, InputProblem, Refused, Tampered, WeftError
from weft.ledger.folder import Folder
from weft.ledger.log import openings
from weft.match import forms, manifest
from weft.match.answering import SameIdOtherQuestion
from weft.match.budgets import OverBudget, Quota
from weft.match.decoys import SetAside
from weft.match.forms import BadForm
from weft.match.manifest import EpochOver, OtherEpoch, OtherKey
from weft.match.messages import Expired, PurposeRefused
from weft.match.sets import SetRefused
from weft.match.stick import holder, places, rows
from weft.match.stick.asker import AlreadyFinished, Case
from weft.match.stick.holder import Destroyed, Terms
from weft.match.stick.places import Exists
from weft.sodium import BadSignature


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_the_round(desk):
    assert (desk.new().published, desk.start().evaluations) == (20, 64)
    assert (desk.answer().charged, desk.used()) == (64, 64)
    done = desk.finish()
    assert (done.asked, done.hits, done.day_left) == (10, 5, 5000 - 64)
    assert desk.hits() == EXPECTED


def test_several_batches_and_threads(desk):
    desk.write("th.csv", "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(4100)))
    desk.new(terms=Terms("KH", "TH", "A-1", "subjects", pad_unit=64, quota=Quota(day=10_000)), workers=2)
    started = desk.start(workers=2)
    assert (started.batches, started.evaluations) == (2, 4096 + 256)
    assert desk.answer(workers=2).charged == 4352
    assert desk.finish(workers=2).hits == 20


def test_files_are_for_their_owner_and_what_is_handed_over_holds_no_secret_of_the_holder(desk):
    desk.new()
    desk.start()
    seed = (desk.at("KH/keep/epoch.seed")).read_text().strip()
    for path in desk.folder.rglob("*"):
        if path.is_file() and path.parent != desk.folder:
            assert path.stat().st_mode & 0o077 == 0, path
            if "send" in path.parts:
                content = path.read_bytes()
                assert bytes.fromhex(seed) not in content
                assert seed.encode() not in content
                assert b"+8551234" not in content
    assert sorted(path.name for path in desk.at("KH/send").iterdir()) == [
        "000000.line", "000000.wfts", "asker.key", "holder.vkey", "manifest",
    ]  # fmt: skip
    assert [path.name for path in desk.at("Q/send").iterdir()] == ["query"]


def test_keys_exchanged_on_paper(desk):
    theirs = places.new_key("TH", desk.at("th.key"), desk.rng)
    ours = places.new_key("KH", desk.at("kh.key"), desk.rng)
    done = desk.new(identity=desk.at("kh.key"), asker_key=theirs)
    assert done.asker_key_made is False
    assert not desk.at("KH/send/asker.key").exists()

    with pytest.raises(InputProblem, match="no key to ask with") as raised:
        desk.start()
    assert "--identity" in raised.value.hint
    assert desk.start(identity=desk.at("th.key"), pin=ours).pinned
    desk.answer()
    assert desk.finish().hits == 5

    with pytest.raises(OtherKey, match="pinned is"):
        desk.start("Q2", identity=desk.at("th.key"), pin=theirs)
    desk.write("other.vkey", theirs)
    with pytest.raises(OtherKey, match="pinned is"):
        desk.start("Q2", identity=desk.at("th.key"), pin=str(desk.at("other.vkey")))
    with pytest.raises(InputProblem, match="not of TH"):
        desk.start("Q2", identity=desk.at("kh.key"))
    places.new_key("TH", desk.at("th2.key"), desk.rng)
    with pytest.raises(OtherKey, match="not for this one"):
        desk.start("Q2", identity=desk.at("th2.key"))
    with pytest.raises(Exists):
        places.new_key("TH", desk.at("th.key"), desk.rng)
    with pytest.raises(InputProblem, match="no name"):
        places.new_key("T H", desk.at("x.key"), desk.rng)
    assert not desk.at("Q2").exists()


# --- refusals ---------------------------------------------------------------------------------------------------------------


def test_a_second_answer_is_the_first_one_and_costs_nothing(desk):
    desk.new()
    desk.start()
    desk.answer()
    again = desk.answer(out="answer2")
    assert (again.charged, again.again, desk.used()) == (0, 1, 64)
    assert desk.at("answer").read_bytes() == desk.at("answer2").read_bytes()


def test_a_question_for_another_epoch_is_refused(desk):
    desk.new()
    desk.new("KH2", terms=Terms("KH", "TH", "A-1", "subjects", epoch=2, pad_unit=64))
    desk.new("KH3")
    desk.start()
    # Epoch 2 and the twin of epoch 1 have keys of their own for the asker.
    for other in ("KH2", "KH3"):
        with pytest.raises(BadSignature):
            desk.answer(other)
    assert not desk.at("answer").exists()


def test_with_one_asker_key_other_epochs_are_told_apart(desk):
    theirs = places.new_key("TH", desk.at("th.key"), desk.rng)
    desk.new(asker_key=theirs)
    desk.new("KH2", terms=Terms("KH", "TH", "A-1", "subjects", epoch=2, pad_unit=64), asker_key=theirs)
    desk.new("KH3", asker_key=theirs)
    desk.start(identity=desk.at("th.key"))
    with pytest.raises(OtherEpoch, match="epoch 1, this is 2"):
        desk.answer("KH2")
    with pytest.raises(OtherEpoch, match="another manifest"):
        desk.answer("KH3")


def test_an_answer_by_another_holder_or_to_another_question_is_refused(desk):
    desk.new()
    desk.start()
    desk.start("Q2")
    desk.answer(query="Q2/send/query", out="other")
    with pytest.raises(OtherEpoch, match="another question"):
        desk.finish(answer="other")
    desk.new("KH2")
    desk.start("Q3", send="KH2/send")
    desk.answer("KH2", "Q3/send/query", "foreign")
    with pytest.raises(BadSignature):
        desk.finish(answer="foreign")
    assert not desk.at("hits.csv").exists()


def test_budgets_are_looked_at_for_the_whole_file_before_anything_is_charged(desk):
    desk.write("th.csv", "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(4100)))
    desk.new(terms=Terms("KH", "TH", "A-1", "subjects", pad_unit=64, quota=Quota(day=4_200)))
    desk.start()
    with pytest.raises(OverBudget, match="104 left today"):
        desk.answer()
    assert desk.used() == 0


def test_expired_questions_and_epochs(desk):
    desk.new()
    desk.start()
    with pytest.raises(Expired):
        desk.answer(now=NOW + 7 * DAY)
    desk.start("Q2", case=Case("CASE-7", "general", valid_hours=0.5))
    with pytest.raises(Expired):
        desk.answer(query="Q2/send/query", now=NOW + HOUR)
    with pytest.raises(EpochOver):
        desk.start("Q3", now=NOW + 90 * DAY)
    desk.answer()
    with pytest.raises(EpochOver):
        desk.finish(now=NOW + 97 * DAY)
    assert desk.finish(now=NOW + 96 * DAY).hits == 5


def test_purposes(desk):
    desk.new()
    with pytest.raises(PurposeRefused, match="curiosity"):
        desk.start(case=Case("CASE-7", "curiosity"))


def test_nothing_is_written_over(desk):
    desk.new()
    with pytest.raises(Exists):
        desk.new()
    desk.start()
    with pytest.raises(Exists):
        desk.start()
    desk.at("empty").mkdir()
    desk.start("empty")
    with pytest.raises(Exists):
        desk.start("th.csv")


def test_another_answer_after_the_first_is_refused(desk):
    desk.new()
    desk.start()
    shutil.copytree(desk.at("KH"), desk.at("restored"))
    desk.answer()
    desk.finish()
    desk.finish(out="again.csv")
    assert desk.at("again.csv").read_bytes() == desk.at("hits.csv").read_bytes()
    # The holder answers once more out of a backup: signed and proven, and not what it said before.
    desk.answer("restored", out="second", now=NOW + 2 * HOUR)
    assert desk.at("second").read_bytes() != desk.at("answer").read_bytes()
    with pytest.raises(AlreadyFinished):
        desk.finish(answer="second", out="second.csv")
    assert not desk.at("second.csv").exists()
    # What is no answer to this question at all is told as that.
    desk.at("answer").write_bytes(desk.at("answer").read_bytes() + b"x")
    with pytest.raises(BadForm, match="1 bytes more"):
        desk.finish()


def test_an_answer_is_kept_before_hits_are_written(desk):
    desk.new()
    desk.start()
    desk.answer()
    desk.at("hits.csv").mkdir()

    with pytest.raises(WeftError, match="cannot be written"):
        desk.finish()
    desk.at("hits.csv").rmdir()
    desk.finish()

    assert desk.at("Q/keep/answer").read_bytes() == desk.at("answer").read_bytes()
    assert desk.hits() == EXPECTED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data + data,
        lambda data: data[: len(data) // 2],
        lambda data: b"kind,value\n",
        lambda data: bytes(100_000),
    ],
)
def test_cut_doubled_and_foreign_files_are_refused(desk, spoil):
    desk.new()
    desk.start()
    query = desk.at("Q/send/query").read_bytes()
    desk.at("bad").write_bytes(spoil(query))
    with pytest.raises((BadForm, Refused)):
        desk.answer(query="bad")
    assert desk.used() == 0
    desk.answer()
    desk.at("bad").write_bytes(spoil(desk.at("answer").read_bytes()))
    with pytest.raises(BadForm):
        desk.finish(answer="bad")


def test_a_poisoned_set_is_set_aside_and_no_hits_are_written(desk):
    desk.write("decoys.csv", "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(10)))
    desk.new()
    desk.start(pool=desk.at("decoys.csv"))
    desk.answer()
    with pytest.raises(SetAside):
        desk.finish()
    assert not desk.at("hits.csv").exists()


def test_a_usual_rate_sets_aside_too(desk):
    desk.write("th.csv", KH)
    desk.new()
    desk.start()
    desk.answer()
    with pytest.raises(SetAside, match="usual"):
        desk.finish(usual=0.01)


# --- what is read ------------------------------------------------------------------------------------------------------------


def test_every_row_is_used_or_listed(desk):
    desk.write(
        "kh.csv",
        "KIND;Value;Class;tier;last_seen;reports;country\n"
        "phone;+85512340001;suspect;3;2026-10-01;4;\n"
        "phone;081 234 5678;;x;31/31/2026;-1;TH\n"
        "phone;+85512340001;;;;;\n"
        "phone;;;;;;\n"
        "shoe;42;;;;;\n"
        ";;;;;;\n"
        "phone;117;;;;;\n"
        "url;https://pay.example.com/x;;;;;\n"
        "bank_account;KH:ABA:000123456;;300;;250;\n"
        "payment_qr;00020101021129;;;;;\n",
    )
    done = desk.new()
    assert done.published == 3
    assert done.manifest.types == ("phone", "url")[:2]
    assert [(one.row, one.code) for one in done.problems] == [
        (4, "input.repeated"), (5, "input.value"), (6, "input.kind"), (8, "input.value"), (11, "input.value"),
        (3, "input.tier"), (3, "input.reports"), (3, "input.last_seen"), (10, "input.tier"), (10, "refused.hub"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "kind\nphone\n"])
def test_a_file_without_the_columns_cannot_be_read(desk, text):
    desk.write("kh.csv", text)
    with pytest.raises(FileNotRead, match="no columns"):
        desk.new()
    assert not desk.at("KH").exists()


def test_a_folder_of_results_gives_its_sightings(desk):
    desk.at("found").mkdir()
    desk.write("found/sightings.csv", "report_id,kind,value,as_written,source\nR1,phone,+85512340001,x,y\n")

    assert [(one.kind, one.value) for one in rows.read(desk.at("found"), "KH").rows] == [("phone", "+85512340001")]


def test_a_file_that_is_absent_or_too_long_cannot_be_read(desk, monkeypatch):
    with pytest.raises(FileNotRead):
        desk.new(file="nowhere.csv")
    monkeypatch.setattr(rows, "_LONGEST_FILE", 10)
    with pytest.raises(FileNotRead, match="larger"):
        desk.new()
    monkeypatch.setattr(places, "LONGEST_MESSAGE_FILE", 10)
    with pytest.raises(FileNotRead, match="too long"):
        places.read_file(desk.at("kh.csv"))
    with pytest.raises(FileNotRead):
        places.read_file(desk.at("nowhere"))


def test_nothing_to_publish_or_to_ask_is_refused_with_the_reasons(desk):
    desk.write("bad.csv", "kind,value\nphone,117\nhandle,line:ab\n")
    with pytest.raises(SetRefused, match="nothing in it may be published") as raised:
        desk.new(file="bad.csv")
    assert len(raised.value.data["problems"]) == 2
    desk.new()
    with pytest.raises(InputProblem, match="nothing in it can be asked"):
        desk.start(file="bad.csv")
    desk.write("bad.csv", "kind,value\nemail,a@b.example\n")
    with pytest.raises(InputProblem) as raised:
        desk.start(file="bad.csv")
    assert raised.value.hint == "row 2: KH's set holds no email; it holds phone"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms("K H", "TH", "A-1", "subjects"), "--holder"),
        (Terms("KH", "", "A-1", "subjects"), "--asker"),
        (Terms("KH", "TH", "A\n1", "subjects"), "--agreement"),
        (Terms("KH", "KH", "A-1", "subjects"), "the same"),
        (Terms("KH", "TH", "A-1", "subjects", purposes=("a b",)), "--purpose"),
    ],
)
def test_terms_that_make_no_sense(desk, terms, words):
    with pytest.raises(InputProblem, match=words):
        desk.new(terms=terms)


def test_sets_that_may_not_be(desk):
    with pytest.raises(SetRefused, match="never published"):
        desk.new(terms=Terms("KH", "TH", "A-1", "victims"))
    desk.write("kh.csv", "kind,value,role\nphone,+85512340001,victim\n")
    with pytest.raises(SetRefused, match="row 2 is of class 'victim'"):
        desk.new()
    desk.write("kh.csv", KH)
    with pytest.raises(SetRefused, match="more than the agreement's 30"):
        desk.new(terms=Terms("KH", "TH", "A-1", "subjects", set_cap=30))
    assert not desk.at("KH").exists()


@pytest.mark.parametrize("key", ["nonsense", "KH+00000000+AAAA", "PRIVATE+KEY+x"])
def test_keys_that_are_none(desk, key):
    with pytest.raises(InputProblem):
        desk.new(asker_key=key)
    desk.write("key", key)
    with pytest.raises(InputProblem):
        desk.new(asker_key=str(desk.at("key")))
    with pytest.raises(InputProblem):
        desk.new(identity=desk.at("key"))


def test_what_was_handed_over_must_be_whole(desk):
    desk.new()
    shutil.copytree(desk.at("KH/send"), desk.at("cut"))
    (desk.at("cut") / "000000.line").unlink()
    with pytest.raises(FileNotRead):
        desk.start(send="cut")
    (desk.at("cut") / "000000.wfts").unlink()
    with pytest.raises(InputProblem, match="holds no set"):
        desk.start(send="cut")
    with pytest.raises(FileNotRead):
        desk.start(send="KH")


def test_what_is_kept_must_be_whole(desk):
    desk.new()
    desk.start()
    desk.answer()
    kept = desk.at("Q/keep/round.json")
    good = kept.read_bytes()
    for bad, words in (
        (b"{}", "cannot be made out"),
        (b"not json", "cannot be made out"),
        (json.dumps({**json.loads(good), "manifest": "00"}).encode(), "different questions"),
        (json.dumps({**json.loads(good), "seeds": []}).encode(), "cannot be made out"),
    ):
        kept.write_bytes(bad)
        with pytest.raises(Tampered, match=words):
            desk.finish()
    kept.write_bytes(good)
    assert desk.finish().hits == 5


# --- the holder's own house --------------------------------------------------------------------------------------------------


def test_an_old_copy_of_the_book_gives_no_free_questions(desk):
    desk.new()
    book = desk.at("KH/keep/book.sqlite3")
    old = book.read_bytes()
    desk.start()
    desk.answer()
    book.write_bytes(old)
    with pytest.raises(Tampered, match="old copy"):
        desk.answer()


def test_a_seed_that_is_not_the_manifests_is_refused(desk):
    desk.new()
    desk.start()
    seed = desk.at("KH/keep/epoch.seed")
    for bad, words in (("00" * 32, "not that of the manifest"), ("zz", "damaged"), ("00", "damaged")):
        seed.write_text(bad)
        with pytest.raises(Tampered, match=words):
            desk.answer()


def test_two_questions_under_one_id_in_one_file_are_refused(desk):
    desk.new()
    desk.start()
    query = desk.at("Q/send/query").read_bytes()
    desk.at("twice").write_bytes(query * 2)
    with pytest.raises(Refused, match="twice in one file"):
        desk.answer(query="twice")
    desk.answer()
    signer = places.signer_in(desk.at("Q/keep/identity.key"), "TH")
    end = forms.end_of_note(query, "query")
    fields = forms.parsed(query[:end].decode().partition("\n\n")[0])
    desk.at("other").write_bytes(forms.write({**fields, "purpose": "missing"}, signer, query[end:]))
    with pytest.raises(SameIdOtherQuestion):
        desk.answer(query="other")
    assert desk.used() == 64


# --- V14 --------------------------------------------------------------------------------------------------------------------


def test_v14_after_the_seed_is_destroyed_nothing_can_be_answered_and_no_byte_of_it_is_left(desk):
    desk.new()
    desk.start()
    seed = bytes.fromhex(desk.at("KH/keep/epoch.seed").read_text().strip())
    secret = manifest.derive(manifest.read(desk.at("KH/keep/manifest").read_bytes()).info, seed).secret

    holder.destroy(desk.at("KH"), now=NOW + DAY, rng=desk.rng)

    with pytest.raises(Destroyed):
        desk.answer()
    with pytest.raises(Destroyed):
        holder.destroy(desk.at("KH"), now=NOW + DAY, rng=desk.rng)
    needles = [
        spelled
        for secret_bytes in (seed, secret)
        for spelled in (
            secret_bytes,
            secret_bytes.hex().encode(),
            secret_bytes.hex().upper().encode(),
            base64.b64encode(secret_bytes).rstrip(b"="),
            base64.urlsafe_b64encode(secret_bytes).rstrip(b"="),
        )
    ]
    found = [
        path for path in desk.folder.rglob("*") if path.is_file() for needle in needles if needle in path.read_bytes()
    ]
    assert found == []
    told = [json.loads(one.record)["typ"] for one in openings(Folder(desk.at("KH/keep/log")))]
    assert "weft.match.destroyed/1" in told


def test_a_country_may_be_named(desk):
    desk.write("kh.csv", "kind,value\nphone,081 234 5678\n")
    desk.write("th.csv", "kind,value\nphone,081 234 5678\n")
    desk.new(country="TH")
    desk.start(country="TH")
    desk.answer()
    assert desk.finish().hits == 1
    desk.write("kz.csv", "kind,value\nphone,081 234 5678\nphone,+66812345678\n")
    # A holder whose name is no country: local numbers cannot be read, and are listed.
    done = desk.new("X", "kz.csv", terms=Terms("police", "bureau", "A-1", "subjects", pad_unit=64))
    assert (done.published, [one.code for one in done.problems]) == (1, ["input.value"])
    desk.start("XQ", "kz.csv", send="X/send")


def test_a_folder_is_made_whole_or_not_at_all(desk):
    with pytest.raises(InputProblem, match="cannot be made"):
        desk.new("kh.csv/KH")

    class Stop(Exception):
        pass

    def half_way():
        with places.made_whole(desk.at("half")) as making:
            (making / "file").write_text("something")
            raise Stop

    with pytest.raises(Stop):
        half_way()
    assert not desk.at("half").exists()
    assert [one.name for one in desk.folder.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize(
    "case",
    [
        Case("CASE-7", "general", valid_hours=0),
        Case("CASE-7", "general", valid_hours=-1),
        Case("CASE-7", "general", valid_hours=float("nan")),
        Case("CASE-7", "general", valid_hours=float("inf")),
        Case("CASE-7", "general", basis="a\nb"),
    ],
)
def test_what_no_message_can_hold_is_refused_at_once(desk, case):
    desk.new()
    with pytest.raises(InputProblem, match="--"):
        desk.start(case=case)
    assert not desk.at("Q").exists()


def test_a_question_may_be_valid_for_a_second(desk):
    desk.new()
    assert desk.start(case=Case("CASE-7", "general", valid_hours=0.00001)).expires == NOW + dt.timedelta(seconds=1)
    with pytest.raises(Expired, match="expired"):
        desk.answer(now=NOW + dt.timedelta(seconds=1))
    assert desk.answer(now=NOW).charged == 64


def test_a_question_in_one_size_says_nothing_about_how_much_is_asked(desk):
    desk.new()
    desk.start(case=Case("night", "general", least=256))
    desk.write("th.csv", KH)
    desk.start("Q2", case=Case("night", "general", least=256))
    assert len(desk.at("Q/send/query").read_bytes()) == len(desk.at("Q2/send/query").read_bytes())
    assert desk.answer().charged == 256
    assert desk.finish().hits == 5
    with pytest.raises(InputProblem, match="--batch 100"):
        desk.start("Q3", case=Case("night", "general", least=100))


def test_what_is_forgotten_is_gone(desk):
    desk.new()
    desk.start()
    desk.answer()
    seeds = json.loads(desk.at("Q/keep/round.json").read_bytes())["seeds"]
    desk.write("Q/keep/problems.csv", "row 3: +85512349999")
    assert desk.finish(forget=True).hits == 5
    assert desk.hits() == EXPECTED
    with pytest.raises(FileNotRead):
        desk.finish()
    left = b"".join(path.read_bytes() for path in desk.at("Q").rglob("*") if path.is_file())
    assert [seed for seed in seeds if seed.encode() in left or bytes.fromhex(seed) in left] == []
    assert b"+8551234" not in left


def test_a_question_charged_but_not_answered_is_answered_without_another_charge(desk, monkeypatch):
    desk.new(terms=Terms("KH", "TH", "A-1", "subjects", pad_unit=64, quota=Quota(day=64)))
    desk.start()

    class PowerCut(BaseException):
        pass

    def cut(*given):
        raise PowerCut

    monkeypatch.setattr(holder.answering, "evaluate", cut)
    with pytest.raises(PowerCut):
        desk.answer()
    assert (desk.used(), desk.at("answer").exists()) == (64, False)
    monkeypatch.undo()

    # The day's budget is used up, by this very question.
    assert desk.answer().charged == 0
    assert desk.used() == 64
    assert desk.finish().hits == 5
