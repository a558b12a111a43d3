"""The log: one entry a deed, provable to others, erasable without breaking, and every tampering found."""

import subprocess
import sys

import pytest
from django.db import connection, transaction
from django.urls import reverse

from weft.errors import Refused, Tampered
from weft.ledger.verify import check_checkpoint, check_growth_file, check_proof_file
from weftnode.audit import actions, queries, stored
from weftnode.audit.actors import NODE, SHELL
from weftnode.audit.models import Detail, Entry, Head, Tile


@pytest.fixture
def deeds(db):
    """A log over more than one bundle, signed in three parts, some erased, some not signed for."""

    def make(count=600):
        for number in range(count):
            actions.record("test.thing.done", by=NODE, about=f"test.thing:{number}", why="because", number=number)
            if number in {3, 300, count - 2}:
                actions.sign()
        return count

    return make


def test_numbers_have_no_gap_and_a_deed_that_fails_leaves_none(db):
    actions.record("test.thing.done", by=SHELL, about="x")

    @transaction.atomic
    def fail():
        actions.record("test.thing.done", by=SHELL, about="y")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    actions.record("test.thing.done", by=SHELL, about="z")

    assert list(Detail.objects.order_by("number").values_list("number", "about")) == [(0, "x"), (1, "z")]
    assert queries.size() == 2


def test_a_whole_log_is_found_whole(deeds):
    deeds()
    actions.erase(by=SHELL, number=17, why="asked for by the person")
    actions.erase(by=SHELL, number=400, why="asked for by the person")
    actions.sign()

    found = stored.verify()

    assert (found.vouched.checkpoint.size, found.erased, found.opened) == (602, 2, 600)
    assert not Detail.objects.filter(number=17).exists()


def test_an_entry_that_says_what_was_erased_is_not_erased(deeds):
    deeds(5)
    stone = actions.erase(by=SHELL, number=2, why="asked for")
    for number in (2, stone.number, 99):
        with pytest.raises(Refused):
            actions.erase(by=SHELL, number=number, why="again")


FORGERIES = {
    "a detail changed": lambda: Detail.objects.filter(number=20).update(record='{"typ":"weft.audit/1","who":"nobody"}'),
    "a detail gone": lambda: Detail.objects.filter(number=20).delete(),
    "a commitment changed": lambda: Entry.objects.filter(number=20).update(commitment=b"\x00" * 32),
    "a column changed": lambda: Detail.objects.filter(number=20).update(who="somebody else"),
    "an entry gone": lambda: Entry.objects.filter(number=20).delete(),
    "a salt changed": lambda: Detail.objects.filter(number=20).update(salt=b"\x01" * 32),
    "a tile changed": lambda: _flip(Tile.objects.filter(name__startswith="tile/0/").first()),
    "a bundle changed": lambda: _flip(Tile.objects.filter(name__startswith="tile/entries/").first()),
    "two details swapped": lambda: _swap(20, 21),
}


def _flip(tile):
    data = bytearray(tile.data)
    data[40] ^= 1
    Tile.objects.filter(name=tile.name).update(data=bytes(data))


def _swap(one, other):
    first, second = Detail.objects.get(number=one), Detail.objects.get(number=other)
    Detail.objects.filter(number=one).update(record=second.record, salt=second.salt)
    Detail.objects.filter(number=other).update(record=first.record, salt=first.salt)


@pytest.mark.parametrize("how", FORGERIES)
def test_every_forgery_is_found(deeds, how):
    deeds()
    actions.sign()
    stored.verify()

    FORGERIES[how]()

    with pytest.raises(Tampered):
        stored.verify()


def test_a_tampered_log_is_not_signed(deeds):
    deeds(10)
    actions.sign()
    _flip(Tile.objects.filter(name__startswith="tile/0/").first())
    actions.record("test.thing.done", by=NODE, about="x")

    with pytest.raises(Tampered):
        actions.sign()


