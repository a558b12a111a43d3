"""Identifiers that reports from everywhere share: found without a list, cut, and given back where they turn out to be one network's.

The question asked of each identifier is: of the reports that name it *and* something narrower that is known from elsewhere, how many
name a pair that comes again? An organiser's wallet meets the same phones over and over; a call centre meets each once. The identifier
itself is left out of the evidence for and against it, so small ones are judged as fairly as wide ones.
"""

import numpy as np

from weft.links.arrays import LOW, Floats, Ints, Mask, counted, packed
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
