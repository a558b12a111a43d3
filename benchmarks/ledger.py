"""The ledger: growing, proving, verifying, signing; beside pymerkle, the tree people would take from the package index.

    python benchmarks/ledger.py [ENTRIES]

CPU time of one core; both in one run, over the same entries, and the roots are compared. pymerkle hashes the same tree, in memory;
it has no signatures, no tiles and no records, so those lines stand alone. It is GPL-3.0: a peer to measure, never a dependency.
"""

import importlib
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from weft.ledger import proofs, tree, verify
from weft.ledger.audit import audit
from weft.ledger.checkpoint import sign_checkpoint
from weft.ledger.folder import Folder
from weft.ledger.log import openings, writing
from weft.ledger.note import Signer
from weft.ledger.tiles import TileReader, bundles_of, grow, stored_entries
from weft.ledger.verify import Policy

FOLDERS = os.environ.get("PEERS", str(Path(__file__).parent / "out" / "peers")).split(":")
SIGNER = Signer("bench.example/log", bytes(range(32)))


def timed(what: str, count: int, work: Callable[[], Any], peer: float | None = None) -> float:
    """Run once, print microseconds a piece, give them back."""
    start = time.process_time()
    work()
    each = (time.process_time() - start) / count * 1e6
    ratio = f"   pymerkle {peer:9.2f} us, ratio {peer / each:.1f}" if peer else ""
    print(f"{what:58}{each:9.2f} us{ratio}")
    return each


def peer_figures(entries: list[bytes], where: list[int]) -> tuple[dict[str, float], bytes | None]:
    """What pymerkle takes for the same, and its root; nothing where it is not installed."""
    sys.path[:0] = FOLDERS
    try:
        lib = importlib.import_module("pymerkle")
    except ImportError:
        print("pymerkle is not installed (see benchmarks/peers.txt): no ratios")
        return {}, None
    made = lib.InmemoryTree(algorithm="sha256")
    figures = {}

    def measure(name: str, count: int, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        done = work()
        figures[name] = (time.process_time() - start) / count * 1e6
        return done

    measure("append", len(entries), lambda: [made.append_entry(each) for each in entries])
    root = made.get_root()
    size = len(entries)
    found = measure("prove", len(where), lambda: [made.prove_inclusion(index + 1, size) for index in where])
    bases = [made.get_leaf(index + 1) for index in where]
    measure("verify", len(where), lambda: [lib.verify_inclusion(b, root, p) for b, p in zip(bases, found, strict=True)])
    olds = [index + 1 for index in where]
    grown = measure("consist", len(where), lambda: [made.prove_consistency(old, size) for old in olds])
    states = [made.get_root(old) for old in olds]
    measure(
        "check", len(where), lambda: [lib.verify_consistency(s, root, p) for s, p in zip(states, grown, strict=True)]
    )
    return figures, root


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(1)
    entries = [rng.randbytes(32) for _ in range(count)]
    where = [rng.randrange(count) for _ in range(2_000)]
    peer, peer_root = peer_figures(entries, where)
    print(f"{count:,} entries, one core, CPU time")

    files: dict[str, bytes] = {}
    growth = grow(files.get, 0, entries)
    timed("append, in one portion", count, lambda: grow({}.get, 0, entries), peer.get("append"))
    files.update(growth.files)
    assert peer_root in {None, growth.root}, "two trees over the same entries differ"
    reader = TileReader(files.get, count)
    timed("append one and have the root", 500, lambda: [grow(files.get, count, entries[:1]) for _ in range(500)])
    made: list[list[bytes]] = []
    timed(
        "prove inclusion",
        len(where),
        lambda: made.extend(proofs.inclusion_proof(reader, i, count) for i in where),
        peer.get("prove"),
    )
    timed(
        "prove inclusion, a new reader each time",
        200,
        lambda: [proofs.inclusion_proof(TileReader(files.get, count), i, count) for i in where[:200]],
    )
    leaves = [tree.leaf_hash(entries[index]) for index in where]
    timed(
        "verify inclusion",
        len(where),
        lambda: [
            verify.check_inclusion(leaf, i, count, p, growth.root)
            for leaf, i, p in zip(leaves, where, made, strict=True)
        ],
        peer.get("verify"),
    )
    olds = [index + 1 for index in where]
    grown: list[list[bytes]] = []
    timed(
        "prove consistency",
        len(where),
        lambda: grown.extend(proofs.consistency_proof(reader, old, count) for old in olds),
        peer.get("consist"),
    )
    roots = [tree.root(reader, old) for old in olds]
    timed(
        "verify consistency",
        len(where),
        lambda: [
            verify.check_consistency(o, count, p, r, growth.root) for o, p, r in zip(olds, grown, roots, strict=True)
        ],
        peer.get("check"),
    )
    head = verify.Checkpoint(SIGNER.name, count, growth.root)
    note = bytes(verify.Note(head.text, (SIGNER.sign(head.text),)))
    policy = Policy((SIGNER.key,))
    timed("sign a checkpoint (signature alone)", 2_000, lambda: [SIGNER.sign(head.text) for _ in range(2_000)])
    timed("verify a checkpoint", 2_000, lambda: [verify.check_checkpoint(note, policy) for _ in range(2_000)])
    more = grow(files.get, count, entries[:256])
    overlay = {**files, **more.files}
    timed(
        "read back and sign 256 new entries (a checkpoint)",
        20,
        lambda: [sign_checkpoint(overlay.get, head, more.size, more.root, SIGNER) for _ in range(20)],
    )
    on_disk(policy)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def on_disk(policy: Policy) -> None:
    rng = random.Random(2)
    records = [f'{{"typ":"bench","n":{n},"who":"officer 17","why":"case 7"}}'.encode() for n in range(20_000)]
    with tempfile.TemporaryDirectory() as place:
        with writing(Path(place) / "log", SIGNER) as log:
            timed(
                "a folder: log a record, in portions of 20,000",
                len(records),
                lambda: log.extend(records, rng.randbytes),
            )
            timed("a folder: tiles and checkpoint over them", len(records), lambda: log.sign(SIGNER))
            timed(
                "a folder: log one record, synced",
                200,
                lambda: [log.append(records[0], rng.randbytes) for _ in range(200)],
            )
            log.sign(SIGNER)
            size = log.signed_size
        files = Folder(Path(place) / "log")
        names = list(files.names())
        timed(
            "audit of the whole log, records too",
            size,
            lambda: audit(files.read, names, policy, openings=openings(files)),
        )
        timed(
            "audit of a mirror, hashes alone",
            size,
            lambda: audit(files.read, [name for name in names if name.startswith("tile/")], policy),
        )
        assert sum(len(stored_entries(files.read, each)) for each in bundles_of(size)) == size


if __name__ == "__main__":
    main()
