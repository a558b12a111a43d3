"""What every operation needs: the answers it may give, writes that happen once, forms of the node, rooms by their codes."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query

from weft import sodium
from weft.errors import NothingFound
from weftnode.accounts import queries as accounts
from weftnode.accounts.models import Compartment, Officer
from weftnode.api import actions, schemas
from weftnode.api.bearer import token
from weftnode.api.problems import FieldsWrong

Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before.")]
Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        description="A word of your own for this write: the same request under it does nothing twice.",
    ),
]
_WRONG = (400, 401, 403, 404, 422, 429)


def answers(out: Any, *, made: bool = False) -> dict[int, Any]:
    """The answers of an operation by status."""
    return {201 if made else 200: out, **dict.fromkeys(_WRONG, schemas.Problem)}


def once(request: HttpRequest, key: str, write: Callable[[], int]) -> int:
    """Do a write once under its key; the number of what it made."""
    asked = b"\0".join((str(request.method).encode(), request.path.encode(), request.body))
    # Keyed, since a plain hash of a short body could be guessed from.
    secret = sodium.mac(bytes.fromhex(settings.FIELD_KEY), b"weft/once/1")
    return actions.once(
        token=token(request),
        key=key.strip(),
        digest=sodium.mac(secret, hashlib.sha256(asked).digest()).hex(),
        write=write,
    )


def rooms(by: Officer) -> dict[int, str]:
    """The key's rooms: number to code."""
    return {one.pk: one.code for one in Compartment.objects.filter(pk__in=by.compartment_ids)}


def room(by: Officer, code: str) -> Compartment:
    """The room called ``code``; the only one when nothing is said. NothingFound otherwise, whether it exists or not."""
    found = [one for one in accounts.compartments(by) if one.pk in by.compartment_ids and code in {"", one.code}]
    if not found:
        raise NothingFound("no such compartment")
    if len(found) > 1:
        raise FieldsWrong({"room": ["which compartment? name its code"]})
    return found[0]


def clean(form: forms.Form) -> dict[str, Any]:
    """What a form of the node makes of what was given. Raises FieldsWrong with everything that is wrong at once."""
    if not form.is_valid():
        raise FieldsWrong({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    return form.cleaned_data
