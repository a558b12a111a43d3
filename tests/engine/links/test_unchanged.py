"""What an earlier run told of networks that did not change is taken from it: the answer is that of a run that knows nothing."""

from decimal import Decimal

import made
import numpy as np
import pytest

from weft.links import build, facts


def world(rng, many):
    """Rows of a small tangled world, as `made.tables` takes them."""
    rows = []
    for number in range(many):
        group = int(rng.integers(0, max(2, many // 6)))
        named = {f"phone P{group}-{rng.integers(0, 3)}", f"wallet W{group}"}
        if rng.random() < 0.3:
            named.add(f"bank_account TH:KBANK:{group // 2}")
        if rng.random() < 0.1:
            named.add(f"bank_account TH::{group // 2}")
        if rng.random() < 0.15:
            named.add("phone HUB")
        if rng.random() < 0.1:
            named.add(f"phone P{rng.integers(0, many // 6)}-0")
        columns = {
            "country": str(rng.choice(["TH", "VN", "KH"])),
            "amount": Decimal(int(rng.integers(1, 2000))),
            "currency": "THB",
            "narrative": str(rng.choice(["they said police", "an investment", "parcel held", "nothing"])),
            "reporter": f"R{rng.integers(0, many)}" if rng.random() < 0.2 else None,
        }
        day = None if rng.random() < 0.05 else int(rng.integers(0, 120))
        rows.append([f"r{number}", day, "; ".join(sorted(rng.permutation(sorted(named))[:3])), columns])
    return rows


def changed(rng, rows):
    """The rows a day later: some gone, some told differently, in another order."""
    rows = [row for row in rows if rng.random() > 0.02]
    for at in rng.permutation(len(rows))[:3].tolist():
        report, day, named, columns = rows[at]
        turn = rng.integers(0, 4)
        if turn == 0:
            columns = columns | {"amount": None}
        elif turn == 1:
            columns = columns | {"narrative": "an investment platform"}
        elif turn == 2:
            day = 60
        else:
            named = named.partition("; ")[0]
        rows[at] = [report, day, named, columns]
    return [rows[at] for at in rng.permutation(len(rows)).tolist()]


def same(one, other):
    assert one.member.tolist() == other.member.tolist()
    assert one.networks == other.networks
    assert one.ties.equals(other.ties)
    assert (one.damped, one.changes, one.duplicates, one.unheeded) == (
        other.damped,
        other.changes,
        other.duplicates,
        other.unheeded,
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_run_that_knows_the_one_before_says_what_one_that_does_not_says(seed):
    rng = np.random.default_rng(seed)
    rows = world(rng, 240)
    earlier, previous, here = None, None, rows[:120]

    for upto in (150, 155, 155, 240):
        reports, sightings = made.tables(*here)
        said = {(here[0][0], here[5][0]): "same", (here[1][0], here[2][0]): "different"}

        found = build(reports, sightings, previous=previous, judgements=said, earlier=earlier)

        same(found, build(reports, sightings, previous=previous, judgements=said))
        assert found.networks
        earlier, previous = found.kept, made.names(reports, found)
        names = {row[0] for row in here}
        here = changed(rng, here) + [row for row in rows[:upto] if row[0] not in names and int(row[0][1:]) >= 120]


def test_only_the_networks_that_changed_are_told_anew(monkeypatch):
    rows = [(f"r{n}", n % 30, f"phone P{n // 6}; wallet W{n // 6}") for n in range(120)]
    reports, sightings = made.tables(*rows)
    earlier = build(reports, sightings).kept
    asked = []
    plain = facts.networks
    monkeypatch.setattr(facts, "networks", lambda *given: asked.append(list(given[-1])) or plain(*given))

    again = build(reports, sightings, earlier=earlier)
    reports, sightings = made.tables(*rows, ("new", 7, "phone P3; wallet NEW"))
    more = build(reports, sightings, earlier=again.kept)

    assert [len(names) for names in asked] == [0, 1]
    assert sorted(one.reports for one in more.networks) == [6] * 19 + [7]
    same(more, build(reports, sightings))
