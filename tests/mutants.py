"""Would the tests notice? Small faults put into one module at a time, and the tests of that module run on each.

    python tests/mutants.py                              the modules whose mistakes nobody would see by looking
    python tests/mutants.py weft.match.voprf --most 40   one of them, forty faults drawn from all it could have

A fault is one operator, constant, comparison, condition, refusal or call changed or left out. Each is tried in a child process of its own:
heavy packages are imported once, ours anew each time, with the fault in it. Ends with what survived: a test that is missing, or a change
that changes nothing.
"""

# ruff: noqa: T201 -- a tool that people run and read
import argparse
import ast
import contextlib
import copy
import importlib
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENGINE, CONFORMANCE = "tests/engine", "tests/conformance"
# The tests that should notice, quickest first.
MODULES = {
    "weft.sodium": [f"{CONFORMANCE}/test_rfc9496_ristretto255.py", f"{CONFORMANCE}/test_rfc9497_voprf.py", f"{CONFORMANCE}/test_wycheproof.py"],
    "weft.match.voprf": [f"{CONFORMANCE}/test_rfc9497_voprf.py", f"{ENGINE}/match/test_cores.py"],
    "weft.match.budgets": [f"{ENGINE}/match/test_budgets.py"],
    "weft.match.decoys": [f"{ENGINE}/match/test_decoys.py"],
    "weft.match.evidence": [f"{ENGINE}/match/test_evidence.py"],
    "weft.match.confirm": [f"{ENGINE}/match/test_confirm.py"],
    "weft.match.segments": [f"{ENGINE}/match/test_segments.py", f"{ENGINE}/match/test_rounds.py"],
    "weft.match.forms": [f"{ENGINE}/match/test_forms.py", f"{ENGINE}/match/test_manifest.py"],
    "weft.match.messages": [f"{ENGINE}/match/test_rounds.py", f"{ENGINE}/match/test_stick_files.py"],
    "weft.match.answering": [f"{ENGINE}/match/test_rounds.py", f"{ENGINE}/match/test_stick_files.py"],
    "weft.match.asking": [f"{ENGINE}/match/test_rounds.py", f"{ENGINE}/match/test_decoys.py", f"{ENGINE}/match/test_evidence.py", f"{ENGINE}/match/test_stick_files.py"],
    "weft.match.statements": [f"{ENGINE}/match/test_stitch.py", f"{ENGINE}/match/test_joint.py"],
    "weft.match.stitch": [f"{ENGINE}/match/test_stitch.py", f"{ENGINE}/match/test_joint.py"],
    "weft.ledger.tree": [f"{CONFORMANCE}/test_rfc6962_ledger.py", f"{ENGINE}/ledger/test_log.py"],
    "weft.ledger.proofs": [f"{CONFORMANCE}/test_rfc6962_ledger.py", f"{CONFORMANCE}/test_c2sp_ledger.py"],
    "weft.ledger.verify": [f"{CONFORMANCE}/test_rfc6962_ledger.py", f"{CONFORMANCE}/test_c2sp_ledger.py", f"{ENGINE}/ledger/test_checkpoint.py", f"{ENGINE}/ledger/test_witness.py", f"{ENGINE}/ledger/test_fuzz.py", f"{ENGINE}/cli/test_verify.py"],
    "weft.ledger.audit": [f"{ENGINE}/ledger/test_tamper.py", f"{ENGINE}/ledger/test_restore.py"],
}  # fmt: skip
THIRD_PARTY = ("pytest", "hypothesis", "numpy", "cryptography.hazmat.primitives.ciphers.aead", "rbcl", "phonenumbers", "typer", "rfc8785", "re2", "rich.console")  # fmt: skip
SECONDS = 120
# Arguments that only guard against our own mistakes: without them nothing that is right comes out otherwise.
SAFETY = {"strict", "frozen", "slots", "maxsize"}
COMPARE = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}  # fmt: skip
OPERATE = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.Pow: ast.Mult}  # fmt: skip


def faults(tree):
    """Every fault the tree could have, as (number of its node, line, what, function that puts it into a copy of that node)."""
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in SAFETY}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for what, put in _faults_of(node):
            yield number, getattr(node, "lineno", 0), what, put


