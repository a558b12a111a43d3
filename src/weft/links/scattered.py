"""A second look at what `spread` let pass: identifiers of middling width, such as the call centre of one country's bank.

Their reports come from one country or one month, so that some of their meetings come again by chance. Two questions, both without the
identifier's own help. *Return:* of the other reports that name what it was once named with, how many name it too? An organiser's
identifier is named again by about every fifth, a public one by about every fiftieth; what is twenty times likelier public is suspect.
*Scatter:* of its reports whose other evidence lies in a solid core, do most lie in one? Without a single suspect in the cores, so that
two of them do not speak for each other. Suspect and scattered is cut. A network whose reports name a few of very many identifiers looks
suspect, too, but its cores fall apart without the suspects, nothing solid is left to be scattered over, and it is left alone.
"""

import numpy as np

from weft.links import grow
from weft.links.arrays import Floats, Ints, Mask, counted, packed
from weft.links.pairs import Namings, Pairs

# Shares of the other reports that name it again. Only their order of size matters: the answer changes slowly with either.
OWN_RATE = 0.2
PUBLIC_RATE = 0.02
# Logarithm of the odds: 20 to 1.
ODDS = 3.0
# A public thing of one country or month is met that much more often than chance over all; an own one far more often still.
NEAR_CHANCE = 20.0
# No single neighbour has more of a say than this many reports: a hub that was missed must not drown the others.
MOST_SAY = 10.0
# A core of this many reports is solid; so many reports in solid cores are enough to speak of scatter.
SOLID = 5
LEAST = 3
TOGETHER = 0.4
# Sums of logarithms in whole numbers, so that they come out the same in whatever order they are reckoned.
_FINE = 1 << 16


def scattered(named: Namings, found: Pairs, wide: Mask) -> Mask:
    """``wide`` per node with those added that are suspect and whose reports lie scattered over solid cores."""
    times = np.bincount(found.which, minlength=len(found.a))
    sums = np.zeros((3, len(named.degree)))
    for one, other in ((found.a, found.b), (found.b, found.a)):
        asked = np.flatnonzero((named.degree[other] <= named.degree[one]) & ~wide[other])
        for into, what in zip(sums, says(times[asked], named.degree[other[asked]]), strict=True):
            into += np.bincount(one[asked], what, len(into))
    suspect = ~wide & suspected(sums, named.degree, named.size)
    return wide | (suspect & _is_scattered(named, found, suspect, ~wide & ~suspect))


def says(times: Ints, degree: Ints) -> tuple[Floats, Ints, Ints]:
    """What a pair that comes ``times`` says of its wider identifier, by the narrower's ``degree``.

    Log-likelihood of one hand against the public (Poisson), meetings again, and how many they could have been. Whole numbers.
    """
    others = (degree - 1).astype(np.float64)
    again = times - 1
    told = again * np.log(OWN_RATE / PUBLIC_RATE) - others * (OWN_RATE - PUBLIC_RATE)
    return np.round(told * np.minimum(1.0, MOST_SAY / others) * _FINE), again, degree - 1


def suspected(sums: Floats, degree: Ints, size: float) -> Mask:
    """Per node, from the sums of `says`: whether it is likelier public than of one hand."""
    score, met, could = sums
    # One of many wallets of a large network is named again seldom, and still far more often than by chance.
    return np.asarray((score < -ODDS * _FINE) & (met <= NEAR_CHANCE * could * degree / size))


def _is_scattered(named: Namings, found: Pairs, suspect: Mask, allowed: Mask) -> Mask:
    """Per node: whether its reports lie in several solid cores of ``allowed`` nodes, and no core has most of them."""
    core = grow.cores(named, found, allowed)
    place = grow.places(named, core, allowed)
    size = np.bincount(place[place >= 0], minlength=int(core.max(initial=-1)) + 1)
    where = place[named.report]
    told = suspect[named.node] & (where >= 0)
    told[told] = size[where[told]] >= SOLID
    key, times = counted(packed(named.node[told], where[told]))
    node = (key >> 32).astype(np.int32)
    total = np.bincount(node, times, len(suspect))
    most = np.zeros(len(suspect))
    np.maximum.at(most, node, times)
    return np.asarray((total >= LEAST) & (most < TOGETHER * total))
