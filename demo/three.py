"""Three invented countries find the network they share: by files on a stick, without opening theirs to each other.

Each country has a folder of its own, and nothing of it is read by another; what crosses a border goes through ``stick/``, and is
searched at the end for every identifier of all three.
"""

import csv
import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from random import Random

from weft.cli import main, screen
from weft.findings import run
from weft.testing import world
from weft.testing.invented import Inventor
from weft.testing.sweep import sweep

NAMES = {"KH": "Cambodia", "TH": "Thailand", "VN": "Vietnam"}
COUNTRIES = tuple(NAMES)
FILES = {"KH": "cambodia_cases.tsv", "TH": "thailand_hotline.csv", "VN": "vietnam_reports.csv"}
# Who holds a set, and who asks it: a ring, so that everybody does both.
RING = (("KH", "TH"), ("TH", "VN"), ("VN", "KH"))
# What is asked and published here. (Sets may hold more kinds: docs/reference/commands.md.)
KINDS = ("bank_account", "domain", "email", "phone", "wallet")


def show(out: Path) -> None:
    """Run the whole of it in folder ``out``; words to stderr."""
    shutil.rmtree(out, ignore_errors=True)
    say("\nThree countries, each with its own reports, its own networks and its own key:")
    world.simulate(out / "reports", seed=20251016, reports=240, countries=COUNTRIES, hub_rate=0.12, noise=0.01)
    with inside(out):
        plant()
        own = {country: look(country) for country in COUNTRIES}
        say("\nCambodia lets Thailand ask. What is handed over goes through stick/, nothing else crosses a border:")
        ask("KH", "TH", shown=True)
        say("\nThailand lets Vietnam ask, and Vietnam Cambodia, in the same four steps.")
        for holder, asker in RING[1:]:
            ask(holder, asker, shown=False)
        say(
            "\nThailand says which of its networks it shares with which of Cambodia's; Cambodia consents; the others do the same:"
        )
        joint_networks()
        say("\nAn auditor checks the logs with the public keys alone:")
        for holder, asker in RING:
            weft("verify", f"{holder}/for-{asker}/keep/log", "--key", f"{holder}/own.vkey", shown=True)
        what_was_learned(own)


