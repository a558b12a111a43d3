"""Whom the key acts for."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

import weft
from weftnode.accounts import queries
from weftnode.api import schemas
from weftnode.api.bearer import needs, officer, token
from weftnode.api.calls.shared import answers

router = Router(tags=["key"])


@router.get("/me", response=answers(schemas.Me), url_name="me", summary="What this key may do", **needs(None))
def me(request: HttpRequest) -> schemas.Me:
    """The officer behind the key, its scope, its rooms and its end."""
    by, key = officer(request), token(request)
    return schemas.Me(
        login=by.login,
        name=by.name,
        key=key.name,
        scope=sorted(str(one) for one in by.permissions),
        rooms=[
            schemas.Room(code=one.code, name=one.name)
            for one in queries.compartments(by)
            if one.pk in by.compartment_ids
        ],
        expires_at=key.expires_at,
        node=settings.NODE_NAME,
        version=weft.__version__,
    )
