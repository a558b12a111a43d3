"""Run the benchmarks: all of them, or those named.

    python benchmarks/run.py                 # every file, one after the other
    python benchmarks/run.py phones press    # these
    python benchmarks/run.py --quick         # small inputs: whether they run, not how fast
    python benchmarks/run.py --list

A benchmark is a file beside this one with a `main()`; its first docstring line says what it measures. Each runs in a process of
its own, so that memory is its own too. With --quick WEFT_BENCH_QUICK=1 is set, and a benchmark that can takes a small input.
"""

import argparse
import ast
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def subjects() -> dict[str, str]:
    """Name and first line of every benchmark."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if path.name != "run.py" and any(isinstance(one, ast.FunctionDef) and one.name == "main" for one in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").split("\n")[0]
    return found


def main() -> int:
    """Run what was asked for; ends with 1 when one of them failed."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("names", nargs="*")
    wanted.add_argument("--quick", action="store_true")
    wanted.add_argument("--list", action="store_true")
    asked = wanted.parse_args()
    known = subjects()
    if asked.list:
        print("\n".join(f"{name:12} {line}" for name, line in known.items()))
        return 0
    if strange := sorted(set(asked.names) - known.keys()):
        wanted.error(f"no benchmark called {', '.join(strange)}; there are: {', '.join(known)}")
    environment = os.environ | ({"WEFT_BENCH_QUICK": "1"} if asked.quick else {})
    failed = []
    for name in asked.names or known:
        print(f"== {name}: {known[name]}", flush=True)
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")], env=environment, check=False)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        print(f"   {time.monotonic() - start:.1f} s, {spent:.1f} s of CPU, exit code {done.returncode}\n", flush=True)
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
