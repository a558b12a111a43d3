"""Networks that stand while reports are added, against all of it solved anew: the same, whatever is added in whatever portions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.links.solve import solve
from weft.links.standing import Standing, StandingNotRead, load, save
from weft.testing import planted


def anew(report, identifier, day, half_life, reports):
    """Label per report, and which identifiers are cut, of all edges solved at once. Reports in whatever order."""
    order = np.lexsort((np.arange(reports), np.where(day < 0, 1 << 30, day)))
    rank = np.empty(reports, np.int64)
    rank[order] = np.arange(reports)
    found = solve(reports, rank[report], identifier, day[order], half_life)
    cut = np.zeros(len(half_life), bool)
    cut[: len(found.spread)] = found.spread
    return found.label[rank], cut


def first_of(label):
    """The first report of each network instead of its number, as `Standing` names them."""
    answer = np.full(len(label), -1)
    for at, one in enumerate(label.tolist()):
        if one >= 0:
            answer[at] = np.flatnonzero(label == one)[0]
    return answer.tolist()


def cut_of(standing, identifiers):
    """Per identifier, whether it ties nothing."""
    graph = standing.graph
    answer = np.zeros(identifiers, bool)
    for one in range(identifiers):
        node = int(graph.raws["node"][one])
        answer[one] = node >= 0 and graph.nodes["wide"][node] and graph.nodes["back"][node] < 0
    return answer.tolist()


def tangled(seed):
    """A small graph with something of everything: groups, hubs, strays, lists, days that nobody knows."""
    rng = np.random.default_rng(seed)
    reports, groups, each = int(rng.integers(40, 260)), int(rng.integers(3, 30)), int(rng.integers(2, 6))
    own, edges = rng.integers(0, groups, reports), set()
    for report in range(reports):
        edges |= {(report, int(own[report] * each + rng.integers(0, each))) for _ in range(rng.integers(0, 5))}
        if rng.random() < 0.2:
            edges.add((report, groups * each + int(rng.integers(0, 4))))
        if rng.random() < 0.15:
            edges.add((report, int(rng.integers(0, groups * each))))
        if rng.random() < 0.02:
            edges |= {(report, int(one)) for one in rng.integers(0, groups * each, 25)}
    identifiers = groups * each + 4
    named = rng.permutation(identifiers)
    flat = np.array(sorted(edges)).reshape(-1, 2)
    day = np.where(rng.random(reports) < 0.1, -1, rng.integers(0, 300, reports))
    half_life = rng.choice([14.0, 45.0, 365.0, np.inf], identifiers)
    return flat[:, 0], named[flat[:, 1]], day, half_life


@pytest.mark.parametrize("seed", range(20))
def test_portions_in_any_order_with_reports_replaced_on_the_way_are_the_same_as_all_at_once(seed):
    report, identifier, day, half_life = tangled(seed)
    rng = np.random.default_rng(seed + 1)
    standing, names, days = Standing(), [], np.zeros(0, np.int64)
    standing.named(np.arange(len(half_life)), half_life)

    for some in np.array_split(rng.permutation(len(day)), int(rng.integers(2, 9))):
        stood, before = len(names), first_of(standing.network)
        replaced = rng.permutation(stood)[: rng.integers(0, 4)]
        for one in replaced:
            held = names[one][rng.random(len(names[one])) < 0.6]
            names[one] = np.unique(np.append(held, rng.integers(0, len(half_life), rng.integers(0, 2))))
        names += [identifier[report == one] for one in some]
        days = np.append(days, day[some])
        given_ = np.concatenate((replaced, np.arange(stood, len(names))))
        changed = standing.add(
            day[some], np.repeat(given_, [len(names[one]) for one in given_]), np.concatenate([names[one] for one in given_]), replaced
        )  # fmt: skip

        every = np.repeat(np.arange(len(names)), [len(one) for one in names])
        label, cut = anew(every, np.concatenate(names), days, half_life, len(names))
        assert standing.network.tolist() == first_of(label)
        assert cut_of(standing, len(half_life)) == cut.tolist()
        now = standing.network.tolist()
        was = [*before, *[-1] * (len(now) - len(before))]
        assert changed.tolist() == [at for at in range(len(now)) if now[at] != was[at]]


@pytest.mark.parametrize("shape", planted.SHAPES)
@pytest.mark.parametrize("portions", [1, 2, 5])
def test_worlds_in_portions_are_the_same_as_all_at_once(shape, portions):
    graph = planted.plant(7, planted.Recipe(shape=shape, reports=900, stray=0.03, mules=0.05, hub_rate=0.3, hubs=20))
    half_life = np.array([365.0, 45.0, 14.0, 45.0])[graph.kind]
    order = np.argsort(graph.day, kind="stable")
    rank = np.argsort(order)
    standing = Standing()
    raw = np.full(graph.identifiers, -1)

    for some in np.array_split(np.arange(graph.reports), portions):
        mine = np.flatnonzero((rank[graph.report] >= some[0]) & (rank[graph.report] <= some[-1]))
        new = np.unique(graph.identifier[mine])
        new = new[raw[new] < 0]
        raw[new] = standing.named(new.astype(np.int64), half_life[new])
        standing.add(graph.day[order[some]], rank[graph.report[mine]], raw[graph.identifier[mine]])

        so_far = rank[graph.report] <= some[-1]
        label, _ = anew(
            rank[graph.report[so_far]], graph.identifier[so_far], graph.day[order[: some[-1] + 1]], half_life, int(some[-1]) + 1
        )  # fmt: skip
        assert standing.network.tolist() == first_of(label)
    assert (standing.network >= 0).sum() > 200


EDGES = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 14)), max_size=110, unique=True)


@settings(max_examples=60, deadline=None)
@given(EDGES, st.lists(st.integers(-1, 90), min_size=30, max_size=30), st.integers(1, 29))
def test_any_two_portions_are_the_same_as_one(edges, days, cut):
    flat = np.array(edges, dtype=np.int64).reshape(-1, 2)
    half_life = np.full(15, 45.0)
    standing = Standing()
    standing.named(np.arange(15), half_life)

    for first, last in ((0, cut), (cut, 30)):
        mine = (flat[:, 0] >= first) & (flat[:, 0] < last)
        standing.add(np.array(days[first:last]), flat[mine, 0], flat[mine, 1])

    label, spread = anew(flat[:, 0], flat[:, 1], np.array(days), half_life, 30)
    assert standing.network.tolist() == first_of(label)
    assert cut_of(standing, 15) == spread.tolist()


def test_what_stands_is_kept_in_a_folder_and_goes_on_from_there(tmp_path):
    report, identifier, day, half_life = tangled(3)
    half = len(day) // 2
    early = report < half
    standing = Standing()
    standing.named(np.arange(len(half_life)), half_life)
    standing.add(day[:half], report[early], identifier[early])

    save(standing, tmp_path / "kept")
    save(standing, tmp_path / "kept")
    again = load(tmp_path / "kept")
    again.add(day[half:], report[~early], identifier[~early])

    label, _ = anew(report, identifier, day, half_life, len(day))
    assert again.network.tolist() == first_of(label)
    # The files are as they were.
    assert load(tmp_path / "kept").network.tolist() == standing.network.tolist()


def test_a_folder_that_is_not_what_it_should_be_is_refused_with_the_reason(tmp_path):
    with pytest.raises(StandingNotRead, match="holds no standing networks"):
        load(tmp_path)
    (tmp_path / "standing.json").write_text('{"version": 0}')
    with pytest.raises(StandingNotRead, match="another version"):
        load(tmp_path)
