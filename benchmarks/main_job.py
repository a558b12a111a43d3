"""The whole main job, file to page: `weft networks` on a million invented reports, beside the script people write instead.

    python benchmarks/main_job.py [REPORTS] [SHAPE...]

SHAPE is ``csv`` (one file), ``jsonl`` (one file), ``offices`` (ten files of nine offices: four encodings, a workbook, JSON Lines, loose
notes) and ``peer``. Each runs in a process of its own; memory is what it and its workers hold together (proportional set size, looked at
five times a second). The peer reads the CSV with pandas, finds identifiers by regular expressions and joins reports with networkx; where
pandas is not to be had (see peers.txt), the csv module reads, and that is said.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import main_job_data

HERE = Path(__file__).parent
FOLDERS = os.environ.get("PEERS", str(HERE / "out" / "peers"))

WEFT = """
import json, resource, sys, time
from pathlib import Path
from weft.findings import run
stages, last = {}, {}
start = time.perf_counter()
def step(what, done, total):
    what = "reading" if what.startswith("reading") else what
    now = time.perf_counter() - start
    stages.setdefault(what, [now, now])[1] = now
done = run.networks([Path(one) for one in sys.argv[2:]], Path(sys.argv[1]), fresh=True, progress=step)
ends = [end for _, end in stages.values()]
print(json.dumps({"reports": done.reading.reports.num_rows, "sightings": done.reading.sightings.num_rows,
  "networks": len(done.networks.networks), "stages": {name: round(end - (ends[place - 1] if place else 0), 1)
  for place, (name, (_, end)) in enumerate(stages.items())}}))
"""

PEER = r"""
import json, re, sys, time
import networkx
start = time.perf_counter()
try:
    import pandas
    frame = pandas.read_csv(sys.argv[2], dtype=str, keep_default_na=False)
    rows, with_ = frame.to_dict("records"), "pandas " + pandas.__version__
except ImportError:
    import csv
    rows, with_ = list(csv.DictReader(open(sys.argv[2], encoding="utf-8", newline=""))), "csv (no pandas here)"
read = time.perf_counter() - start
FIND = re.compile(r"(https?://[^\s,;]+)|([\w.+-]+@[\w-]+\.[\w.]+)|\b(0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b|((?:[a-z0-9-]+\.)+(?:com|net|org|info|top|xyz|vip|cc))|(\+?\d[\d .()-]{7,17}\d)", re.I)
graph, found = networkx.Graph(), 0
for row in rows:
    graph.add_node(row["report_id"])
    for match in FIND.finditer(" ".join((row["phone"], row["bank_account"], row["wallet"], row["url"], row["narrative"]))):
        value = match.group()
        graph.add_edge(row["report_id"], ("i", re.sub(r"\D", "", value) if match.group(5) else value.lower()))
        found += 1
joined = time.perf_counter()
ids = {row["report_id"] for row in rows}
groups = [[one for one in group if one in ids] for group in networkx.connected_components(graph)]
sizes = sorted((len(group) for group in groups if len(group) > 1), reverse=True)
print(json.dumps({"reports": len(rows), "sightings": found, "networks": len(sizes), "with": with_, "largest": sizes[:3],
  "stages": {"reading": round(read, 1), "finding": round(joined - start - read, 1), "components": round(time.perf_counter() - joined, 1)}}))
"""


def measured(code: str, *words: str) -> dict[str, object]:
    """Wall seconds, processor seconds and peak memory of one Python program with its children, and what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.environ.get("PYTHONPATH", ""), FOLDERS))}
    before, start = os.times(), time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, env=environment)
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(map(held, family(child.pid))))
        time.sleep(0.2)
    wall, after = time.perf_counter() - start, os.times()
    if child.returncode:
        raise SystemExit(f"ended with {child.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "peak_gb": round(peak / 1e6, 2),
        **json.loads(child.stdout.read()),
    }


def family(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        below = []
    return [pid, *(one for child in below for one in family(int(child)))]


def held(pid: int) -> int:
    """Kilobytes, shared pages counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    shapes = sys.argv[2:] or ["csv", "jsonl", "offices", "peer"]
    data = Path(os.environ.get("WEFT_BENCH_DATA", HERE / "out")) / f"main_job_{reports}"
    main_job_data.write(data, reports, seed=11)
    inputs = {
        "csv": [data / "one.csv"],
        "jsonl": [data / "one.jsonl"],
        "offices": main_job_data.report_files(data),
        "peer": [data / "one.csv"],
    }
    for shape in shapes:
        out = data / f"found_{shape}"
        print(
            shape,
            json.dumps(measured(PEER if shape == "peer" else WEFT, str(out), *map(str, inputs[shape]))),
            flush=True,
        )


if __name__ == "__main__":
    main()
