"""Addresses of networks."""

from access_rows.words import ANALYST, CASE, NETWORK_READERS
from weftnode.networks.models import Judgement, Network

ROWS = {
    "networks:list": ("get", NETWORK_READERS),
    "networks:damped": ("get", NETWORK_READERS),
    "networks:network": ("get", NETWORK_READERS),
    "networks:graph": ("get", NETWORK_READERS),
    "networks:without": ("get", NETWORK_READERS),
    "networks:watch": ("post", NETWORK_READERS),
    "networks:judge": ("post", {ANALYST, CASE}),
    "networks:name": ("post", {ANALYST, CASE}),
    "networks:withdraw": ("post", {ANALYST, CASE}),
}
POINTED = {
    "networks:network": "network",
    "networks:graph": "network",
    "networks:without": "network",
    "networks:watch": "network",
    "networks:judge": "network",
    "networks:name": "network",
    "networks:withdraw": "judgement",
}


def things(made):
    """A network and a judgement in each room."""
    found = {}
    for word, room in made.rooms:
        report = made.report(room)
        found[f"{word}network"] = Network.objects.create(compartment=room, network_id="N-A").pk
        said = Judgement.objects.create(
            compartment=room, report=report, other=report, verdict="unsure", reason="x", made_by="writer"
        )
        found[f"{word}judgement"] = said.pk
    return found
