"""The sections below the networks: tables of what else a run has to say, and of what it does not know."""

import heapq
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc

from weft.findings import cards, crossing, parts, wording
from weft.findings.given import FileRead, Networks, Reading
from weft.findings.markup import Markup, join, said, tag
from weft.findings.parts import Context
from weft.findings.tables import WatchHit
from weft.model import Change, Damped, Network, Problem

# Rows of a table on the page; the CSV file beside it always has all.
_SHOWN = 50
_PAIRS = 16

_REASONS = {
    "public_service": "a public service: a hotline, a bank's own number, a large platform",
    "over_shared": "shared by groups of reports that have nothing else in common",
    "rented": "used by two networks in turn, as rented accounts are",
}


def all_networks(networks: Sequence[Network], context: Context, most: int) -> Markup:
    """The list: what an analyst filters and sorts."""
    rows = []
    for network in networks[:most]:
        key = network.keys[0] if network.keys else None
        loss = network.losses[0] if network.losses else None
        rows.append(
            (
                parts.network(network.network_id, context),
                f"{network.reports:,}",
                f"{network.identifiers:,}",
                parts.codes(network.countries),
                wording.day_tag(network.first_on),
                wording.day_tag(network.last_on),
                f"{wording.money(loss.amount)} {loss.currency or '?'}" if loss else "–",
                cards.typologies(network, 1),
                f"{network.sureness:.0%}",
                parts.identifier(key.kind, key.value, context) if key else "–",
            )
        )
    left = _left(len(networks), most, "networks.csv")
    header = (
        "Network",
        "Reports",
        "Identifiers",
        "Countries",
        "First",
        "Last",
        "Loss",
        "Kind of scam",
        "Sure",
        "Held together by",
    )
    return parts.section(
        "all",
        "All networks",
        parts.note("Loss: the currency that most reports name. Currencies are never added together. ", left),
        parts.table("Networks, largest first", header, rows, numbers=(1, 2, 6, 8), sortable=True, id_="networks-table")
        if rows
        else parts.note("No two reports share anything that ties them."),
    )


def borders(networks: Sequence[Network]) -> Markup:
    """Which countries the networks join."""
    across = [network for network in networks if len(network.countries) > 1]
    here = Counter(code for network in networks for code in network.countries)
    pairs = crossing.pairs_of([network.countries for network in across])
    if not pairs:
        return parts.section(
            "borders", "Across borders", parts.note("No network has reports from more than one country.")
        )
    reports = Counter[tuple[str, str]]()
    for network in across:
        reports.update(dict.fromkeys(crossing.pairs_of([network.countries]), network.reports))
    ranked = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    rows = [
        (f"{wording.country(a)} and {wording.country(b)}", f"{pairs[a, b]:,}", f"{reports[a, b]:,}")
        for a, b in ranked[:_PAIRS]
    ]
    return parts.section(
        "borders",
        "Across borders",
        parts.note(
            f"{wording.count(len(across), 'network')} of {len(networks):,} ({wording.share(len(across), len(networks))}) "
            "have reports from more than one country. "
            "No map is drawn: the countries stand in the order of what they share."
        ),
        tag(
            "div",
            crossing.figure(here, pairs, "borders-f", points="network", arcs="network"),
            parts.table(
                "Pairs of countries",
                ("Countries", "Networks in both", "Reports in those networks"),
                rows,
                numbers=(1, 2),
                compact=True,
            ),
            class_="pair",
        ),
        _left(len(ranked), _PAIRS, "networks.csv, column countries"),
    )


