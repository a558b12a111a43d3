"""The solver against a slow, obvious one written apart from it: plain dictionaries, one step of the method after the other."""

import math
from collections import Counter, defaultdict
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from weft.links import grow, pairs, scattered, spread
from weft.links.solve import solve


class Slow:
    """Networks of edges (report, identifier), no days: the method of `weft.links.solve` in words."""

    def __init__(self, reports, edges):
        self.size = 2 ** round(math.log2(max(reports, 2)))
        self.who = defaultdict(set)
        for report, identifier in edges:
            self.who[identifier].add(report)
        self.who = {one: named for one, named in self.who.items() if len(named) > 1}
        self.named = defaultdict(list)
        for one in sorted(self.who):
            for report in self.who[one]:
                self.named[report].append(one)
        self.times = Counter(pair for ids in self.named.values() for pair in combinations(ids, 2))
        self.wide = self.scattered(self.strangers())
        self.units = self.cores()
        groups = self.again(self.grown(dict(self.units)))
        homes = self.homes(groups)
        back = self.back(homes)
        self.wide -= set(back)
        groups |= back
        groups = self.again(self.grown(groups))
        self.networks = self.parts(groups)

    def sure(self, times, chance):
        return (
            times >= 2
            and times >= pairs.TIMES_CHANCE * chance
            and times * math.log(times / chance) - times + chance >= pairs.EVIDENCE
        )

    def chance(self, a, b):
        return len(self.who[a]) * len(self.who[b]) / self.size

    def strangers(self):
        strong = {pair for pair, times in self.times.items() if self.sure(times, self.chance(*pair))}
        self.strong = strong
        known = {one for pair in strong for one in pair}
        wide = set()
        for _ in range(2):
            asked, spoken = Counter(), Counter()
            for ids in self.named.values():
                for one in ids:
                    others = [
                        x for x in ids if x != one and len(self.who[x]) <= len(self.who[one]) and x in known - wide
                    ]
                    asked[one] += bool(others)
                    spoken[one] += any((min(one, x), max(one, x)) in strong for x in others)
            wide = {
                one
                for one in self.who
                if asked[one] >= spread.WITNESSES and spoken[one] < spread.SPOKEN_FOR * asked[one]
            }
        return wide

    def scattered(self, wide):
        score, met, could = Counter(), Counter(), Counter()
        for (a, b), times in self.times.items():
            for one, other in ((a, b), (b, a)):
                others = len(self.who[other]) - 1
                if other not in wide and others < len(self.who[one]):
                    says = (times - 1) * math.log(scattered.OWN_RATE / scattered.PUBLIC_RATE)
                    says -= others * (scattered.OWN_RATE - scattered.PUBLIC_RATE)
                    score[one] += says * min(1, scattered.MOST_SAY / others)
                    met[one] += times - 1
                    could[one] += others
        near = {
            one for one in self.who if met[one] <= scattered.NEAR_CHANCE * could[one] * len(self.who[one]) / self.size
        }
        suspects = {one for one in near if score[one] < -scattered.ODDS} - wide
        self.wide = wide | suspects
        homes = self.homes(self.cores())
        size = Counter(homes.values())
        cut = set()
        for one in suspects:
            votes = Counter(
                homes[report] for report in self.who[one] if report in homes and size[homes[report]] >= scattered.SOLID
            )
            if votes.total() >= scattered.LEAST and max(votes.values()) < scattered.TOGETHER * votes.total():
                cut.add(one)
        return wide | cut

    def allowed(self, ids):
        return [one for one in ids if one not in self.wide]

    def cores(self):
        graph = nx.Graph()
        graph.add_nodes_from(self.who)
        graph.add_edges_from(pair for pair in self.strong if not self.wide & set(pair))
        return {one: min(part) for part in nx.connected_components(graph) for one in part}

    def meetings(self):
        for report, ids in self.named.items():
            for a, b in combinations(self.allowed(ids), 2):
                yield report, a, b

    def grown(self, groups):
        size = Counter()
        for one in set(groups.values()):
            size[one] = len({report for member, group in groups.items() if group == one for report in self.who[member]})
        inner = Counter(groups[a] for _, a, b in self.meetings() if groups[a] == groups[b])
        met = [(report, groups[a], groups[b]) for report, a, b in self.meetings() if groups[a] != groups[b]]
        for _ in range(grow.ROUNDS):
            met = sorted({(report, *sorted((x, y))) for report, x, y in met if x != y})
            times = Counter((x, y) for _, x, y in met)
            outside = Counter()
            near = defaultdict(list)
            for (x, y), many in times.items():
                outside[x] += many
                outside[y] += many
                near[x].append((y, many))
                near[y].append((x, many))
            parent = {}
            step = {one: round(grow.STEPS * math.log2(many)) for one, many in size.items()}
            about = {one: 2 ** (many / grow.STEPS) for one, many in step.items()}
            for x, others in near.items():
                open_ = outside[x] >= grow.OUTSIDE * (outside[x] + inner[x]) and outside[x] >= grow.OPEN * size[x]
                y, many = min(
                    others,
                    key=lambda other: (
                        -other[1] * math.log(max(other[1] / (about[x] * about[other[0]] / self.size), 1.01)), step[other[0]], other[0],
                    ),
                )  # fmt: skip
                plain = many - 1 >= grow.SHARED * (min(about[x], about[y]) - 1) and self.sure(
                    many, about[x] * about[y] / self.size
                )
                if (open_ or plain) and (step[y], -y) > (step[x], -x):
                    parent[x] = y
            if not parent:
                break
            tops = {}
            for x in set(groups.values()):
                top = x
                while top in parent:
                    top = parent[top]
                tops[x] = top
            new = tops
            size, inner = (Counter({}) + _summed(size, new)), _summed(inner, new)
            groups = {one: new[group] for one, group in groups.items()}
            met = [(report, new[x], new[y]) for report, x, y in met]
            inner.update(x for _, x, y in met if x == y)
        return groups

    def again(self, groups):
        home = {self.units[one]: group for one, group in groups.items()}
        inner = Counter(self.units[a] for _, a, b in self.meetings() if self.units[a] == self.units[b])
        for _ in range(grow.LOOKS_AGAIN):
            seen = defaultdict(set)
            for report, a, b in self.meetings():
                x, y = self.units[a], self.units[b]
                if x != y:
                    seen[x, home[y]].add(report)
                    seen[y, home[x]].add(report)
            moves = {}
            for unit, mine in home.items():
                holds = inner[unit] + len(seen.get((unit, mine), ()))
                others = [(-len(met), group) for (x, group), met in seen.items() if x == unit and group != mine]
                if others and -min(others)[0] > holds:
                    moves[unit] = min(others)[1]
            if not moves:
                break
            home |= moves
        return {one: home[self.units[one]] for one in groups}

    def homes(self, groups):
        answer = {}
        for report, ids in self.named.items():
            votes = Counter(groups[one] for one in self.allowed(ids))
            if votes:
                answer[report] = min(votes, key=lambda group: (-votes[group], group))
        return answer

    def back(self, homes):
        size = Counter(homes.values())
        answer = {}
        for one in self.wide:
            votes = Counter(homes[report] for report in self.who[one] if report in homes and size[homes[report]] > 1)
            if votes:
                group = min(votes, key=lambda group: (-votes[group], group))
                chance = len(self.who[one]) * size[group] / self.size
                plain = votes[group] >= min(spread.MOST * votes.total(), spread.NEAR_CHANCE * chance)
                if plain and votes[group] >= spread.TOGETHER * votes.total() and self.sure(votes[group], chance):
                    answer[one] = group
        return answer

    def parts(self, groups):
        homes, graph = self.homes(groups), nx.Graph()
        for report, ids in self.named.items():
            graph.add_edges_from((report, ("i", one)) for one in self.allowed(ids) if groups[one] == homes[report])
        parts = ({node for node in part if isinstance(node, int)} for part in nx.connected_components(graph))
        return sorted(sorted(part) for part in parts if len(part) > 1)


