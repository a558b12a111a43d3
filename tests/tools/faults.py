"""Faults at the very system call, by strace: a kill, a full disk, a disk that fails. What the tests of the ledger and of the node share."""

import ctypes
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

STRACE = shutil.which("strace") or ""
KILL, FULL, BROKEN = "signal=KILL", "error=ENOSPC", "error=EIO"


def can_trace():
    """Whether this machine has strace and lets it trace."""
    return (
        bool(STRACE)
        and subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here")


def counting(into, calls):
    """Words before a command that is to be traced; :func:`counted` reads what they leave in ``into``."""
    return [STRACE, "-qq", "-o", str(into), "-e", f"trace={calls}"]


def failing(call, when, fault):
    """Words before a command whose ``when``-th ``call`` meets a fault; ``"3+"`` is the third and every one after it."""
    return [STRACE, "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"]


def counted(trace):
    """How often each call was made."""
    return Counter(re.findall(r"^(\w+)\(", Path(trace).read_text("utf-8", "replace"), re.MULTILINE))


def let_be_traced():
    """Said by a child of ours about itself: its sister, strace, may trace it (Yama allows ancestors only)."""
    pr_set_ptracer, anybody = 0x59616D61, ctypes.c_ulong(-1)
    ctypes.CDLL(None).prctl(pr_set_ptracer, anybody, 0, 0, 0)


def attach(pid, words):
    """Set strace, with the words of :func:`counting` or :func:`failing`, on a process that waits; returns once it watches."""
    # It says "attached" once the process cannot make another call unseen; that it is a tracer by then is not enough.
    loud = [word for word in words if word != "-qq"]
    tracer = subprocess.Popen([*loud, "-p", str(pid)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = tracer.stderr.readline()
    assert "attached" in said, said
    return tracer