def identifiers(networks: Sequence[Network], context: Context, most: int = 30) -> Markup:
    """Over all networks: what to hold, block or call first."""
    keys = heapq.nsmallest(
        most,
        ((key, network) for network in networks for key in network.keys if key.breaks > 0),
        key=lambda item: (-item[0].breaks, -item[0].reports, item[0].kind, item[0].value),
    )
    rows = [
        (
            parts.identifier(key.kind, key.value, context, notes=key.notes),
            parts.network(network.network_id, context),
            f"{key.breaks:,}",
            f"{key.reports:,}",
            wording.day_tag(key.last_on),
        )
        for key, network in keys
    ]
    if not rows:
        return Markup()
    attributes = [{"data-kind": key.kind, "data-value": key.value} for key, _ in keys]
    return parts.section(
        "identifiers",
        "Identifiers that hold most together",
        parts.note(
            "Taking one of these away (a number cut, an account held, a site blocked) would part the most reports from their network."
        ),
        parts.table(
            "Identifiers by the reports that would fall away",
            ("Identifier", "Network", "Reports that fall away", "Reports that name it", "Last seen"),
            rows,
            numbers=(2, 3),
            sortable=True,
            row_attributes=attributes,
        ),
    )


def watch(hits: Sequence[WatchHit], context: Context) -> Markup:
    """Hits on watch lists, by identifier."""
    if not hits:
        return Markup()
    grouped: dict[tuple[str, str, str], list[WatchHit]] = {}
    for hit in hits:
        grouped.setdefault((hit.list, hit.kind, hit.value), []).append(hit)
    ranked = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    plain = Context(anchors=context.anchors)
    rows = []
    for (name, kind, value), group in ranked[:_SHOWN]:
        homes = sorted({hit.network_id for hit in group if hit.network_id})
        links = [part for home in homes[:4] for part in (", ", parts.network(home, context))][1:]
        rows.append(
            (
                parts.identifier(kind, value, plain),
                said(group[0].label, most=120),
                said(name),
                f"{len({h.report_id for h in group}):,}",
                join(*links) if links else "in no network",
            )
        )
    return parts.section(
        "watch",
        "On a watch list",
        parts.table(
            "Identifiers on a watch list",
            ("Identifier", "What the list says", "List", "Reports", "Networks"),
            rows,
            numbers=(3,),
        ),
        _left(len(ranked), _SHOWN, "watch.csv"),
    )


def money(reading: Reading, networks: Networks) -> Markup:
    """Sums by currency, over all reports and over those in networks, each with its count."""
    reports = reading.reports
    table = reports.select(["currency", "amount"]).append_column("inside", [networks.member >= 0])
    table = table.filter(pc.is_valid(table["amount"]))
    if not table.num_rows:
        return parts.section("money", "Money lost", parts.note("No report names a sum that could be read."))
    grouped = table.group_by(["currency", "inside"]).aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
    sums: dict[str, list[Any]] = {}
    for row in grouped:
        one = sums.setdefault(row["currency"] or "", [0, 0, 0, 0])
        one[0] += row["amount_sum"]
        one[1] += row["amount_count"]
        if row["inside"]:
            one[2] += row["amount_sum"]
            one[3] += row["amount_count"]
    ranked = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
    rows = [
        (code or "currency not given", wording.money(total), f"{number:,}", wording.money(inside), f"{inside_number:,}")
        for code, (total, number, inside, inside_number) in ranked[:_SHOWN]
    ]
    return parts.section(
        "money",
        "Money lost",
        parts.note(
            f"{table.num_rows:,} of {wording.count(reports.num_rows, 'report')} ({wording.share(table.num_rows, reports.num_rows)}) name a sum. "
            "Sums are as reported, not checked; duplicates of one report are all counted here. Currencies are never added together."
        ),
        parts.table(
            "Losses by currency",
            ("Currency", "Sum", "Reports", "Of it in networks", "Reports"),
            rows,
            numbers=(1, 2, 3, 4),
            compact=True,
        ),
    )


