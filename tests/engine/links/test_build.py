"""From tables to networks: facts, ties, reasons, names, judgements, and an order of rows that decides nothing."""

import datetime as dt
from decimal import Decimal

import made
import numpy as np
import pyarrow as pa
import pytest

from weft import countries
from weft.links import build
from weft.links.judged import JudgementNotRead
from weft.testing import planted

TWO = (
    ("a", 0, "wallet W1; phone P1", {"amount": Decimal(100), "currency": "THB", "country": "TH"}),
    ("b", 3, "wallet W1; phone P1", {"amount": Decimal(50), "currency": "THB", "country": "VN"}),
    ("c", 9, "wallet W1", {"amount": Decimal(7), "currency": "USDT", "country": "TH"}),
    ("d", 4, "bank_account TH:KBANK:1"),
    ("e", 5, "bank_account TH:KBANK:1; phone P9"),
    ("f", 5, "phone P7"),
)


def world(seed=1, reports=1200, **changes):
    """An invented graph as tables."""
    graph = planted.plant(seed, planted.Recipe(reports=reports, **changes))
    kinds = ("wallet", "phone", "bank_account", "phone")
    named = [[] for _ in range(graph.reports)]
    for report, identifier in zip(graph.report.tolist(), graph.identifier.tolist(), strict=True):
        named[report].append(f"{kinds[graph.kind[identifier]]} V{identifier}")
    rows = [(f"r{at}", int(graph.day[at]), "; ".join(named[at])) for at in range(graph.reports)]
    return made.tables(*rows)


def test_a_network_tells_its_facts():
    reports, sightings = made.tables(*TWO)

    found = build(reports, sightings)

    assert made.groups(reports, found) == [["a", "b", "c"], ["d", "e"]]
    first = found.networks[0]
    assert (first.reports, first.identifiers, first.countries) == (3, 2, ("TH", "VN"))
    assert (first.first_on, first.last_on) == (dt.date(2025, 1, 1), dt.date(2025, 1, 10))
    assert [(one.currency, one.amount, one.reports) for one in first.losses] == [("THB", 150, 2), ("USDT", 7, 1)]
    assert [(one.kind, one.value, one.reports, one.breaks) for one in first.keys] == [
        ("wallet", "W1", 3, 1),
        ("phone", "P1", 2, 0),
    ]
    assert first.sure_because == (
        "2 of 3 reports are held by two or more identifiers, the others by one; "
        "without the one on which most hangs 1 would fall out."
    )


def test_each_tie_says_which_identifier_how_rare_and_how_old():
    reports, sightings = made.tables(*TWO)

    ties = build(reports, sightings).ties.to_pylist()

    assert ("a", "b", "wallet", "W1", 3) in [
        (tie["report_a"], tie["report_b"], tie["kind"], tie["value"], tie["days_apart"]) for tie in ties
    ]
    because = {(tie["report_a"], tie["report_b"], tie["value"]): tie["because"] for tie in ties}
    assert because["b", "c", "W1"] == "Both name wallet W1 (3 of 6 reports do), 6 days apart; by age it counts 99 %."
    assert because["d", "e", "TH:KBANK:1"].startswith(
        "Both name bank account TH:KBANK:1 (2 of 6 reports do), 1 day apart"
    )


def test_an_account_named_once_without_its_bank_is_the_same_account():
    reports, sightings = made.tables(("a", 0, "bank_account TH:KBANK:123456"), ("b", 1, "bank_account TH::123456"))

    assert made.groups(reports, build(reports, sightings)) == [["a", "b"]]


def test_the_same_digits_at_two_banks_are_two_accounts():
    reports, sightings = made.tables(
        ("a", 0, "bank_account TH:KBANK:123456"),
        ("b", 1, "bank_account TH:SCB:123456"),
        ("c", 1, "bank_account TH::123456"),
    )

    assert made.groups(reports, build(reports, sightings)) == []


def test_a_public_service_ties_nobody_and_is_listed():
    line = countries.Service("phone", "+6621110000", "Cyber line", "TH", "invented", verified=True)
    reports, sightings = made.tables(("a", 0, "phone +6621110000"), ("b", 1, "phone +6621110000"))

    found = build(reports, sightings, services={("phone", "+6621110000"): line})

    assert found.networks == []
    assert [(one.reason, one.reports) for one in found.damped] == [("public_service", 2)]
    assert found.damped[0].because.startswith("Cyber line is public: 2 reports name it")


def test_a_rented_account_does_not_join_its_tenants():
    rows = [(f"a{n}", n, "bank_account TH:KBANK:77; wallet WA") for n in range(4)]
    rows += [(f"b{n}", 90 + n, "bank_account TH:KBANK:77; wallet WB") for n in range(4)]
    reports, sightings = made.tables(*rows)

    found = build(reports, sightings)

    assert made.groups(reports, found) == [["a0", "a1", "a2", "a3"], ["b0", "b1", "b2", "b3"]]
    (damped,) = found.damped
    assert (damped.reason, damped.value, damped.reports) == ("rented", "TH:KBANK:77", 8)
    assert "not for 87 days" in damped.because


