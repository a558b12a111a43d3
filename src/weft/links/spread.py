"""Identifiers that reports from everywhere share: found without a list, cut, and given back where they turn out to be one network's.

The question asked of each identifier is: of the reports that name it *and* something narrower that is known from elsewhere, how many
name a pair that comes again? An organiser's wallet meets the same phones over and over; a call centre meets each once. The identifier
itself is left out of the evidence for and against it, so small ones are judged as fairly as wide ones.

A network of loose cells may share one site and nothing else, and then nothing comes again. So what is named in a short time only, shorter
than chance would have it of something public, is not cut (`lived`).
"""

import numpy as np

from weft.links.arrays import LOW, Floats, Ints, Mask, counted, packed
from weft.links.edges import EPISODE_HALF_LIVES
from weft.links.pairs import Namings, Pairs, beyond_chance

# Fewer witnesses than this say nothing about anybody.
WITNESSES = 2
# Spread is: fewer than this share of the witnesses speak for it. Networks' own lie at a third and more, public services below a tenth.
SPOKEN_FOR = 0.25
# Given back: this share of the reports that name it, and more than chance, ended in one network without its help.
TOGETHER = 0.4
# Less than this share must besides be so many times more than by chance: the number of one country's bank also lies, for the most part, with
# that country's largest network.
MOST = 0.75
NEAR_CHANCE = 20.0
# Fewer namings say nothing about time, and a span this unlikely by chance is not a public service's.
FEWEST = 4
BY_CHANCE = 1e-2
# And it is short: where very many name something, a few quiet weeks are unlikely by chance and still mean nothing.
SHORT = 0.5


def spread(named: Namings, found: Pairs) -> Mask:
    """Per node: whether too many strangers name it."""
    nodes = len(named.nodes)
    known = np.zeros(nodes, dtype=bool)
    known[found.a[found.strong]] = True
    known[found.b[found.strong]] = True
    wide = np.zeros(nodes, dtype=bool)
    strong = found.strong[found.which]
    a, b = named.node[found.left], named.node[found.right]
    narrower_b, narrower_a = named.degree[b] <= named.degree[a], named.degree[a] <= named.degree[b]
    # Twice: what is itself spread is no witness.
    for _ in range(2):
        heard = np.zeros(len(named.node), dtype=bool)
        spoken = np.zeros(len(named.node), dtype=bool)
        witness = known & ~wide
        for edge, ok in ((found.left, narrower_b & witness[b]), (found.right, narrower_a & witness[a])):
            heard[edge[ok]] = True
            spoken[edge[ok & strong]] = True
        asked = np.bincount(named.node[heard], minlength=nodes)
        wide = (asked >= WITNESSES) & (np.bincount(named.node[spoken], minlength=nodes) < SPOKEN_FOR * asked)
    return wide


def given_back(named: Namings, wide: Mask, home: Ints, groups: int) -> tuple[Ints, Ints]:
    """Nodes that were cut although the reports that name them lie in one group (``home`` per report, -1 for none), and that group."""
    size = np.bincount(home[home >= 0], minlength=groups)
    where = home[named.report]
    told = wide[named.node] & (where >= 0)
    told[told] = size[where[told]] > 1
    key, times = counted(packed(named.node[told], where[told]))
    node, group = (key >> 32).astype(np.int32), (key & LOW).astype(np.int32)
    total = np.bincount(node, times, len(named.nodes))
    order = np.lexsort((group, -times, node))
    node, group, times = node[order], group[order], times[order]
    first = np.ones(len(node), dtype=bool)
    first[1:] = node[1:] != node[:-1]
    node, group, times = node[first], group[first], times[first]
    chance = named.degree[node] * size[group] / named.size
    good = given(times, total[node], chance)
    return node[good], group[good]


def given(times: Ints, total: Ints, chance: Floats) -> Mask:
    """Whether what was cut is given back to the group in which ``times`` of the ``total`` reports that name it lie."""
    plain = (times >= MOST * total) | (times >= NEAR_CHANCE * chance)
    return np.asarray((times >= TOGETHER * total) & plain & beyond_chance(times, chance))


def lived(node: Ints, day: Ints, half_life: Floats, span: float) -> Mask:
    """Per node: whether its namings (``node``, ``day`` each, below zero when unknown) lie too near each other in time for something public.

    A public service is named all through the ``span`` of days that the reports cover; a network's own site or wallet only while the network is at
    work, however little its cells share besides. Of ``n`` days drawn from the whole span all lie within a share r of it with probability
    n r^(n-1) - (n-1) r^n; the first or the last naming may be a stranger's and is left out, which twice the number of namings pays for.
    """
    nodes = len(half_life)
    dated = day >= 0
    node, day = node[dated], day[dated].astype(np.int64)
    order = np.lexsort((day, node))
    node, day = node[order], day[order]
    count = np.bincount(node, minlength=nodes)
    has = np.flatnonzero(count >= FEWEST)
    first = (np.cumsum(count) - count)[has]
    last = first + count[has] - 1
    inner = np.minimum(day[last - 1] - day[first], day[last] - day[first + 1])
    # An episode ends where the identifier was silent for so long; beyond, it may be named again as another.
    around = np.minimum(inner + 1 + 2 * EPISODE_HALF_LIVES * half_life[has], span)
    share = np.minimum((inner + 1) / around, 1.0)
    n = count[has] - 1.0
    chance = 2 * count[has] * (n * share ** (n - 1) - (n - 1) * share**n)
    found = np.zeros(nodes, dtype=bool)
    found[has] = (share < SHORT) & (chance < BY_CHANCE)
    return found


def spanned(day: Ints) -> float:
    """Days that reports cover, rounded to a quarter of a power of two, so that a day more changes nothing for months."""
    dated = day[day >= 0]
    days = int(dated.max()) - int(dated.min()) + 1 if len(dated) else 1
    return float(2 ** (np.floor(4 * np.log2(days)) / 4))
