"""The top of the page: the figures of the run, and where to look first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.findings import parts, wording
from weft.findings.given import Networks, Reading
from weft.findings.markup import Markup, join, said, tag
from weft.findings.parts import Context
from weft.findings.tables import WatchHit
from weft.model import Money, Network


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a run that more than one section names."""

    reports: int
    inside: int
    """Reports in a network."""
    identifiers: int
    shared: int
    """Identifiers that two reports or more name."""
    countries: int
    first_day: "pa.Scalar"
    last_day: "pa.Scalar"


def figures(reading: Reading, networks: Networks) -> Figures:
    """Count once. About a second a million sightings: it has to tell equal identifiers apart."""
    names = pc.binary_join_element_wise(reading.sightings["kind"], reading.sightings["value"], "\0")
    encoded = names.combine_chunks().dictionary_encode()
    codes: npt.NDArray[np.int64] = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    size = len(encoded.dictionary)
    # One number for each pair of identifier and report, so that an identifier named twice in one report is not "shared".
    pairs = np.sort(codes * max(1, reading.reports.num_rows) + reading.sightings["report"].to_numpy())
    once = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    by_identifier = np.bincount(once // max(1, reading.reports.num_rows), minlength=size)
    days = pc.min_max(reading.reports["reported_on"])
    return Figures(
        reports=reading.reports.num_rows,
        inside=int((networks.member >= 0).sum()),
        identifiers=size,
        shared=int((by_identifier > 1).sum()),
        countries=pc.count_distinct(reading.reports["country"]).as_py(),
        first_day=days["min"],
        last_day=days["max"],
    )


def title(figures: Figures, networks: Networks) -> str:
    """What was found, as the heading."""
    if not networks.networks:
        return f"No network behind {wording.count(figures.reports, 'report')}"
    return f"{wording.count(len(networks.networks), 'network')} behind {wording.count(figures.reports, 'report')}"


def lead(figures: Figures, networks: Networks) -> Markup:
    """The run in two sentences for somebody who reads nothing else."""
    if not networks.networks:
        return tag("p", "No two reports share anything rare enough to tie them.", class_="lead")
    sums: dict[str, list[Any]] = {}
    for network in networks.networks:
        for one in network.losses:
            whole = sums.setdefault(one.currency, [0, Decimal(0)])
            whole[0] += one.reports
            whole[1] += one.amount
    ranked = sorted((code for code in sums if code), key=lambda code: (-sums[code][0], code))
    money = wording.listed([f"{wording.money(sums[code][1])} {code}" for code in ranked[:3]])
    more = (
        f" and sums in {wording.count(len(ranked) - 3, 'more currency', 'more currencies')}" if len(ranked) > 3 else ""
    )
    share = wording.share(figures.inside, figures.reports)
    words = (
        f"{figures.inside:,} of the reports ({share}) name a phone, account, wallet or site that ties them to others. "
    )
    return tag("p", words, tag("strong", f"Reported as lost in them: {money}{more}.") if money else "", class_="lead")


def header(figures: Figures, reading: Reading, networks: Networks, hits: Sequence[WatchHit]) -> Markup:
    """The figures, each with what it means."""
    biggest = networks.networks[0].reports if networks.networks else 0
    items = [
        (
            "Reports read",
            figures.reports,
            f"from {wording.count(len(reading.files), 'file')}, {wording.span(figures.first_day.as_py(), figures.last_day.as_py())}",
        ),
        (
            "In a network",
            figures.inside,
            f"{wording.share(figures.inside, figures.reports)} of the reports share something rare with another one",
        ),
        (
            "Networks",
            len(networks.networks),
            f"the biggest holds {wording.count(biggest, 'report')}" if biggest else "nothing rare is shared",
        ),
        ("Identifiers", figures.identifiers, f"of which {figures.shared:,} are named by two reports or more"),
        ("Damped", len(networks.damped), "shared identifiers that were not allowed to tie reports"),
        ("Not understood", len(reading.problems), "rows or values that could not be read"),
    ]
    if hits:
        items.append(
            (
                "On a watch list",
                len({(hit.kind, hit.value) for hit in hits}),
                f"identifiers, seen in {wording.count(len({hit.report_id for hit in hits}), 'report')}",
            )
        )
    return tag(
        "dl",
        *(
            tag("div", tag("dt", name), tag("dd", tag("b", f"{number:,}"), tag("span", meaning)))
            for name, number, meaning in items
        ),
        class_="figures",
    )


def look_first(
    networks: Networks, reading: Reading, figures: Figures, hits: Sequence[WatchHit], context: Context
) -> Markup:
    """What a colleague with ten minutes should open: at most seven lines, each with its reason."""
    found = [line for line in _lines(networks.networks, hits, context) if line]
    changed = [change for change in networks.changes if change.what in {"merged", "split", "grew"}]
    if changed:
        most = max(changed, key=lambda change: (change.after - change.before, change.network_id))
        found.append(
            join(
                tag("b", "It changed. "), parts.network(most.network_id, context), f" {wording.CHANGES.get(most.what, most.what)} since the run before: ",
                f"{most.before:,} reports then, {most.after:,} now. ", tag("a", "All changes", href="#changes"), ".",
            )
        )  # fmt: skip
    if len(reading.problems) * 50 > figures.reports:
        found.append(
            join(
                tag("b", "Much was not understood. "),
                f"{wording.count(len(reading.problems), 'row or value', 'rows or values')} in {wording.count(figures.reports, 'report')}: ",
                tag("a", "what could not be read", href="#problems"), " may hide ties.",
            )
        )  # fmt: skip
    if not found:
        return parts.section(
            "first", "What to look at first", parts.note("No two reports share anything that ties them.")
        )
    return parts.section(
        "first", "What to look at first", tag("ol", *(tag("li", line) for line in found), class_="first")
    )


def _lines(networks: Sequence[Network], hits: Sequence[WatchHit], context: Context) -> list[Markup]:
    if not networks:
        return []
    lines: list[Markup] = []
    biggest = networks[0]
    lines.append(
        join(
            tag("b", "The biggest. "),
            _named(biggest, context),
            f" holds {wording.count(biggest.reports, 'report')}"
            + (f" from {wording.places(biggest.countries)}." if biggest.countries else "."),
        )
    )
    across = max(networks, key=lambda n: (len(n.countries), n.reports, n.network_id))
    if len(across.countries) > 1 and across is not biggest:
        lines.append(
            join(
                tag("b", "Most countries. "),
                _named(across, context),
                f" reaches {wording.places(across.countries)} with {wording.count(across.reports, 'report')}.",
            )
        )
    ranked = sorted((n for n in networks if n.keys), key=lambda n: (-n.keys[0].breaks, n.network_id))
    if ranked and ranked[0].keys[0].breaks > 0:
        key = ranked[0].keys[0]
        lines.append(
            join(
                tag("b", "Where one measure does most. "), f"Without the {wording.kind(key.kind)} ", said(wording.shown(key.kind, key.value), class_="value"),
                f" {wording.count(key.breaks, 'report')} of {ranked[0].reports:,} {'falls' if key.breaks == 1 else 'fall'} away from ", _named(ranked[0], context), ".",
            )
        )  # fmt: skip
    money = _largest_losses(networks)
    lines.extend(
        join(
            tag("b", "Most money. "),
            _named(network, context),
            f" names {wording.money(one.amount)} {one.currency} in {wording.count(one.reports, 'report')}, more than any other in that currency.",
        )
        for network, one in money[:1]
    )
    inside = [hit for hit in hits if hit.network_id]
    if inside:
        seen = sorted({hit.network_id for hit in inside if hit.network_id})
        links = [part for name in seen[:5] for part in (", ", parts.network(name, context))][1:]
        more = f" and {len(seen) - 5} more" if len(seen) > 5 else ""
        lines.append(
            join(
                tag("b", "On a watch list. "),
                wording.count(len({(h.kind, h.value) for h in inside}), "identifier"),
                " in ",
                *links,
                more,
                ": ",
                tag("a", "the hits", href="#watch"),
                ".",
            )
        )
    last = max((n for n in networks if n.last_on), key=lambda n: (str(n.last_on), n.reports), default=None)
    if last is not None and last.last_on is not None and last is not biggest:
        lines.append(
            join(
                tag("b", "Still going. "),
                _named(last, context),
                f" has the latest report, {wording.day(last.last_on)}, of {last.reports:,} since {wording.day(last.first_on or last.last_on)}.",
            )
        )
    return lines


def _largest_losses(networks: Sequence[Network]) -> list[tuple[Network, Money]]:
    """The largest sum of each currency with its network; the currency most reports name first."""
    best: dict[str, tuple[Network, Money]] = {}
    named: dict[str, int] = {}
    for network in networks:
        for one in network.losses:
            named[one.currency] = named.get(one.currency, 0) + one.reports
            if one.currency and (one.currency not in best or one.amount > best[one.currency][1].amount):
                best[one.currency] = (network, one)
    return [best[currency] for currency in sorted(best, key=lambda code: (-named[code], code))]


def _named(network: Network, context: Context) -> Markup:
    return parts.network(network.network_id, context)
