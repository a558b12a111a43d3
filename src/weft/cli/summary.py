"""The table at the end of `weft networks`."""

from rich.text import Text

from weft.cli import screen
from weft.findings import wording
from weft.findings.run import Run
from weft.model import Network

# Below this width the first day and the sureness are left out: half a table in order says more than a whole one in pieces.
_NARROW = 110


def show(done: Run) -> None:
    """What was found, where to look, and what was not understood."""
    found = done.networks
    narrow = screen.words.width < _NARROW
    if found.networks:
        header = ("network", "reports", *(() if narrow else ("first",)), "last", "countries", "loss",
                  *(() if narrow else ("sure",)), "most held by")  # fmt: skip
        rows = [_row(network, narrow=narrow) for network in found.networks[:10]]
        title = f"{wording.count(len(found.networks), 'network')}, the biggest first"
        screen.words.print(screen.table(title, header, rows, right=(1,), whole=range(len(header))))
    else:
        screen.words.print("No two reports share anything that ties them.")
    for line in _lines(done):
        screen.words.print(line)
    page = screen.shown(done.out / "index.html")
    screen.words.print(Text(f"Look at {page}", style="bold"), soft_wrap=True)
    if found.networks:
        screen.words.print(
            f"Why?    weft explain {found.networks[0].network_id} --in {screen.shown(done.out)}", soft_wrap=True
        )


def _lines(done: Run) -> list[str]:
    found, reading = done.networks, done.reading
    inside = int((found.member >= 0).sum())
    reports = reading.reports.num_rows
    sightings = wording.count(reading.sightings.num_rows, "sighting")
    share = wording.share(inside, reports)
    lines = [f"{wording.count(reports, 'report')} read, {inside:,} of them in networks ({share}); {sightings}."]
    again = sum(len(group) - 1 for group in found.duplicates)
    changed = sum(1 for change in found.changes if change.what != "new")
    if again:
        lines.append(f"{_verb(again, 'report', 'repeats', 'repeat')} another one (duplicates.csv).")
    if found.damped:
        lines.append(
            f"{_verb(len(found.damped), 'identifier', 'is', 'are')} damped: public, too widely shared, or rented in turn (damped.csv says why)."
        )
    if done.watch_hits:
        lines.append(f"{_verb(len(done.watch_hits), 'sighting', 'stands', 'stand')} on a watch list (watch.csv).")
    if reading.problems:
        lines.append(
            f"{wording.count(len(reading.problems), 'row or value', 'rows or values')} could not be read or had to be guessed (problems.csv)."
        )
    if found.unheeded:
        lines.append(
            f"{wording.count(len(found.unheeded), 'judgement')} not heeded: a report or network in it is not in this run."
        )
    if found.changes:
        lines.append(
            f"Since the run before: {wording.count(len(found.changes) - changed, 'new network')}, {changed:,} changed (changes.csv)."
        )
    return lines


def _verb(number: int, noun: str, one: str, many: str) -> str:
    return f"{wording.count(number, noun)} {one if number == 1 else many}"


def _row(network: Network, *, narrow: bool) -> tuple[str, ...]:
    loss = network.losses[0] if network.losses else None
    key = network.keys[0] if network.keys else None
    codes = network.countries
    return (
        network.network_id,
        f"{network.reports:,}",
        *(() if narrow else (str(network.first_on or "–"),)),
        str(network.last_on or "–"),
        " ".join(codes[:3]) + (f" +{len(codes) - 3}" if len(codes) > 3 else ""),
        f"{wording.money(loss.amount)} {loss.currency or '?'}" if loss else "–",
        *(() if narrow else (f"{network.sureness:.0%}",)),
        wording.shown(key.kind, key.value) if key else "–",
    )
