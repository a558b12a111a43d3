"""What every page knows: the node's name, the version, the places one may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

import weft
from weftnode.ui import phrases, places


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/base.html`."""
    return {
        "node_name": settings.NODE_NAME,
        "weft_version": weft.__version__,
        "places": places.open_to(request),
        "search": places.search_open_to(request),
        "keys": phrases.KEYS,
        "second_factor_needed": settings.SECOND_FACTOR,
    }