def damped(items: Sequence[Damped], context: Context) -> Markup:
    """What was not allowed to tie reports, and why."""
    if not items:
        return parts.section(
            "damped",
            "What was damped, and why",
            parts.note("Nothing: no identifier was shared so widely that it had to be set aside."),
        )
    tally = Counter(item.reason for item in items)
    ranked = sorted(items, key=lambda item: (-item.reports, item.kind, item.value))
    plain = Context(watched=context.watched)
    rows = [
        (parts.identifier(item.kind, item.value, plain), f"{item.reports:,}", said(item.because))
        for item in ranked[:_SHOWN]
    ]
    return parts.section(
        "damped",
        "What was damped, and why",
        parts.note(
            "Reports that share only one of these were not joined. If one of them should have tied reports, this is where to see it."
        ),
        tag(
            "ul",
            *(
                tag("li", tag("b", f"{tally[reason]:,} "), _REASONS.get(reason, reason.replace("_", " ")))
                for reason in sorted(tally, key=lambda r: (-tally[r], r))
            ),
        ),
        parts.table("Damped identifiers, most shared first", ("Identifier", "Reports", "Why"), rows, numbers=(1,)),
        _left(len(ranked), _SHOWN, "damped.csv"),
    )


def changes(items: Sequence[Change], context: Context) -> Markup:
    """What became of the networks since the run before."""
    if not items:
        return Markup()
    tally = Counter(item.what for item in items)
    told = [item for item in items if item.what != "new"]
    told.sort(key=lambda item: (-abs(item.after - item.before), item.network_id))
    rows = [
        (
            parts.network(item.network_id, context),
            wording.CHANGES.get(item.what, item.what),
            f"{item.before:,}",
            f"{item.after:,}",
            ", ".join(item.others[:6]) + (f" and {len(item.others) - 6} more" if len(item.others) > 6 else ""),
        )
        for item in told[:_SHOWN]
    ]
    summary = ", ".join(
        f"{tally[what]:,} {wording.CHANGES.get(what, what)}"
        for what in (*wording.CHANGES, *sorted(tally.keys() - wording.CHANGES.keys()))
        if tally[what]
    )
    return parts.section(
        "changes",
        "What changed since the run before",
        parts.note(f"Networks: {summary}."),
        parts.table(
            "Networks that changed",
            ("Network", "What", "Reports before", "Reports now", "Others"),
            rows,
            numbers=(2, 3),
            compact=True,
        )
        if rows
        else "",
        _left(len(told), _SHOWN, "changes.csv"),
    )


def duplicates(groups: Sequence[tuple[str, ...]]) -> Markup:
    """Reports that tell one loss twice."""
    if not groups:
        return Markup()
    again = sum(len(group) - 1 for group in groups)
    ranked = sorted(groups, key=lambda group: (-len(group), group))
    rows = [
        (
            said(group[0], most=48),
            join(
                *[part for other in group[1:7] for part in (", ", said(other, most=48))][1:],
                f" and {len(group) - 7} more" if len(group) > 7 else "",
            ),
        )
        for group in ranked[:20]
    ]
    return parts.section(
        "duplicates",
        "Reports that tell the same loss",
        parts.note(
            f"{wording.count(again, 'report')} repeat another one (same person, same loss). They stay listed, but weigh as one when networks are sought."
        ),
        parts.table("Repeated reports", ("First report", "Told again in"), rows, compact=True),
        _left(len(ranked), 20, "duplicates.csv"),
    )


def problems(items: Sequence[Problem], files: Sequence[FileRead]) -> Markup:
    """What could not be read, by reason, and the first rows."""
    if not items:
        return parts.section("problems", "What could not be read", parts.note("Nothing: every row and value was read."))
    tally = Counter(item.code for item in items)
    example = {item.code: item.message for item in sorted(items, reverse=True)}
    reasons = [
        (code, f"{tally[code]:,}", said(example[code], most=160))
        for code in sorted(tally, key=lambda code: (-tally[code], code))
    ]
    private = _private_columns(files)
    rows = [
        (
            said(item.file, most=40),
            f"{item.row:,}" if item.row else "–",
            said(item.column, most=40) if item.column else "whole row",
            item.code,
            _as_written(item, private),
        )
        for item in _some(items)
    ]
    return parts.section(
        "problems",
        "What could not be read",
        parts.note(
            "Nothing was dropped in silence: each row or value that was not understood is here or in problems.csv, and the rest of its file was read."
        ),
        parts.table("Reasons", ("Code", "Times", "For example"), reasons[:_SHOWN], numbers=(1,), compact=True),
        parts.table("Where", ("File", "Row", "Column", "Code", "As written"), rows, numbers=(1,)),
        _left(len(items), _SHOWN, "problems.csv"),
    )


