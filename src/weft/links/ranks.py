"""What taking an identifier away would do to a network."""

from collections.abc import Sequence

import rustworkx

# Exact betweenness costs reports times ties; above this many nodes it is left at 0 and `breaks` alone ranks.
BETWEENNESS_NODES = 600
# Taking away one identifier after the other costs a pass each; above this only the widest are tried.
TRIED = 60


def ranked(reports: int, tied: Sequence[Sequence[int]]) -> tuple[list[int], list[float]]:
    """For each identifier (the reports it ties): reports that would fall out of the largest piece, and betweenness 0 to 1.

    Betweenness is Freeman's (1977) on the graph of reports and identifiers, normalised.
    """
    breaks = [0] * len(tied)
    whole = _largest(reports, tied, skip=-1)
    widest = sorted(range(len(tied)), key=lambda number: -len(tied[number]))[:TRIED]
    for number in widest:
        breaks[number] = max(0, whole - _largest(reports, tied, skip=number))
    between = [0.0] * len(tied)
    if reports + len(tied) <= BETWEENNESS_NODES:
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(list(range(reports + len(tied))))
        graph.add_edges_from_no_data(
            [(place, reports + number) for number, places in enumerate(tied) for place in places]
        )
        values = rustworkx.betweenness_centrality(graph, normalized=True)
        between = [values[reports + number] for number in range(len(tied))]
    return breaks, between


def _largest(reports: int, tied: Sequence[Sequence[int]], skip: int) -> int:
    """Reports in the largest piece when identifier ``skip`` is taken away (union-find by halving)."""
    parent = list(range(reports))

    def top(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for number, places in enumerate(tied):
        if number != skip and places:
            head = top(places[0])
            for place in places[1:]:
                parent[top(place)] = head
    sizes: dict[int, int] = {}
    for place in range(reports):
        one = top(place)
        sizes[one] = sizes.get(one, 0) + 1
    return max(sizes.values(), default=0)
