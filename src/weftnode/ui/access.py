"""The doors: who may open a page. What is closed answers like what does not exist.

Rights are named by their text here (`accounts.permissions` lists them all), so that the rungs below `accounts` can use the same doors.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """The view needs somebody, whoever it is."""
    return login_required(view)


def needs(*permissions: str) -> Callable[[View], View]:
    """The view needs a person with one of ``permissions``; for everybody else it does not exist."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(may(request, one) for one in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return signed_in(inner)

    return wrap


def gate(*permissions: str) -> Callable[[HttpRequest], bool]:
    """For the navigation: is the place open to this request's person?"""
    return lambda request: any(may(request, one) for one in permissions)


def may(request: HttpRequest, permission: str) -> bool:
    """Whether the person of this request holds ``permission``; nobody does who is not signed in."""
    return request.user.is_authenticated and bool(actor(request).may(permission))


def actor(request: HttpRequest) -> Any:
    """Whoever is signed in, for rungs that know officers only as those who act. Only behind the doors above."""
    assert request.user.is_authenticated
    return request.user
