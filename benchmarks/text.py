"""Identifiers in free text: ours beside iocextract, ioc-finder and msticpy, on the same labelled texts in the same run.

    python benchmarks/text.py [TEXTS]

CPU time of one core, megabytes of UTF-8 a second. Three columns of invented reports in ten languages with decoys: as long as a
hotline's note, short and full of identifiers, and mostly without any. The peers are slow, so they get the first texts of each.
Recall counts labels of all kinds, and beside it those of the kinds that the peer knows; a quick answer that misses is worth little.
"""

import contextlib
import importlib
import io
import logging
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from weft.kinds import find, find_column
from weft.testing import labelled

FOLDERS = os.environ.get("PEERS", str(Path(__file__).parent / "out" / "peers")).split(":")
WEB = ("url", "domain", "email")
KINDS = (*WEB, "wallet")
Answer = set[tuple[str, str]]


def iocextract() -> Callable[[str], Answer]:
    lib = importlib.import_module("iocextract")
    return lambda text: {
        *(("url", value) for value in lib.extract_urls(text, refang=True)),
        *(("email", value) for value in lib.extract_emails(text, refang=True)),
    }


def ioc_finder() -> Callable[[str], Answer]:
    lib = importlib.import_module("ioc_finder")
    names = {
        "urls": "url",
        "domains": "domain",
        "email_addresses": "email",
        "bitcoin_addresses": "wallet",
        "ethereum_addresses": "wallet",
    }

    def read(text: str) -> Answer:
        found = lib.find_iocs(text)
        return {(kind, value) for name, kind in names.items() for value in found.get(name, ())}

    return read


def msticpy() -> Callable[[str], Answer]:
    with contextlib.redirect_stdout(io.StringIO()):
        lib = importlib.import_module("msticpy.transform.iocextract").IoCExtract()
    names = {"url": "url", "dns": "domain", "email": "email"}

    def read(text: str) -> Answer:
        found = lib.extract(src=text, include_paths=False)
        return {(names[kind], value) for kind, values in found.items() if kind in names for value in values}

    return read


PEERS = {"iocextract": (iocextract, WEB), "ioc-finder": (ioc_finder, KINDS), "msticpy": (msticpy, WEB)}
COLUMNS = {
    "notes": "notes of a hotline, identifiers among much else",
    "dense": "short messages full of identifiers",
    "sparse": "one text in ten holds one",
}


def column(name: str, count: int) -> list[labelled.Labelled]:
    if name == "dense":
        return labelled.texts(count * 4, 11)
    if name == "notes":
        return labelled.texts(count, 12, planted=0.35, told=10)
    return labelled.texts(count, 13, planted=0.03, told=10)


def score(texts: list[labelled.Labelled], answers: list[Answer], kinds: tuple[str, ...]) -> tuple[float, float]:
    """Recall over all labels and over those of the given kinds. URLs count by host and path, whatever the peer did to the scheme."""
    hit, known, total = 0, 0, 0
    for one, answer in zip(texts, answers, strict=True):
        values = {value.lower().rstrip("/").replace("hxxp", "http") for _, value in answer}
        for kind, value in one.labels:
            total += 1
            if kind in kinds:
                known += 1
                hit += value.lower().rstrip("/") in values
    return hit / total, hit / max(1, known)


def ours(texts: list[labelled.Labelled]) -> tuple[float, float, float]:
    """MB/s, recall and precision of a whole column; the best of three."""
    plain, countries = [one.text for one in texts], [one.country for one in texts]
    seconds = []
    for _ in range(3):
        start = time.process_time()
        out = find_column(plain, countries)
        seconds.append(time.process_time() - start)
    got = [Counter() for _ in texts]
    for text, kind, value in zip(out.text, out.kind, out.value, strict=True):
        got[text][kind, value] += 1
    want = [Counter(one.labels) for one in texts]
    hit = sum((a & b).total() for a, b in zip(want, got, strict=True))
    labels, found = sum(map(Counter.total, want)), sum(map(Counter.total, got))
    return size(plain) / min(seconds), hit / max(1, labels), hit / max(1, found)


def size(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.path += FOLDERS
    logging.disable()
    peers = {}
    for name, (load, kinds) in PEERS.items():
        try:
            peers[name] = (load(), kinds)
        except ImportError as missing:
            print(f"{name}: not installed here ({missing}); see benchmarks/peers.txt")
    find_column([one.text for one in labelled.texts(500, 1)], ["TH"] * 500)
    for name, title in COLUMNS.items():
        texts = column(name, count)
        total = size([one.text for one in texts])
        labels = sum(len(one.labels) for one in texts)
        speed, recall, precision = ours(texts)
        print(
            f"{name} ({title}): {len(texts):,} texts, {total:.1f} MB, {labels / total / 1000:.2f} identifiers a KB\n"
            f"  weft        {speed:6.2f} MB/s  recall {recall:.4f}, precision {precision:.4f}, 11 kinds"
        )
        few = texts[: 150 if name != "dense" else 600]
        part = size([one.text for one in few])
        for peer, (read, kinds) in peers.items():
            times = []
            for _ in range(3):  # the best of three, as for ours
                start = time.process_time()
                answers = [read(one.text) for one in few]
                times.append(time.process_time() - start)
            seconds = min(times)
            all_kinds, known = score(few, answers, kinds)
            print(
                f"  {peer:11} {part / seconds:6.2f} MB/s  recall {all_kinds:.4f} ({known:.4f} of {', '.join(kinds)}); weft is {speed * seconds / part:.0f} times as fast"
            )
    text = next(one for one in labelled.texts(50, 14) if len(one.labels) == 3)
    start = time.process_time()
    for _ in range(2000):
        find(text.text, text.country)
    print(
        f"one text of {len(text.text)} characters with {len(text.labels)} labels: {(time.process_time() - start) / 2000 * 1e6:.0f} us"
    )
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