def test_a_hub_that_no_list_knows_is_found_and_listed():
    rows = [(f"r{n}", n % 50, f"phone P{n // 6}; wallet W{n // 6}" + "; phone HUB" * (n % 4 == 0)) for n in range(600)]
    reports, sightings = made.tables(*rows)

    found = build(reports, sightings)

    assert [(one.value, one.reason, one.reports) for one in found.damped] == [("HUB", "over_shared", 150)]
    assert sorted({one.reports for one in found.networks}) == [6]


def test_a_small_hub_is_found_by_leaving_it_out():
    # Six reports of six networks name it: far below any cap on degree.
    rows = [
        (f"r{n}", n % 50, f"phone P{n // 6}; wallet W{n // 6}" + "; phone HUB" * (n % 6 == 0 and n < 36))
        for n in range(120)
    ]
    reports, sightings = made.tables(*rows)

    found = build(reports, sightings)

    assert [one.value for one in found.damped] == ["HUB"]
    assert {one.reports for one in found.networks} == {6}


def test_a_spoofed_number_does_not_bridge_two_solid_networks():
    rows = [(f"a{n}", n, "phone PA; wallet WA") for n in range(8)] + [
        (f"b{n}", n, "phone PB; wallet WB") for n in range(8)
    ]
    rows.append(("spoofed", 3, "phone PA; wallet WA; phone PB"))
    reports, sightings = made.tables(*rows)

    found = build(reports, sightings)

    assert [len(group) for group in made.groups(reports, found)] == [9, 8]
    assert all("spoofed" not in group for group in made.groups(reports, found) if "b0" in group)


STORY = "They said my parcel was held by customs and that I must pay a fee of 900 baht at once to a clerk."


def test_a_victim_who_reports_twice_counts_once():
    reports, sightings = made.tables(
        ("a", 0, "phone P1", {"reporter": "Somchai", "narrative": STORY}),
        ("b", 2, "phone P1", {"reporter": "somchai ", "narrative": STORY.replace("900", "950")}),
        ("c", 3, "phone P2", {"narrative": STORY}),
        ("d", 4, "phone P2", {"narrative": STORY + " Help!"}),
    )

    found = build(reports, sightings)

    assert found.duplicates == [("a", "b")]
    # One victim is no network; two victims are.
    assert made.groups(reports, found) == [["c", "d"]]


def test_two_losses_of_one_victim_are_two_reports():
    reports, sightings = made.tables(
        ("a", 0, "phone P1; phone P2", {"reporter": "Somchai", "amount": Decimal(100), "currency": "THB"}),
        ("b", 2, "phone P1", {"reporter": "Somchai", "amount": Decimal(95), "currency": "THB"}),
        ("c", 2, "phone P1", {"reporter": "Somchai", "amount": Decimal(900), "currency": "THB"}),
        ("d", 90, "phone P1", {"reporter": "Somchai"}),
    )

    assert build(reports, sightings).duplicates == [("a", "b")]


def test_an_office_that_passes_reports_on_is_no_victim():
    rows = [(f"r{n}", n, "phone P1", {"reporter": "Station 5"}) for n in range(9)]
    reports, sightings = made.tables(*rows)

    found = build(reports, sightings)

    assert found.duplicates == []
    assert found.networks[0].reports == 9


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_decides_nothing(seed):
    reports, sightings = world(seed=seed)
    rng = np.random.default_rng(seed)
    mixed = rng.permutation(reports.num_rows)
    place = np.empty(len(mixed), dtype=np.int64)
    place[mixed] = np.arange(len(mixed))
    again = sightings.take(pa.array(rng.permutation(sightings.num_rows)))
    again = again.set_column(0, "report", pa.array(place[again["report"].to_numpy()].astype(np.int32)))

    one, two = build(reports, sightings), build(reports.take(pa.array(mixed)), again)

    assert (one.networks, one.ties, one.damped) == (two.networks, two.ties, two.damped)
    assert one.member[mixed].tolist() == two.member.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_every_network_is_held_together_by_ties_that_are_told(seed):
    import networkx as nx

    reports, sightings = world(seed=seed)

    found = build(reports, sightings)

    names = made.names(reports, found)
    graph = nx.Graph()
    for tie in found.ties.to_pylist():
        assert names[tie["report_a"]] == names[tie["report_b"]] == tie["network_id"]
        assert 0 < tie["weight"] <= 1
        graph.add_edge(tie["report_a"], tie["report_b"])
    assert len(names) > 100
    assert sorted(map(sorted, nx.connected_components(graph))) == made.groups(reports, found)


def test_networks_keep_their_names_and_say_what_became_of_them():
    before = [("b", 3, "wallet W1; phone P1"), ("c", 9, "wallet W1"), ("d", 4, "phone P4"), ("e", 5, "phone P4")]
    reports, sightings = made.tables(*before)
    first = made.names(reports, build(reports, sightings))

    # An earlier report comes in late, and another one joins both networks' identifiers in one story.
    more, seen = made.tables(*before, ("a", 1, "wallet W1"), ("x", 50, "phone P8"), ("y", 51, "phone P8"))
    found = build(more, seen, previous=first)

    now = made.names(more, found)
    assert {now[report] for report in "abc"} == {first["b"]}
    assert now["d"] == first["d"]
    assert [(one.network_id, one.what, one.before, one.after) for one in found.changes] == sorted(
        [(first["b"], "grew", 2, 3), (now["x"], "new", 0, 2)]
    )


