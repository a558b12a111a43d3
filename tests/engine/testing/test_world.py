"""An invented world is the same each time, and its files agree with its truth."""

import csv
import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import carrier

from weft import kinds
from weft.testing import world
from weft.testing.invented import phone_ranges
from weft.testing.plan import _SHARED

REPORTS = 3000


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("world")
    world.simulate(made, seed=11, reports=REPORTS, merged=0.5, rented=0.2, shared=0.2, duplicates=0.05, noise=0.05)
    return made


@pytest.fixture(scope="module")
def truth(folder) -> list[dict[str, str]]:
    return rows(folder / "truth.csv")


@pytest.fixture(scope="module")
def named(folder) -> list[dict[str, str]]:
    return rows(folder / "identifiers_truth.csv")


def test_the_same_settings_give_the_same_bytes_and_another_seed_does_not(tmp_path):
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        world.simulate(tmp_path / name, seed=seed, reports=400)

    one, two, three = (digests(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert one.keys() == three.keys()
    assert not {name for name in one if one[name] == three[name]}


def test_a_world_told_twice_is_told_the_same():
    made = world.make(9, 300)

    assert [one.fields for one in made.told()] == [one.fields for one in made.told()]


def test_there_are_files_of_every_format_and_truth_of_every_report(folder, truth):
    names = {path.name for path in folder.iterdir()}

    assert {name.rpartition(".")[2] for name in names} >= {"csv", "tsv", "xlsx", "jsonl", "txt"}
    assert len(truth) == REPORTS == len({row["report_id"] for row in truth})
    assert {row["file"] for row in truth} | {"truth.csv", "identifiers_truth.csv", "events_truth.csv"} == names


def test_every_sighting_is_of_a_report_and_every_value_is_canonical(truth, named):
    known = {row["report_id"] for row in truth}
    by_kind = {kind.name: kind for kind in kinds.KINDS}

    assert {row["report_id"] for row in named} <= known
    assert {row["kind"] for row in named} >= {"phone", "bank_account", "wallet", "url", "domain", "email", "handle"}
    assert {row["role"] for row in named} == {"own", "hub", "foreign", "wrong"}
    for row in named[:2000]:
        assert row["kind"] in by_kind
        assert row["value"]
        assert row["as_written"]


def test_what_a_report_names_stands_in_its_row():
    for told in world.make(3, 200).told():
        text = "\n".join(told.fields.values())
        for one in told.sightings:
            assert one.as_written in text


def test_own_identifiers_belong_to_one_network_unless_an_event_says_otherwise(folder, truth, named):
    network = {row["report_id"]: row["network"] for row in truth}
    users: dict[tuple[str, str], set[str]] = {}
    for row in named:
        # An account without its bank may be another's of the same number; a report of nobody ties nothing.
        if row["role"] == "own" and network[row["report_id"]] and "::" not in row["value"]:
            users.setdefault((row["kind"], row["value"]), set()).add(network[row["report_id"]])
    told = {
        (row["kind"], row["value"]): {row["network"], row["other"]}
        for row in rows(folder / "events_truth.csv")
        if row["what"] in ("rented", "shared")
    }

    several = {what: who for what, who in users.items() if len(who) > 1}
    assert several
    assert several.keys() <= told.keys()


def test_events_are_in_order_and_every_network_begins_and_ends(folder, truth):
    events = rows(folder / "events_truth.csv")
    days = [row["day"] for row in events]
    what = Counter(row["what"] for row in events)
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in truth:
        if row["network"]:
            first[row["network"]] = min(first.get(row["network"], "9"), row["reported_on"])
            last[row["network"]] = max(last.get(row["network"], ""), row["reported_on"])

    assert days == sorted(days)
    assert what["began"] == what["ended"] == len(first)
    assert {row["network"]: row["day"] for row in events if row["what"] == "began"} == first
    assert {row["network"]: row["day"] for row in events if row["what"] == "ended"} == last
    assert min(what["merged"], what["rented"], what["shared"]) > 0


def test_parts_of_a_merged_network_share_nothing_until_they_merge(folder, truth, named):
    merged = {row["network"]: row["day"] for row in rows(folder / "events_truth.csv") if row["what"] == "merged"}
    of = {row["report_id"]: row for row in truth}
    before: dict[tuple[str, str], dict[str, set[str]]] = {}
    for row in named:
        report = of[row["report_id"]]
        if row["role"] == "own" and report["reported_on"] < merged.get(report["network"], ""):
            parts = before.setdefault((report["network"], row["value"]), {})
            parts.setdefault(report["part"], set()).add(row["report_id"])

    assert {row["part"] for row in truth if row["network"] in merged} == {"0", "1"}
    assert not [key for key, parts in before.items() if len(parts) > 1 and "::" not in key[1]]


def test_a_second_report_repeats_an_earlier_one_of_the_same_network(truth):
    place = {row["report_id"]: at for at, row in enumerate(truth)}
    twins = [row for row in truth if row["duplicate_of"]]

    assert twins
    for row in twins:
        original = truth[place[row["duplicate_of"]]]
        assert place[row["duplicate_of"]] < place[row["report_id"]]
        assert (original["network"], original["country"]) == (row["network"], row["country"])


def test_shared_kinds_tie_the_cells_of_a_network_and_others_do_not():
    plan = world.make(2, 4000, noise=0, shared=0, rented=0, duplicates=0, missing=0, hub_rate=0).plan
    cells: dict[int, set[tuple[int, int]]] = {}
    for report, (first, last) in enumerate(zip(plan.starts[:-1].tolist(), plan.starts[1:].tolist(), strict=True)):
        for number in plan.names[first:last].tolist():
            cells.setdefault(number, set()).add((int(plan.network[report]), int(plan.cell[report])))

    across = {plan.book.kinds[number] for number, who in cells.items() if len(who) > 1}
    # Handles only as the core.
    assert across <= _SHARED | {"handle"}
    assert {"wallet", "domain"} <= across


def test_no_identifier_outlives_its_kind_by_much():
    knobs = {"noise": 0, "shared": 0, "rented": 0, "hub_rate": 0, "duplicates": 0}
    spans: dict[float, list[int]] = {}
    for churn in (1.0, 4.0):
        plan = world.make(4, 6000, churn=churn, **knobs).plan
        seen: dict[int, list[int]] = {}
        for report, (first, last) in enumerate(zip(plan.starts[:-1].tolist(), plan.starts[1:].tolist(), strict=True)):
            for number in plan.names[first:last].tolist():
                seen.setdefault(number, []).append(int(plan.day[report]))
        spans[churn] = [max(on) - min(on) for n, on in seen.items() if plan.book.kinds[n] == "bank_account"]

    assert max(spans[1.0]) < 7 * 15
    assert sum(spans[4.0]) < sum(spans[1.0]) / 2


@pytest.mark.parametrize(
    ("knob", "share"),
    [("hub_rate", 0.0), ("hub_rate", 0.3), ("noise", 0.0), ("noise", 0.1), ("networked", 0.3), ("duplicates", 0.1)],
)
def test_a_knob_does_what_it_says(knob, share):
    settings = {"hub_rate": 0.0, "noise": 0.0, "missing": 0.0, "duplicates": 0.0} | {knob: share}
    plan = world.make(8, 8000, **settings).plan
    inside = plan.network >= 0
    per_report = [set(plan.roles[a:b].tolist()) for a, b in zip(plan.starts[:-1], plan.starts[1:], strict=True)]

    got = {
        "hub_rate": sum(1 in roles for roles in per_report) / len(per_report),
        "noise": sum(bool(roles & {2, 3}) for roles, here in zip(per_report, inside, strict=True) if here)
        / max(1, int(inside.sum())),
        "networked": float(inside.mean()),
        "duplicates": float((plan.twin >= 0).mean()),
    }[knob]
    assert got == pytest.approx(share, abs=0.1 * share + 0.01)


@pytest.mark.parametrize(("knob", "what"), [("rented", "rented"), ("shared", "shared")])
def test_mule_accounts_are_rented_and_shared_as_often_as_the_knob_says(knob, what):
    for share in (0.0, 0.1):
        plan = world.make(8, 30_000, **{"rented": 0.0, "shared": 0.0, knob: share}).plan
        inside = (plan.network >= 0).repeat(plan.starts[1:] - plan.starts[:-1])
        used = {n for n in plan.names[inside & (plan.roles == 0)].tolist() if plan.book.kinds[n] == "bank_account"}
        got = sum(event.what == what for event in plan.events) / len(used)
        assert got == pytest.approx(share, abs=0.03)


def test_bad_rows_are_spoilt_and_said_so(tmp_path):
    world.simulate(tmp_path, seed=1, reports=500, bad_rows=0.2)

    spoilt = [row["spoilt"] for row in rows(tmp_path / "truth.csv")]
    assert 60 < sum(bool(one) for one in spoilt) < 140
    assert set(spoilt) == {"", "reported_on", "amount", "phone"}


def test_phones_are_valid_mobiles_that_no_carrier_is_known_for():
    for code, (length, prefixes) in phone_ranges().items():
        for prefix in prefixes:
            number = phonenumbers.parse(prefix.ljust(length, "5"), code)
            assert phonenumbers.is_valid_number(number), (code, prefix)
            if code != "US":
                assert carrier.name_for_number(number, "en") == "", (code, prefix)


def test_sites_and_mailboxes_lie_under_names_set_aside(named):
    for row in named:
        if row["kind"] in ("domain", "email"):
            assert row["value"].endswith((".example.com", ".example.net", ".example.org")) or row["value"].partition(
                "@"
            )[2] in ("example.com", "example.net", "example.org")


def test_the_first_day_and_the_length_are_kept():
    made = world.make(1, 300, first_on=dt.date(2024, 2, 28), days=30)

    assert 0 <= made.plan.day.min() <= made.plan.day.max() < 30
    assert next(made.told()).fields["report_id"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"countries": ("XX",)}, "no reporting office is invented for XX"),
        ({"countries": ()}, "no reporting office is invented for nobody"),
        ({"reports": 0}, "a world needs a report and ten days"),
        ({"countries": ("US",), "reports": 9000}, "there are not so many invented numbers of one kind"),
    ],
)
def test_settings_that_make_no_world_are_refused_in_a_sentence(settings, told):
    with pytest.raises(world.WorldNotMade, match=told) as error:
        world.make(**settings)
    assert error.value.hint


def test_every_invented_value_is_one_that_its_kind_reads_back(named):
    wrong = []
    for row in named:
        kind, value = row["kind"], row["value"]
        # A note or a bankless account tells less than the value; payment codes and links are checked with what is in them.
        if kind in ("bank_account", "payment_qr"):
            continue
        country = value.partition(":")[0] if kind in ("national_id", "passport") else None
        text = value.partition(":")[2] if country else value
        read = {one.value for one in kinds.kind(kind).clean(text, country)}
        if value not in read:
            wrong.append((kind, value, read))
    assert wrong == []
