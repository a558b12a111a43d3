"""The table at the end of `weft networks`."""

from weft.cli import screen
from weft.findings.run import Run
from weft.model import Network


def show(done: Run) -> None:
    """What was found, where to look, and what was not understood."""
    found, reading = done.networks, done.reading
    inside = int((found.member >= 0).sum())
    rows = [_row(network) for network in found.networks[:10]]
    if rows:
        screen.words.print(
            screen.table(
                f"{len(found.networks):,} networks; the biggest",
                ("network", "reports", "from", "to", "countries", "loss", "sure", "held together by"),
                rows,
                right=(1, 6),
            )
        )
    else:
        screen.words.print("No two reports share anything that ties them.")
    share = f" ({inside / reading.reports.num_rows:.0%})" if reading.reports.num_rows else ""
    screen.words.print(
        f"{reading.reports.num_rows:,} reports read, {inside:,} of them in networks{share}; {reading.sightings.num_rows:,} sightings."
    )
    if found.duplicates:
        screen.words.print(
            f"{sum(len(group) - 1 for group in found.duplicates):,} reports repeat another one (duplicates.csv)."
        )
    if found.damped:
        screen.words.print(
            f"{len(found.damped):,} identifiers are shared too widely to tie reports (damped.csv says why)."
        )
    if done.watch_hits:
        screen.words.print(f"{len(done.watch_hits):,} sightings stand on a watch list (watch.csv).")
    if reading.problems:
        screen.words.print(
            f"{len(reading.problems):,} rows or values could not be read (problems.csv says which and why)."
        )
    changed = [change for change in found.changes if change.what != "new"]
    if found.changes:
        screen.words.print(
            f"Since the run before: {len(found.changes) - len(changed):,} new networks, {len(changed):,} changed (changes.csv)."
        )
    screen.words.print(f"Look at {screen.shown(done.out / 'index.html')}")


def _row(network: Network) -> tuple[str, ...]:
    loss = "; ".join(
        f"{money.amount:,.2f}".rstrip("0").rstrip(".") + f" {money.currency}" for money in network.losses[:2]
    )
    keys = ", ".join(f"{key.kind} {key.value}" for key in network.keys[:2])
    day = (str(network.first_on or ""), str(network.last_on or ""))
    return (
        network.network_id,
        f"{network.reports:,}",
        *day,
        " ".join(network.countries),
        loss,
        f"{network.sureness:.0%}",
        keys,
    )