def test_a_merger_and_a_split_are_told():
    one = [("a", 0, "phone P1"), ("b", 0, "phone P1"), ("c", 1, "phone P2"), ("d", 1, "phone P2"), ("e", 2, "phone P2")]
    reports, sightings = made.tables(*one)
    first = made.names(reports, build(reports, sightings))

    links = [("j", 2, "phone P1; phone P2"), ("k", 2, "phone P1; phone P2")]
    joined, seen = made.tables(*one, *links)
    merged = build(joined, seen, previous=first)

    after = made.names(joined, merged)
    assert set(after.values()) == {first["c"]}
    assert [(change.what, change.others) for change in merged.changes if change.network_id == first["c"]] == [
        ("merged", (first["a"],))
    ]
    split = build(reports, sightings, previous=after)
    assert made.names(reports, split)["c"] == first["c"]
    # The name of the network that was gone is not given to anything else.
    assert made.names(reports, split)["a"] not in {first["c"]}
    assert "split" in [change.what for change in split.changes]


def test_a_name_is_never_given_to_another_network():
    reports, sightings = made.tables(
        ("a", 0, "phone P1"), ("b", 0, "phone P1"), ("c", 1, "phone P2"), ("d", 1, "phone P2")
    )
    first = made.names(reports, build(reports, sightings))
    # Now "a" is with "x", and the rest of its old network stays by majority.
    more, seen = made.tables(
        ("a", 0, "phone P5"), ("b", 0, "phone P1"), ("q", 0, "phone P1"), ("x", 1, "phone P5"), ("d", 1, "phone P2")
    )

    now = made.names(more, build(more, seen, previous={"b": first["a"], "q": first["a"], "c": first["c"]}))

    assert now["b"] == first["a"]
    assert now["a"] not in set(first.values())
    assert now["a"] != made.names(more, build(more, seen, previous={"b": first["a"]}, retired=[now["a"]]))["a"]


def test_what_people_judged_is_obeyed():
    rows = [("a", 0, "phone P1"), ("b", 0, "phone P1"), ("c", 1, "phone P2"), ("d", 1, "phone P2"), ("z", 2, "")]
    reports, sightings = made.tables(*rows)
    first = made.names(reports, build(reports, sightings))

    found = build(
        reports, sightings, previous=first,
        judgements={("a", "c"): "same", ("b", "d"): "unsure", (first["a"], "nobody"): "same", ("z", first["c"]): "same"},
    )  # fmt: skip

    assert made.groups(reports, found) == [["a", "b", "c", "d", "z"]]
    assert [tie["because"] for tie in found.ties.to_pylist() if tie["kind"] == "judgement"] == [
        "A person judged that both belong together."
    ] * 2
    assert found.unheeded == [(first["a"], "nobody")]


def test_what_people_said_is_different_stays_apart_at_the_price_of_the_fewest_ties():
    rows = [(f"a{n}", n, "phone PA; wallet WA") for n in range(4)] + [
        (f"b{n}", n, "phone PB; wallet WB") for n in range(4)
    ]
    rows += [("j", 2, "phone PA; wallet WA; phone PB; wallet WB"), ("k", 2, "phone PA; phone PB")]
    reports, sightings = made.tables(*rows)
    assert len(made.groups(reports, build(reports, sightings))) == 1

    table = pa.table({"report_id": ["a0"], "other": ["b0"], "judgement": ["different"]})
    found = build(reports, sightings, judgements=table)

    apart = made.groups(reports, found)
    assert [set("".join(sorted({name[0] for name in group} - {"j", "k"}))) for group in apart] == [{"a"}, {"b"}]
    assert sum(map(len, apart)) == 10


def test_a_report_that_is_not_of_a_network_leaves_it():
    rows = [("a", 0, "phone P1"), ("b", 0, "phone P1"), ("c", 1, "phone P1")]
    reports, sightings = made.tables(*rows)
    first = made.names(reports, build(reports, sightings))

    found = build(reports, sightings, previous=first, judgements={("b", first["a"]): "different"})

    assert made.groups(reports, found) == [["a", "c"]]


def test_judgements_that_contradict_each_other_are_refused():
    reports, sightings = made.tables(("a", 0, "phone P1"), ("b", 0, "phone P1"), ("c", 1, "phone P1"))

    with pytest.raises(JudgementNotRead, match="both"):
        build(reports, sightings, judgements={("a", "b"): "same", ("b", "c"): "same", ("a", "c"): "different"})
    with pytest.raises(JudgementNotRead, match="must be one of"):
        build(reports, sightings, judgements={("a", "b"): "perhaps"})


def test_no_reports_are_no_networks():
    reports, sightings = made.tables()

    found = build(reports, sightings)

    assert (found.networks, found.ties.num_rows, found.damped) == ([], 0, [])
