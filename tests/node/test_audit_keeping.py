"""What old entries say is erased by two people and the log stays whole; witnesses outside vouch for its heads, and only for what goes on from them."""

import datetime as dt
import subprocess
import sys

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from weft.errors import InputProblem, Refused, Tampered
from weft.ledger.note import Signer
from weft.ledger.verify import COSIGNATURE_V1, Policy, check_checkpoint
from weft.ledger.witness import Answer, Witness
from weftnode.audit import actions, queries, stored, tasks
from weftnode.audit.actors import NODE, SHELL
from weftnode.audit.models import Cosignature, Detail, Erasure
from weftnode.work import runner

OLD = dt.timedelta(days=2000)


@pytest.fixture
def aged(db, settings):
    """A log of 40 entries, the first 30 of them old, one of these erased by hand before."""
    settings.LOG_KEEP_DAYS = 1000
    for number in range(40):
        made = actions.record("test.thing.done", by=NODE, about=f"test.thing:{number}", why="secret", number=number)
        if number < 30:
            Detail.objects.filter(pk=made.pk).update(at=timezone.now() - OLD)
    stone = actions.erase(by=SHELL, number=7, why="asked for by the person")
    Detail.objects.filter(pk=stone.pk).update(at=timezone.now() - OLD)
    actions.sign()


def day():
    return queries.erasable_until()


# Erasing --------------------------------------------------------------------------------------------------------------


def test_two_people_erase_what_is_old_and_the_log_is_whole(aged, em, phan, sign_in):
    auditor, administrator = sign_in(em), sign_in(phan)
    page = reverse("audit:erasures")

    counted = auditor.post(page, {"until": day().isoformat(), "why": "retention", "count": "1"}).content.decode()
    assert "29 entries would say nothing any more" in counted
    assert not Erasure.objects.exists()

    auditor.post(page, {"until": day().isoformat(), "why": "retention"})
    asked = Erasure.objects.get()
    auditor.post(reverse("audit:approve_erasure", args=[asked.pk]))
    assert Erasure.objects.get().waits
    assert "Erase for good" not in auditor.get(page).content.decode()
    assert "Erase for good" in administrator.get(page).content.decode()
    administrator.post(reverse("audit:approve_erasure", args=[asked.pk]))
    runner.run(once=True)

    done = Erasure.objects.get()
    assert (done.proposed_by, done.approved_by, done.erased, done.waits) == ("em", "phan", 29, False)
    assert done.ended_at
    # The tombstone of before stays; nothing of what was erased is left in the table.
    assert Detail.objects.filter(number__lt=30).count() == 0
    assert Detail.objects.filter(record__contains="secret").count() == 10
    actions.sign()
    found = stored.verify()
    assert found.erased == 30
    stones = [one.said for one in Detail.objects.filter(action="audit.detail.erased").order_by("number")]
    assert [(one["from"], one["to"]) for one in stones] == [(7, 8), (0, 7), (8, 30)]
    assert {(one["by"], one["why"]) for one in stones[1:]} == {("em, phan", "retention")}
    said = set(Detail.objects.values_list("action", flat=True))
    assert {"audit.erasure.proposed", "audit.erasure.approved", "audit.erasure.ended"} <= said


def test_an_erasure_goes_on_where_it_was_cut_off(aged, em, phan, monkeypatch):
    monkeypatch.setattr(actions, "_SLICE", 10)
    actions.propose_erasure(by=em, until=day(), why="retention")
    actions.approve_erasure(by=phan, erasure=Erasure.objects.get())
    taken = []
    real = actions.records.tombstone

    def cut(*given, **more):
        taken.append(1)
        if len(taken) == 3:
            raise OSError("killed")
        return real(*given, **more)

    monkeypatch.setattr(actions.records, "tombstone", cut)
    with pytest.raises(OSError, match="killed"):
        actions.erase_old(erasure=Erasure.objects.get())
    monkeypatch.setattr(actions.records, "tombstone", real)
    assert 0 < Erasure.objects.get().erased < 29

    tasks.erase_old.call(Erasure.objects.get().pk)
    tasks.erase_old.call(Erasure.objects.get().pk)

    assert Erasure.objects.get().erased == 29
    actions.sign()
    assert stored.verify().erased == 30


