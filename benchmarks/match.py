"""Asking without telling: each step beside the cost of its own group operations, and the whole beside what people would use instead.

    python benchmarks/match.py [COUNT]            steps, threads and processes, one urgent question, bytes, the peer
    python benchmarks/match.py --million [COUNT]  COUNT by COUNT on both cores, wall clock (default one million)

CPU time where nothing else is said. The price of the group operations is measured in the same run, before and after, through the same door
(`weft.sodium`), so the ratios hold on a busy machine. The peer is openmined-psi (ECDH-PSI, no proof, one thread), in a process of its own
with its own packages: name its folder in PEERS.
"""

import datetime as dt
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from weft import sodium
from weft.ledger.note import Signer
from weft.match import answering, asking, manifest, messages, norm, segments
from weft.match.budgets import Quota
from weft.match.manifest import Manifest
from weft.match.messages import LogPlace
from weft.match.sets import Holding
from weft.match.stick import cores
from weft.testing.partner import MemoryBook

RNG = random.Random(1).randbytes
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
HOLDER, ASKER = Signer("KH", RNG(32)), Signer("TH", RNG(32))
# Two threads against one, as measured on a quiet machine by threads_or_processes.
SCALES = 0.97
PEER = """
import random, sys, time
import private_set_intersection.python as psi
count = int(sys.argv[1])
server_items = [f"+66{n:09d}" for n in range(count)]
client_items = [f"+66{n:09d}" for n in range(count // 2, count // 2 + count)]
start = time.process_time()
client = psi.client.CreateWithNewKey(True)
server = psi.server.CreateWithNewKey(True)
setup = server.CreateSetupMessage(1e-9, len(client_items), server_items, psi.DataStructure.GCS)
made = time.process_time() - start
request = client.CreateRequest(client_items)
response = server.ProcessRequest(request)
found = client.GetIntersection(setup, response)
spent = time.process_time() - start
size = sum(len(one.SerializeToString()) for one in (setup, request, response))
print(len(found), spent, made, size)
"""


def world():
    seed = RNG(32)
    plain = Manifest(
        "A-1", "KH", "TH", "subjects", 1, sodium.multiply_base(sodium.Scalar(b"\x01" + bytes(31))), ("phone",),
        NOW, NOW + dt.timedelta(90), NOW + dt.timedelta(97), Quota(10**8, 10**8, 0, 10**8), HOLDER.key, ASKER.key,
        set_cap=10_000_000, norm_digest=norm.digest(),
    )  # fmt: skip
    keys = manifest.derive(plain.info, seed)
    return replace(plain, public=keys.public), keys, seed


def phones(first, count):
    """Mobile numbers strewn over the whole Thai space (300 million), none twice: in a dense block the decoys would hit, as they should."""
    places = (n * 179_424_673 % 300_000_000 for n in range(first, first + count))
    return [f"+66{'689'[n // 10**8]}{n % 10**8:08d}" for n in places]


def prices(rounds=2000):
    """Microseconds of CPU for each group operation, through our door."""
    wide = [RNG(64) for _ in range(rounds)]
    scalars = [sodium.reduce_scalar(one) for one in wide]
    elements = [sodium.hash_to_element(one) for one in wide]

    def each(do, *columns):
        start = time.process_time()
        for row in zip(*columns, strict=True):
            do(*row)
        return (time.process_time() - start) / rounds * 1e6

    return {
        "map": each(sodium.hash_to_element, wide),
        "multiply": each(sodium.multiply, scalars, elements),
        "add": each(sodium.add, elements, elements[1:] + elements[:1]),
        "decode": each(sodium.decode_element, elements),
    }


def timed(do):
    start = time.process_time()
    result = do()
    return time.process_time() - start, result


def place():
    return LogPlace("weft.example/kh", 1, 256, bytes(32))


def blinded(batch, terms, each=map, query_id=None):
    query_id = query_id or messages.new_id(NOW, RNG)
    made = asking.blind(batch, query_id=query_id, officer=bytes(16), purpose="general", each=each)
    return asking.send(
        made, terms, ASKER, place(), basis="agr:art.4(2)", created=NOW, expires=NOW + dt.timedelta(minutes=5)
    )


