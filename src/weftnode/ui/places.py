"""The navigation: apps name their places here when they start, the base page shows those that are open to the person."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    order: int
    url_name: str
    label: "str | Promise"
    is_open: Callable[[HttpRequest], bool]
    key: str = ""
    """Letter that, after `g`, goes there."""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_PLACES: dict[str, Place] = {}
_SEARCH: list[Place] = []


def add(place: Place) -> None:
    """Name a place. Called once by an app's `ready`; a second time changes nothing."""
    _PLACES[place.url_name] = place


def open_to(request: HttpRequest) -> list[Place]:
    """The places this person may open, in order. None for those who are not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return sorted((one for one in _PLACES.values() if one.is_open(request)), key=lambda one: one.order)


def add_search(place: Place) -> None:
    """Where the search box of the header leads: a page that takes ``q``."""
    _SEARCH[:] = [place]


def search_open_to(request: HttpRequest) -> Place | None:
    """The place the search box leads this person to, if it is open to them."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return None
    return next((one for one in _SEARCH if one.is_open(request)), None)