def test_what_may_not_be_erased_is_not(aged, em, phan, ana, sign_in):
    with pytest.raises(Refused, match="kept"):
        actions.propose_erasure(by=em, until=day() + dt.timedelta(days=1), why="too young")
    with pytest.raises(Refused, match="left to erase"):
        actions.propose_erasure(by=em, until=dt.date(2001, 1, 1), why="nothing there")
    actions.propose_erasure(by=em, until=day(), why="retention")
    with pytest.raises(Refused, match="another erasure waits"):
        actions.propose_erasure(by=phan, until=day(), why="again")
    waits = Erasure.objects.get()
    with pytest.raises(Refused, match="somebody else"):
        actions.approve_erasure(by=em, erasure=waits)
    with pytest.raises(IntegrityError):
        Erasure.objects.create(until=day(), why="x", found=1, proposed_by="em", approved_by="em")


def test_an_erasure_that_is_not_approved_erases_nothing(aged, em, phan):
    actions.propose_erasure(by=em, until=day(), why="retention")
    waits = Erasure.objects.get()
    assert actions.erase_old(erasure=waits) == 0
    actions.drop_erasure(by=phan, erasure=waits)
    assert actions.erase_old(erasure=waits) == 0
    for late in (actions.approve_erasure, actions.drop_erasure):
        with pytest.raises(Refused, match="decided already"):
            late(by=phan, erasure=waits)
    assert Detail.objects.filter(number__lt=30).count() == 29


def test_the_administrator_sees_how_many_and_not_what(aged, phan, sign_in):
    browser = sign_in(phan)
    page = browser.get(reverse("audit:erasures")).content.decode()
    assert "secret" not in page
    assert browser.get(reverse("audit:log")).status_code == 404


@pytest.mark.parametrize("given", [{}, {"until": "x", "why": "abc"}, {"until": "2999-01-01", "why": "abc"}, {"until": "2001-01-01", "why": ""}])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_erased(given, aged, em, sign_in):
    answer = sign_in(em).post(reverse("audit:erasures"), given)
    assert answer.status_code == 422
    assert not Erasure.objects.exists()


# Witnesses ------------------------------------------------------------------------------------------------------------


class Outside:
    """A witness somewhere else, by the engine: remembers what it saw."""

    def __init__(self, name="th.example/witness", seed=b"w" * 32):
        self.signer = Signer(name, seed, COSIGNATURE_V1)
        log = stored.signer().key
        self.witness = Witness(self.signer, {log.name: (log,)})
        self.remembered = None

    def answer(self, request):
        outcome = self.witness.add_checkpoint(request, self.remembered, int(timezone.now().timestamp()))
        if outcome.answer is Answer.COSIGNED:
            self.remembered = outcome.remember
        return outcome


@pytest.fixture
def outside(aged):
    return Outside()


def test_a_witness_vouches_and_weft_verify_accepts_it(outside, em, sign_in, tmp_path):
    browser = sign_in(em)
    browser.post(reverse("audit:witnesses"), {"line": str(outside.signer.key)})
    number = queries.witnesses(em).get().pk
    for _ in range(2):  # the second time it goes on from the first
        actions.record("test.thing.done", by=NODE, about="x")
        request = browser.post(reverse("audit:ask_witness", args=[number])).content
        outcome = outside.answer(request)
        assert outcome.answer is Answer.COSIGNED, outcome.why
        page = browser.post(reverse("audit:take_answer", args=[number]), {"text": outcome.line}, follow=True)
        assert "vouches for the first" in page.content.decode()
    assert Cosignature.objects.count() == 2
    assert queries.witnesses(em).get().last == Cosignature.objects.order_by("-checkpoint").first().checkpoint_id

    head = browser.post(reverse("audit:export"), {"since": "0", "cosigned": "on"}).content
    policy = Policy((stored.signer().key,), (outside.signer.key,), quorum=1)
    assert outside.signer.key.name in check_checkpoint(head, policy).witnesses
    for name, data in (
        ("head", head),
        ("log.vkey", str(stored.signer().key).encode()),
        ("witness.vkey", str(outside.signer.key).encode()),
    ):
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "weft.cli.main", "verify", "head", "--key", "log.vkey", "--witness", "witness.vkey", "--quorum", "1"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert stored.verify()


