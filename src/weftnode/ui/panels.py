"""Pieces that a higher app puts on a lower app's page: a network's page shows its cases without knowing what a case is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Panel = Callable[[HttpRequest, Any], str]
"""Makes the piece for whoever asks about a thing, as safe markup; empty when there is nothing for them."""

_PANELS: dict[str, dict[str, tuple[int, Panel]]] = {}


def add(place: str, name: str, order: int, panel: Panel) -> None:
    """Put a piece on ``place`` (`network`, `report`). Called once by an app's `ready`; a second time changes nothing."""
    _PANELS.setdefault(place, {})[name] = (order, panel)


def of(place: str, request: HttpRequest, thing: Any) -> list[str]:
    """The pieces of a place about a thing, in order, those that are not empty."""
    made = [panel(request, thing) for _, panel in sorted(_PANELS.get(place, {}).values(), key=lambda one: one[0])]
    return [one for one in made if one]