def _faults_of(node):
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = COMPARE[type(operator)]
            yield (
                f"{type(operator).__name__} becomes {other.__name__}",
                lambda n, at=at, o=other: n.ops.__setitem__(at, o()),
            )
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} becomes {other.__name__}", lambda n: setattr(n, "op", other())
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATE and not _annotation(node):
        other = OPERATE[type(node.op)]
        yield f"{type(node.op).__name__} becomes {other.__name__}", lambda n: setattr(n, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not is left out", lambda n: n.__class__ and _become(n, n.operand)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bytes, bool):
        value = node.value
        changed = (not value) if type(value) is bool else value + 1 if type(value) is int else value + b"!"
        yield f"{value!r} becomes {changed!r}", lambda n: setattr(n, "value", changed)
    elif isinstance(node, ast.If):
        for value in (True, False):
            yield f"the condition is always {value}", lambda n, v=value: setattr(n, "test", ast.Constant(v))
    for name in ("body", "orelse", "finalbody"):
        for at, line in enumerate(
            getattr(node, name, None) or [] if isinstance(getattr(node, name, None), list) else []
        ):
            if isinstance(line, ast.Raise) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Call)):
                what = "the refusal is left out" if isinstance(line, ast.Raise) else "the call is left out"
                yield (
                    f"line {line.lineno}: {what}",
                    lambda n, name=name, at=at: getattr(n, name).__setitem__(at, ast.Pass()),
                )


def _annotation(node):
    """``A | None`` in an annotation is no arithmetic."""
    return isinstance(node.op, ast.BitOr) and any(
        (isinstance(side, ast.Name) and side.id[:1].isupper()) or (isinstance(side, ast.Constant) and side.value is None) or isinstance(side, ast.Subscript)
        for side in (node.left, node.right)
    )  # fmt: skip


def _become(node, other):
    node.__class__ = other.__class__
    node.__dict__ = other.__dict__


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads one module from a tree with a fault in it."""

    def __init__(self, name, path, tree):
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname):
        return compile(ast.fix_missing_locations(self.tree), self.path, "exec")


class _Finder:
    def __init__(self, name, path, tree):
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=_Loader(name, self.path, self.tree))
        return None


def noticed(name, path, tree, tests):
    """Whether the tests fail, or never end, with this tree in place of the module."""
    child = os.fork()
    if child == 0:
        os.setsid()
        with contextlib.suppress(BaseException):
            _run(name, path, tree, tests)
        os._exit(1)
    begun = time.monotonic()
    while time.monotonic() < begun + SECONDS:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(name, path, tree, tests):
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.meta_path.insert(0, _Finder(name, str(path), tree))
    # What was imported before cannot have its assertions rewritten: no matter here.
    quiet = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *quiet, *tests])
    os._exit(int(code))


def judge(name, most, seed):
    """(faults tried, those that nobody noticed) in one module."""
    path = Path(importlib.util.find_spec("weft").origin).parents[0].joinpath(*name.split(".")[1:]).with_suffix(".py")
    tree = ast.parse(path.read_text("utf-8"))
    if noticed(name, path, tree, MODULES[name]):
        sys.exit(f"{name}: its tests fail without any fault: {' '.join(MODULES[name])}")
    found = list(faults(tree))
    if most and len(found) > most:
        found = sorted(random.Random(seed).sample(found, most), key=lambda one: one[1])
    survived = []
    for number, line, what, put in found:
        spoilt = copy.deepcopy(tree)
        put(list(ast.walk(spoilt))[number])
        if not noticed(name, path, spoilt, MODULES[name]):
            survived.append((line, what))
            print(f"  {path.relative_to(ROOT)}:{line}: {what}", flush=True)
    return len(found), survived


def main():
    """Judge the modules named, or all."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("module", nargs="*", choices=[*MODULES, []], help="default: all")
    words.add_argument("--most", type=int, default=0, help="faults a module, drawn; default: all there are")
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    os.chdir(ROOT)
    for package in THIRD_PARTY:
        importlib.import_module(package)
    tried = survived = 0
    for name in given.module or MODULES:
        here, left = judge(name, given.most, given.seed)
        tried, survived = tried + here, survived + len(left)
        print(f"{name}: {here - len(left)} of {here} noticed", flush=True)
    print(f"all: {tried - survived} of {tried} noticed ({(tried - survived) / tried:.1%})")


if __name__ == "__main__":
    main()