def test_a_log_that_was_written_anew_gets_no_cosignature(outside, em):
    """The witness remembers; the node cannot show it that a new history goes on from the old one."""
    witness = actions.add_witness(by=em, line=str(outside.signer.key))
    actions.take_cosignature(by=em, witness=witness, text=outside.answer(stored.prove_growth(0)).line)
    size = queries.signed()

    actions.record("test.thing.done", by=NODE, about="x")
    actions.sign()
    grown = stored.prove_growth(size)
    lines = grown.decode().splitlines()
    proof = next(at for at, line in enumerate(lines) if at > 0 and line)
    forged = "\n".join([*lines[:proof], lines[proof][:-4] + ("AAA=" if not lines[proof].endswith("AAA=") else "BBB="), *lines[proof + 1 :]]) + "\n"  # fmt: skip
    assert outside.answer(forged.encode()).answer in {Answer.NOT_CONSISTENT, Answer.MALFORMED}
    assert outside.answer(stored.prove_growth(0)).answer is Answer.OTHER_SIZE
    assert outside.answer(grown).answer is Answer.COSIGNED


BAD_LINES = {
    "nothing": lambda good, other: "",
    "no line": lambda good, other: "yes, I vouch",
    "another's line": lambda good, other: other,
    "twice": lambda good, other: good + good,
    "a changed signature": lambda good, other: good.rstrip()[:-6] + "AAAAA=\n",
    "cut short": lambda good, other: good.rstrip()[:40],
    "another name": lambda good, other: good.replace("th.example", "vn.example"),
}


@pytest.mark.parametrize("how", BAD_LINES)
def test_an_answer_that_does_not_hold_is_not_kept(how, outside, em, sign_in):
    witness = actions.add_witness(by=em, line=str(outside.signer.key))
    good = outside.answer(stored.prove_growth(0)).line
    other = Outside("vn.example/witness", b"v" * 32).answer(stored.prove_growth(0)).line
    text = BAD_LINES[how](good, other)

    with pytest.raises((InputProblem, Refused)):
        actions.take_cosignature(by=em, witness=witness, text=text)
    page = sign_in(em).post(reverse("audit:take_answer", args=[witness.pk]), {"text": text}, follow=True)
    assert page.status_code == 200
    assert not Cosignature.objects.exists()


def test_an_answer_from_the_future_is_not_believed(outside, em):
    witness = actions.add_witness(by=em, line=str(outside.signer.key))
    later = int(timezone.now().timestamp()) + 86_400
    line = outside.witness.add_checkpoint(stored.prove_growth(0), None, later).line
    with pytest.raises(Refused):
        actions.take_cosignature(by=em, witness=witness, text=line)


def test_a_retired_witness_is_retired_for_good(outside, em, sign_in):
    witness = actions.add_witness(by=em, line=str(outside.signer.key))
    actions.end_witness(by=em, witness=witness)
    witness.refresh_from_db()
    with pytest.raises(Refused, match="no witness any more"):
        actions.take_cosignature(by=em, witness=witness, text=outside.answer(stored.prove_growth(0)).line)
    with pytest.raises(Refused, match="is or was"):
        actions.add_witness(by=em, line=str(outside.signer.key))
    assert sign_in(em).post(reverse("audit:ask_witness", args=[witness.pk])).status_code == 404


@pytest.mark.parametrize("line", ["x", "a+b+c", "th.example+00000000+AAAA", "ü" * 300])
def test_what_is_no_key_is_said_beside_its_field(line, aged, em, sign_in):
    browser = sign_in(em)
    answer = browser.post(reverse("audit:witnesses"), {"line": line})
    assert answer.status_code == 422
    # The key of a log is none of a witness.
    assert browser.post(reverse("audit:witnesses"), {"line": str(stored.signer().key)}).status_code == 422


def test_a_cosignature_does_not_hide_a_forgery(outside, em):
    witness = actions.add_witness(by=em, line=str(outside.signer.key))
    actions.take_cosignature(by=em, witness=witness, text=outside.answer(stored.prove_growth(0)).line)
    Detail.objects.filter(number=35).update(who="somebody else")
    with pytest.raises(Tampered):
        stored.verify()