def _summed(counts, new):
    answer = Counter()
    for x, many in counts.items():
        answer[new[x]] += many
    return answer


def drawn(seed):
    """A random graph with something of everything: groups, leaves, hubs, strays."""
    rng = np.random.default_rng(seed)
    reports, edges = 160, set()
    group = rng.integers(0, 14, reports)
    for report in range(reports):
        for _ in range(rng.integers(1, 4)):
            edges.add((report, int(group[report] * 5 + rng.integers(0, 5))))
        if rng.random() < 0.15:
            edges.add((report, 70 + int(rng.integers(0, 4))))
        if rng.random() < 0.05:
            edges.add((report, int(rng.integers(0, 70))))
    return reports, sorted(edges)


@pytest.mark.parametrize("seed", range(40))
def test_the_solver_agrees_with_the_slow_one(seed):
    reports, edges = drawn(seed)
    report, identifier = np.array(edges).T

    found = solve(reports, report, identifier)

    slow = Slow(reports, edges)
    ours = [np.flatnonzero(found.label == one).tolist() for one in range(found.label.max() + 1)]
    assert sorted(ours) == slow.networks
    assert set(np.flatnonzero(found.spread).tolist()) == slow.wide


def test_the_random_graphs_hold_what_the_method_is_for():
    slow = [Slow(*drawn(seed)) for seed in range(40)]

    assert sum(len(one.wide) for one in slow) > 40
    assert sum(len(one.networks) > 3 for one in slow) > 20
