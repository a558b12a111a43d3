"""Work on all cores comes out as work on one would."""

import os
import random
import subprocess
import sys
import threading

import pytest
from stick_desk import EXPECTED, Desk

from weft import sodium
from weft.match import asking, voprf
from weft.match.stick import cores
from weft.match.voprf import BadProof

FEW, MANY = 10, cores.MUCH


@pytest.mark.parametrize("elements", [FEW, MANY])
@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 5_000])
def test_results_come_in_order_whoever_did_them(workers, elements, count):
    items = list(range(count))

    assert list(cores.spread(workers, elements)(lambda one: one * one, items)) == [one * one for one in items]


def pids(elements):
    return set(cores.spread(2, elements)(lambda _: os.getpid(), range(50)))


def in_an_interpreter_of_its_own(code):
    """What ``code`` prints. Other tests leave threads behind, beside which nothing is forked, and what is killed here would be the tests."""
    start = f"import os, signal\nfrom weft.match.stick import cores\nFEW, MANY = {FEW}, {MANY}\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_much_is_done_by_processes_and_a_little_by_threads():
    said = in_an_interpreter_of_its_own(
        "for elements in (FEW, MANY):\n"
        "    pids = set(cores.spread(2, elements)(lambda _: os.getpid(), range(50)))\n"
        "    print(pids == {os.getpid()}, os.getpid() in pids)\n"
    )

    assert said.splitlines() == ["True True", "False False"]


def test_where_other_threads_run_nothing_is_forked():
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()

    here = pids(MANY)

    done.set()
    other.join()
    assert here == {os.getpid()}


@pytest.mark.parametrize("elements", [FEW, MANY])
def test_a_refusal_comes_through_with_its_reason(elements):
    def refuse(one):
        if one == 3:
            raise BadProof("the third one", hint="telephone", at=one)

    with pytest.raises(BadProof, match="the third one") as raised:
        cores.spread(2, elements)(refuse, range(20))

    assert (raised.value.hint, raised.value.data, raised.value.exit_code) == ("telephone", {"at": 3}, 5)


def test_a_worker_that_is_killed_is_said_and_the_next_work_is_done():
    said = in_an_interpreter_of_its_own(
        "parent = os.getpid()\n"
        "def die(one):\n"
        "    if one == 3:\n"
        "        assert os.getpid() != parent\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "try:\n"
        "    cores.spread(2, MANY)(die, range(20))\n"
        "except cores.WorkerLost as lost:\n"
        "    print('killed' in str(lost), '--threads 1' in lost.hint)\n"
        "print(list(cores.spread(2, MANY)(abs, range(-3, 0))))\n"
    )

    assert said.splitlines() == ["True True", "[3, 2, 1]"]


def test_one_batch_is_shared_by_the_cores_and_several_go_one_to_a_core():
    for sizes, shared in (([], "inner"), ([64], "inner"), ([64, 64], "outer"), ([4096] * 9, "outer")):
        each = dict(zip(("outer", "inner"), cores.share(2, sizes), strict=True))
        assert {name for name, one in each.items() if one is not cores._alone} == {shared}
    assert cores.share(1, [64, 64]) == (cores._alone, cores._alone)


def test_proofs_made_and_checked_on_two_cores_are_those_of_one():
    rng = random.Random(4)
    keys = voprf.derive_key_pair(rng.randbytes(32), b"cores")
    blinds = [sodium.reduce_scalar(rng.randbytes(64)) for _ in range(100)]
    each = cores.spread(2, 100)
    for count in (1, 2, 15, 16, 17, 33, 100):
        blinded = [voprf.blind(bytes([at]), r) for at, r in enumerate(blinds[:count])]
        evaluated = [voprf.blind_evaluate(keys.secret, one) for one in blinded]
        proof = voprf.generate_proof(keys, blinded, evaluated, blinds[0])
        assert voprf.generate_proof(keys, blinded, evaluated, blinds[0], each=each) == proof
        voprf.verify_proof(keys.public, blinded, evaluated, proof, each=each)
        wrong = [*evaluated[:-1], blinded[-1]]
        with pytest.raises(BadProof):
            voprf.verify_proof(keys.public, blinded, wrong, proof, each=each)


def test_a_round_gives_the_same_bytes_on_one_core_on_two_threads_and_in_processes(tmp_path, monkeypatch):
    # Batches of 64 at most, so that these identifiers make three of them.
    monkeypatch.setattr(asking, "BATCH_SIZES", (16, 64))
    sent = {}
    for name, workers, much in (("one", 1, MANY), ("threads", 2, MANY), ("processes", 2, 1)):
        monkeypatch.setattr(cores, "MUCH", much)
        desk = Desk(tmp_path / name)
        desk.write("th.csv", "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(15, 140)))
        desk.new(workers=workers)
        assert desk.start(workers=workers).batches == 3
        desk.answer(workers=workers)
        desk.finish(workers=workers)
        assert desk.hits() == EXPECTED
        sent[name] = [
            desk.at(one).read_bytes() for one in ("KH/send/000000.wfts", "Q/send/query", "answer", "hits.csv")
        ]
    assert sent["one"] == sent["threads"] == sent["processes"]