def once(count):
    """The four steps on one core: seconds of each, and what they made."""
    terms, keys, seed = world()
    holdings = [Holding("phone", value, network=str(at % 500)) for at, value in enumerate(phones(0, count))]
    items = [asking.Item("phone", value, bytes(32), at) for at, value in enumerate(phones(count // 2, count))]
    seeds = [RNG(32) for _ in asking.sizes(count, terms, known_answers=True)]
    build, made = timed(lambda: answering.make_set(holdings, terms, keys, seed, HOLDER, RNG))
    published = segments.PublishedSet(terms)
    accept, _ = timed(lambda: published.accept(made.segment, made.line))
    prepare, batches = timed(lambda: [one.make() for one in asking.plan(items, terms, bytes(16), seeds)])
    ask, queries = timed(lambda: [blinded(one, terms) for one in batches])
    book = MemoryBook()
    reply, answers = timed(
        lambda: [answering.answer(one, terms, keys, HOLDER, book, lambda r: place(), NOW) for one in queries]
    )
    finish, outcomes = timed(
        lambda: [asking.finish(b, q, a, published) for b, q, a in zip(batches, queries, answers, strict=True)]
    )
    hits = sum(len(one.hits) for one in outcomes)
    assert hits == count - count // 2, hits
    return (build, prepare + ask, reply, accept + finish), (terms, keys, made, batches, queries, answers, published)


def steps(count, rounds=3):
    """Each step beside its own group operations, and the sum; the best of some rounds of both, in turns."""
    spent, price, made = [float("inf")] * 4, {}, None
    for _ in range(rounds):
        times, made = once(count)
        spent = [min(pair) for pair in zip(spent, times, strict=True)]
        price = {name: min(value, price.get(name, value)) for name, value in prices().items()}
    terms, keys, set_, batches, queries, answers, published = made
    asked = sum(len(one.slots) for one in batches)
    multiply, add = price["multiply"], price["add"]
    least = {
        "make the set": (count, price["map"] + multiply),
        "ask (blind, bind, sign)": (asked, price["map"] + multiply),
        "answer (check, charge, evaluate, prove)": (asked, price["decode"] + 2 * multiply + add),
        "finish (check, verify, finalize, look up)": (asked, price["decode"] + 3 * multiply + 2 * add),
    }
    print("group operations, µs: " + ", ".join(f"{name} {value:.1f}" for name, value in price.items()))
    for (name, (number, floor)), seconds in zip(least.items(), spent, strict=True):
        each = seconds / number * 1e6
        print(f"{name:44} {each:7.1f} µs each, {floor:6.1f} its group operations, {each / floor:.2f}")
    total = sum(spent) / count * 1e6
    floor = sum(floor for _, floor in least.values())
    print(
        f"{'all of it, for each asked and held':44} {total:7.1f} µs on one core, {floor:.1f} its group operations, {total / floor:.2f}"
    )
    size = (len(set_.segment) + sum(map(len, queries)) + sum(map(len, answers))) / count
    print(
        f"bytes: question {len(queries[0]) - 32 * len(batches[0].slots)} + 32 each, "
        f"answer {len(answers[0]) - 32 * len(batches[0].slots)} + 32 each (proof included), set 48 each; {size:.0f} for each item in all"
    )
    return total, spent[0] / count * 1e6, queries, terms, keys, published


_POOL = {}


def _evaluate(query):
    received = answering.receive(query, *_POOL["receive"])
    return len(answering.evaluate(received, _POOL["keys"]).elements)


def threads_or_processes(queries, terms, keys):
    _POOL.update(receive=(terms, MemoryBook(), NOW), keys=keys)
    queries = (queries * 8)[:8]

    def wall(do):
        start = time.perf_counter()
        do()
        return time.perf_counter() - start

    alone = wall(lambda: list(map(_evaluate, queries)))
    with ThreadPoolExecutor(2) as pool:
        threads = wall(lambda: list(pool.map(_evaluate, queries)))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_evaluate, queries[:2]))
        processes = wall(lambda: list(pool.map(_evaluate, queries)))
    print(
        f"evaluating {len(queries)} batches, wall: one thread 1.00, two threads x{alone / threads:.2f}, two processes x{alone / processes:.2f}"
    )


def urgent(terms, keys, published, rounds=25):
    """One identifier, from the list to the hit, both sides in turn: the first question of an epoch, and any later one."""
    for known, positions in ((True, 64), (False, 16)):
        for workers in (1, 2):
            each = cores.spread(workers, positions)
            wall, cpu = [], []
            for number in range(rounds):
                item = asking.Item("phone", phones(number, 1)[0], bytes(32), 1)
                seeds = [RNG(32)]
                start = time.perf_counter(), time.process_time()
                [planned] = asking.plan([item], terms, bytes(16), seeds, known_answers=known)
                batch = planned.make()
                query = blinded(batch, terms, each)
                answer = answering.answer(
                    query, terms, keys, HOLDER, MemoryBook(), lambda r: place(), NOW, lambda step: None, each
                )
                outcome = asking.finish(batch, query, answer, published, each=each)
                wall.append((time.perf_counter() - start[0]) * 1e3)
                cpu.append((time.process_time() - start[1]) * 1e3)
                assert len(outcome.hits) == 1
                assert len(batch.slots) == positions
            print(
                f"one urgent question, both sides, {positions} positions{' (with the known answers)' if known else ''}, "
                f"{workers} thread(s): {min(wall):.1f} ms wall at best, {statistics.median(wall):.1f} median; {min(cpu):.1f} ms of CPU"
            )


def peer(count, ours, build):
    paths = [Path(one) for one in os.environ.get("PEERS", "benchmarks/out/peers").split(":")]
    env = {**os.environ, "PYTHONPATH": ":".join(map(str, paths))}
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(PEER)
        file.flush()
        done = subprocess.run(
            [sys.executable, file.name, str(count)], env=env, capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(f"openmined-psi: not found in PEERS ({done.stderr.strip().splitlines()[-1]})")
        return
    found, spent, made, size = done.stdout.split()
    each, set_up = float(spent) / count * 1e6, float(made) / count * 1e6
    print(
        f"openmined-psi, GCS, no proof: {each:.1f} µs each ({set_up:.1f} the set), {int(size) / count:.0f} bytes each, {found} found"
    )
    for what, peer_, own in (
        ("all of it", each, ours),
        ("our set made once an epoch and not counted, theirs made anew each time", each, ours - build),
        ("neither set counted", each - set_up, ours - build),
    ):
        ratio = peer_ / own
        print(f"weft beside it, {what}: {ratio:.2f} times as fast on one core, {ratio * 2 * SCALES:.2f} on two")


def million(count, workers=2):
    """COUNT by COUNT through the steps of both sides, one after the other, on two cores; wall clock and memory."""
    terms, keys, seed = world()
    each = cores.spread(workers, count)
    holdings = [Holding("phone", value, network=str(at % 50_000)) for at, value in enumerate(phones(0, count))]
    items = [asking.Item("phone", value, bytes(32), at) for at, value in enumerate(phones(count // 2, count))]
    marks = [("start", time.perf_counter())]

    def mark(what):
        marks.append((what, time.perf_counter()))
        print(f"  {what}: {marks[-1][1] - marks[-2][1]:.1f} s", flush=True)

    made = answering.make_set(holdings, terms, keys, seed, HOLDER, RNG, each)
    mark("make the set")
    published = segments.PublishedSet(terms)
    published.accept(made.segment, made.line)
    mark("take the set in")
    seeds = [RNG(32) for _ in asking.sizes(count, terms, known_answers=True)]
    planned = asking.plan(items, terms, bytes(16), seeds)
    ids = [messages.new_id(NOW, RNG) for _ in planned]
    queries = list(each(lambda at: blinded(planned[at].make(), terms, query_id=ids[at]), range(len(planned))))
    mark("ask")
    book = MemoryBook()
    received = [answering.receive(one, terms, book, NOW) for one in queries]
    for one in received:
        answering.charge(one, terms, book, NOW)
    done = list(each(lambda one: answering.evaluate(one, keys), received))
    answers = [answering.settle(one, terms, HOLDER, book, place(), NOW) for one in done]
    mark("answer")
    outcomes = list(
        each(lambda at: asking.finish(planned[at].make(), queries[at], answers[at], published), range(len(planned)))
    )
    mark("finish")
    hits = sum(len(one.hits) for one in outcomes)
    assert hits == count - count // 2, hits
    wall = marks[-1][1] - marks[0][1]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        f"{count:,} by {count:,} on {workers} cores: {wall:.0f} s wall, {sum(one.ru_utime + one.ru_stime for one in used):.0f} s of CPU, "
        f"{hits:,} hits, {used[0].ru_maxrss // 1024} MB (both sides in one process), {used[1].ru_maxrss // 1024} MB the largest worker"
    )


def main():
    words = sys.argv[1:]
    if words[:1] == ["--million"]:
        million(int(words[1]) if len(words) > 1 else 1_000_000)
        return
    quick = os.environ.get("WEFT_BENCH_QUICK")
    count = int(words[0]) if words else 200 if quick else 4_000
    print(
        f"{count:,} held, {count:,} asked, half shared; CPython {sys.version.split()[0]}, {os.cpu_count()} processors"
    )
    total, build, queries, terms, keys, published = steps(count)
    threads_or_processes(queries, terms, keys)
    urgent(terms, keys, published)
    peer(count, total, build)


if __name__ == "__main__":
    main()
