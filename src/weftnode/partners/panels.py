"""Parts of a partner's page that apps above bring: figures of requests, open commitments, cases. Each asks for itself what the viewer may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from weftnode.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the page."""

    order: int
    template: str
    """Rendered with what `context` returns as `panel`, beside `partner`."""
    context: Callable[[HttpRequest, Partner], dict[str, Any] | None]
    """None leaves the panel out."""


_PANELS: dict[str, Panel] = {}


def add(panel: Panel) -> None:
    """Bring a panel. Called once by an app's `ready`; a second time changes nothing."""
    _PANELS[panel.template] = panel


def of(request: HttpRequest, partner: Partner) -> list[SafeString]:
    """Every panel that has something to show, rendered, in order."""
    found = []
    for panel in sorted(_PANELS.values(), key=lambda one: (one.order, one.template)):
        context = panel.context(request, partner)
        if context is not None:
            found.append(render_to_string(panel.template, {"panel": context, "partner": partner}, request))
    return found