def test_proofs_convince_others(deeds):
    count = deeds()
    before = stored.checkpoint(queries.checkpoints(SHELL).order_by("size").first())
    actions.sign()

    for number in (0, 1, 255, 256, 299, count - 1):
        proof, vouched = check_proof_file(stored.prove(number, with_record=True), stored.policy())
        assert proof.extra[32:].decode() == Detail.objects.get(number=number).record
        assert vouched.checkpoint.size == count
        bare = stored.prove(number, with_record=False)
        assert b"because" not in bare
        assert check_proof_file(bare, stored.policy(), entry=bytes(Entry.objects.get(number=number).commitment))
    grown = stored.prove_growth(before.size)
    assert check_growth_file(grown, before, stored.policy()).checkpoint.size == count


def test_a_rolled_back_log_is_found_by_the_head_kept_outside(deeds, settings, tmp_path):
    settings.DIR = tmp_path
    deeds(5)
    early = actions.sign()
    actions.record("test.thing.done", by=NODE, about="x")
    stored.keep_outside(actions.sign())

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_checkpoint WHERE size > 5")
    with pytest.raises(Tampered, match="rolled back"):
        stored.verify()
    assert check_checkpoint(early, stored.policy()).checkpoint.size == 5


# -- pages ------------------------------------------------------------------------------------------------------------


def test_the_auditor_searches_verifies_and_takes_proofs_home(ana, em, sign_in):
    browser = sign_in(em)
    actions.record("test.thing.done", by=ana, about="test.thing:1", why="a reason to remember")

    log = browser.get(reverse("audit:log"), {"who": "ANA", "action": "test."}).content.decode()
    checked = browser.post(reverse("audit:proofs")).content.decode()
    number = Detail.objects.get(action="test.thing.done").number
    proof = browser.post(reverse("audit:export"), {"number": number, "with_record": "on"})
    head = browser.post(reverse("audit:export"), {"since": "0"})

    assert "a reason to remember" in log
    assert "is as it was written" in checked
    assert b"a reason to remember" in check_proof_file(proof.content, stored.policy())[0].extra
    assert check_checkpoint(head.content, stored.policy())
    done = set(Detail.objects.filter(who="em").values_list("action", flat=True))
    assert {"audit.log.searched", "audit.log.verified", "audit.log.exported"} <= done


def test_weft_verify_accepts_what_the_auditor_takes_home(deeds, em, sign_in, tmp_path):
    deeds(40)
    browser = sign_in(em)
    (tmp_path / "key").write_text(f"{stored.signer().key}\n")
    (tmp_path / "early").write_bytes(browser.post(reverse("audit:export"), {"since": "0"}).content)
    early = queries.checkpoints(em).first().size
    actions.record("test.thing.done", by=NODE, about="x")
    (tmp_path / "proof").write_bytes(
        browser.post(reverse("audit:export"), {"number": "20", "with_record": "on"}).content
    )
    (tmp_path / "growth").write_bytes(browser.post(reverse("audit:export"), {"since": str(early)}).content)

    def verify(*words):
        return subprocess.run(
            [sys.executable, "-m", "weft.cli.main", "verify", *words, "--key", "key"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert verify("early").returncode == 0
    assert verify("growth", "--since", "early").returncode == 0
    assert "test.thing:" in verify("proof").stdout
    (tmp_path / "proof").write_bytes((tmp_path / "proof").read_bytes().replace(b"index 20", b"index 21"))
    assert verify("proof").returncode == 5


def test_the_auditor_is_told_of_a_fault(deeds, em, sign_in):
    deeds(30)
    actions.sign()
    Detail.objects.filter(number=20).delete()

    page = sign_in(em).post(reverse("audit:proofs")).content.decode()

    assert "The log is not whole" in page
    assert "entry 20" in page


@pytest.mark.parametrize(
    "asked", [{"number": "99999"}, {"number": "-1"}, {"number": "x"}, {"since": "99999"}, {"since": "1e3"}]
)
def test_no_proof_of_what_is_not_there(deeds, em, sign_in, asked):
    deeds(5)
    assert sign_in(em).post(reverse("audit:export"), asked).status_code == 404
    assert Head.objects.get().size >= 5