def _some(items: Sequence[Problem]) -> list[Problem]:
    """So many problems that every file and code has its turn, in the order of problems.csv."""
    turns: Counter[tuple[str, str]] = Counter()
    ranked = []
    for item in sorted(items):
        turns[item.file, item.code] += 1
        ranked.append((turns[item.file, item.code], item))
    return sorted(item for _, item in heapq.nsmallest(_SHOWN, ranked))


def sources(files: Sequence[FileRead]) -> Markup:
    """Which bytes all this was made from."""
    rows = [
        (
            said(one.name, most=60),
            one.format,
            one.encoding or "–",
            f"{one.rows:,}",
            _columns(one),
            tag("code", one.sha256, class_="hash"),
        )
        for one in sorted(files, key=lambda one: (one.name, one.sha256))[:200]
    ]
    if not rows:
        return Markup()
    return parts.section(
        "sources",
        "What was read",
        parts.note("The same bytes give the same page. SHA-256 lets a partner check that they hold the same files."),
        parts.table(
            "Input files", ("File", "Format", "Encoding", "Rows", "Columns read as", "SHA-256"), rows, numbers=(3,)
        ),
        _left(len(files), 200, "the run's own files"),
    )


def field_of(column: object) -> str:
    """The field a column was read as, whether it comes as a word or as a record with reasons."""
    return str(getattr(column, "field", column) or "")


def _columns(one: FileRead) -> Markup:
    read = [(name, field_of(column)) for name, column in one.columns.items()]
    known = [
        part
        for name, field in read
        if field and field not in {"ignore", "extra"}
        for part in (", ", said(name, most=30), f" → {field.replace('_', ' ')}")
    ]
    return join(*known[1:]) if known else Markup("–")


def _private_columns(files: Sequence[FileRead]) -> set[tuple[str, str]]:
    """(file, column) of what a victim told about themselves or the matter: its text never comes onto the page."""
    return {
        (one.name, name)
        for one in files
        for name, column in one.columns.items()
        if field_of(column) in {"reporter", "narrative"}
    }


def _as_written(item: Problem, private: set[tuple[str, str]]) -> Markup:
    if not item.column or (item.file, item.column) in private or len(item.as_written) > 80:
        return tag("span", "in problems.csv", class_="quiet")
    return said(item.as_written)


def _left(number: int, shown: int, file: str) -> Markup:
    if number <= shown:
        return Markup()
    return tag("p", f"{number - shown:,} more in {file}.", class_="more")


def ties_by_network(networks: Networks, ids: Sequence[str], most: int = 40) -> dict[str, list[dict[str, Any]]]:
    """The heaviest ties of the networks named, as rows."""
    import pyarrow as pa  # noqa: PLC0415 -- only here

    table = networks.ties
    near = table.filter(pc.is_in(table["network_id"], value_set=pa.array(list(ids), pa.string())))
    keys = [("network_id", "ascending"), ("weight", "descending"), ("report_a", "ascending"), ("report_b", "ascending")]
    near = near.take(pc.sort_indices(near, sort_keys=[*keys, ("kind", "ascending"), ("value", "ascending")]))
    names = near["network_id"].to_numpy(zero_copy_only=False)
    found: dict[str, list[dict[str, Any]]] = {}
    for name in ids:
        left, right = np.searchsorted(names, name, "left"), np.searchsorted(names, name, "right")
        found[name] = near.slice(int(left), min(most, int(right - left))).to_pylist()
    return found