def plant() -> None:
    """Reports of one more network, which works in all three: a few in each country, none of which says so."""
    made = Inventor(Random(7))
    wallets, sites = [made.wallet() for _ in range(3)], [made.domain() for _ in range(3)]
    phone, mail, lone = made.phone("TH"), made.email(), made.phone("VN")
    names = {
        "KH": [
            (wallets[0], sites[0]),
            (wallets[0], mail),
            (wallets[2], sites[0]),
            (made.wallet(), lone),
            (lone, made.domain()),
        ],
        "TH": [(wallets[0], phone), (sites[0], wallets[1]), (mail, wallets[1]), (phone, wallets[1]), (sites[1], phone)],
        "VN": [
            (phone, sites[1]),
            (wallets[1], sites[1]),
            (sites[2], wallets[1]),
            (lone, made.email()),
            (made.email(), lone),
        ],
    }
    for country, reports in names.items():
        with Path("reports", f"more_{country}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(("report_id", "date", "country", "narrative"))
            for number, (one, other) in enumerate(reports):
                told = f"They promised profit every day. I paid as told by {one} and was then sent to {other}; nobody answers now."
                out.writerow((f"{country}-X{number}", f"2026-0{number + 1}-11", country, told))


def look(country: str) -> dict[str, tuple[str, str]]:
    """Find the country's own networks, and make the table that it asks and publishes from. Identifiers with kind and network."""
    results = Path(country) / "found"
    run.networks([Path("reports", FILES[country]), Path("reports", f"more_{country}.csv")], results, fresh=True)
    network = {row["report_id"]: row["network_id"] for row in table(results / "members.csv")}
    named: dict[tuple[str, str], Counter[str]] = {}
    for row in table(results / "sightings.csv"):
        named.setdefault((row["kind"], row["value"]), Counter())[network.get(row["report_id"], "")] += 1
    own = {}
    with (Path(country) / "identifiers.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("kind", "value", "network", "reports"))
        for (kind, value), counted in sorted(named.items()):
            if kind in KINDS:
                most = counted.most_common(1)[0][0]
                own[value] = (kind, most)
                out.writerow((kind, value, most, counted.total()))
    key = io.StringIO()
    with redirect_stdout(key):
        weft("ask", "key", country, "--out", f"{country}/own.key", shown=False)
    Path(country, "own.vkey").write_text(key.getvalue(), encoding="utf-8")
    networks = len({name for _, name in own.values() if name})
    say(f"  {NAMES[country]}: {len(network)} reports, {networks} networks, {len(own)} identifiers")
    return own


def ask(holder: str, asker: str, *, shown: bool) -> None:
    """One set, one question, one answer, one table of hits."""
    book, question = f"{holder}/for-{asker}", f"{asker}/to-{holder}"
    key = carry(f"{asker}/own.vkey", holder)
    epoch = (
        "epoch",
        "new",
        "--holder",
        holder,
        "--asker",
        asker,
        "--agreement",
        f"{holder}-{asker}",
        "--set",
        "subjects",
    )
    keys = ("--identity", f"{holder}/own.key", "--asker-key", key)
    weft(*epoch, f"{holder}/identifiers.csv", "--out", book, *keys, shown=shown)
    published = carry(f"{book}/send", asker)
    keys = ("--identity", f"{asker}/own.key", "--pin", carry(f"{holder}/own.vkey", asker))
    case = ("--case", "CASE-7", "--purpose", "fraud.network")
    weft("ask", "start", published, f"{asker}/identifiers.csv", *case, "--out", question, *keys, shown=shown)
    weft(
        "ask",
        "answer",
        book,
        carry(f"{question}/send/query", holder),
        "--out",
        f"{holder}/answer-to-{asker}",
        shown=shown,
    )
    answer = carry(f"{holder}/answer-to-{asker}", asker)
    weft("ask", "finish", question, answer, "--out", f"{asker}/hits-{holder}.csv", shown=shown)


def joint_networks() -> None:
    """The joint case: opened, signed by all, edges, consent, and the fold at every member."""
    first, *others = COUNTRIES
    members = [word for country in COUNTRIES for word in ("--member", f"{country}/own.vkey")]
    weft("joint", "open", "CASE-7", *members, "--identity", f"{first}/own.key", "--out", f"{first}/case", shown=False)
    before = first
    for country in others:
        shutil.copy2(carry(f"{before}/case", country), f"{country}/case")
        weft("joint", "sign", f"{country}/case", "--identity", f"{country}/own.key", shown=False)
        before = country
    for country in COUNTRIES[:-1]:
        shutil.copy2(carry(f"{before}/case", country), f"{country}/case")
    own = [("--case", f"{each}/case", "--identity", f"{each}/own.key", "--out", f"{each}/said") for each in COUNTRIES]
    mine = dict(zip(COUNTRIES, own, strict=True))
    for holder, asker in RING:
        weft("joint", "edges", f"{asker}/hits-{holder}.csv", *mine[asker], shown=asker == "TH")
    for holder, asker in RING:
        said = carry(f"{asker}/said/send", holder)
        weft("joint", "agree", said, "--epoch", f"{holder}/for-{asker}", "--yes", *mine[holder], shown=holder == "KH")
    for country in COUNTRIES:
        others_said = [carry(f"{other}/said/send", country) for other in COUNTRIES if other != country]
        weft("stitch", f"{country}/said", *others_said, "--out", f"{country}/joint", shown=country == "KH")


def what_was_learned(own: dict[str, dict[str, tuple[str, str]]]) -> None:
    """What each side knows now that it did not know before; and the search of everything that was handed over."""
    joint = {country: table(Path(country) / "joint" / "joint_networks.csv") for country in COUNTRIES}
    ids = {country: {row["joint_id"] for row in rows} for country, rows in joint.items()}
    say(f"\nThe same at all three: {ids['KH'] == ids['TH'] == ids['VN']}.")
    for joint_id in sorted(ids["KH"]):
        inside_it = sorted(Counter(row["country"] for row in joint["KH"] if row["joint_id"] == joint_id).items())
        say(
            f"  joint network {joint_id[:8]}: "
            + ", ".join(f"{count} of {NAMES[country]}'s" for country, count in inside_it)
        )
    say("\nWhat each side learned, and what it did not:")
    for holder, asker in RING:
        hits = table(Path(asker) / f"hits-{holder}.csv")
        both = {value for value in own[asker] if value in own[holder]}
        asked = (Path(asker) / f"to-{holder}" / "send" / "query").stat().st_size // 32
        say(
            f"  {NAMES[asker]} learned that {NAMES[holder]} holds {len(hits)} of its {len(own[asker])} identifiers, in "
            f"{len({hit['pseudonym'] for hit in hits})} networks; not which else {NAMES[holder]} holds "
            f"(there are {len(own[holder]) - len(both)}), nor any name, report or network of it."
        )
        say(
            f"  {NAMES[holder]} learned that {NAMES[asker]} asked, when, and how much at most (about {asked} values, padding among "
            "them); neither what, nor whether anything was hit."
        )
    values = [value for country in COUNTRIES for value in own[country]]
    sent = {str(path): path.read_bytes() for path in sorted(Path("stick").rglob("*")) if path.is_file()}
    leaks = sweep(sent, values)
    say(
        f"\nAll that crossed a border: {len(sent)} files, {sum(map(len, sent.values())):,} bytes. Searched for {len(set(values))} "
        f"identifiers, plain, UTF-16, hex, base64, MD5, SHA-1, SHA-256: {len(leaks)} found."
    )
    if leaks:
        sys.exit(f"weft: {leaks[0]}")


def carry(source: str, to: str) -> str:
    """Copy what one country hands to another; where it lies then."""
    country, _, rest = source.partition("/")
    place = Path("stick") / f"{country}-to-{to}" / rest
    place.parent.mkdir(parents=True, exist_ok=True)
    if Path(source).is_dir():
        shutil.copytree(source, place, dirs_exist_ok=True)
    else:
        shutil.copy2(source, place)
    return str(place)


def weft(*words: str, shown: bool) -> None:
    """One command, run as its user runs it; with ``shown``, it and what it says are to be seen."""
    if shown:
        say("\n  $ weft " + " ".join(words))
    screen.words.quiet = not shown
    main.app(list(words), standalone_mode=False)
    screen.words.quiet = False


def say(words: str) -> None:
    sys.stderr.write(words + "\n")


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
