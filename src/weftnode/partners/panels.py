"""Parts of a partner's page that apps above bring: figures of requests, open commitments, cases. Each asks for itself what the viewer may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from weftnode.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the page."""

    order: int
    template: str
    """Rendered with what `context` returns, beside `partner`."""
    context: Callable[[HttpRequest, Partner], dict[str, Any] | None]
    """None leaves the panel out."""


_PANELS: dict[str, Panel] = {}


def add(panel: Panel) -> None:
    """Bring a panel. Called once by an app's `ready`; a second time changes nothing."""
    _PANELS[panel.template] = panel


def of(request: HttpRequest, partner: Partner) -> list[tuple[str, dict[str, Any]]]:
    """Template and context of every panel that has something to show, in order."""
    found = []
    for panel in sorted(_PANELS.values(), key=lambda one: (one.order, one.template)):
        context = panel.context(request, partner)
        if context is not None:
            found.append((panel.template, context))
    return found
