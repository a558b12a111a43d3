"""Who is there: the officer behind a request, for views behind the doors of `ui.access`."""

from django.http import HttpRequest

from weftnode.accounts.models import Officer


def viewer(request: HttpRequest) -> Officer:
    """The officer who is signed in. Only for views behind `signed_in` or `needs`."""
    assert isinstance(request.user, Officer)
    return request.user
