"""Errors as problem details (RFC 9457): one shape for everything that goes wrong."""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from weft.errors import WeftError
from weftnode.api.actions import KeyUsed
from weftnode.api.body import BodyWrong
from weftnode.ui import disk, edge, phrases

log = logging.getLogger("weftnode.api")

CODES: dict[str, str] = {
    "unauthorized": "No key was given, or one that does not work (any more).",
    "scope": "The key works, but not for this: its scope, or its officer's rights, lack it.",
    "refused": "A rule says no, for the reason in `detail`.",
    "input": "What was given could not be used, for the reason in `detail`.",
    "input.fields": "Fields of the request are wrong; `errors` names each with its reason.",
    "input.json": "The body is not JSON, or says something in a way that readers of JSON take differently; `errors` names the places.",
    "input.size": "The body is too large.",
    "input.key_used": "The Idempotency-Key was used for another request.",
    "input.unknown_id": "There is nothing here, or nothing that this key may see: the answer is the same.",
    "method": "This address does not take this method.",
    "not_written": "The disk of the node is full, or fails. Nothing was changed; ask again later.",
    "throttled": "Too many requests; `Retry-After` says how many seconds to wait.",
}
"""Every code this interface answers with, beside those of partners and of the node itself."""


def problem(
    status: int, code: str, title: str, detail: str = "", *, hint: str = "", errors: Iterable[Mapping[str, str]] = ()
) -> HttpResponse:
    """One problem. ``type`` leads to the code's line on the reference page."""
    said: dict[str, Any] = {
        "type": f"{reverse('api:reference')}#problem-{code}",
        "title": title,
        "status": int(status),
        "code": code,
    }
    said |= {name: value for name, value in (("detail", detail), ("hint", hint), ("errors", list(errors))) if value}
    return HttpResponse(orjson.dumps(said), status=int(status), content_type="application/problem+json")


class FieldsWrong(Exception):
    """A form of the node did not take what was given."""

    def __init__(self, errors: Mapping[str, Iterable[str]]) -> None:
        super().__init__("fields")
        self.errors = [
            {"field": "" if field == "__all__" else field, "message": str(message)}
            for field, messages in errors.items()
            for message in messages
        ]


class OutOfScope(Exception):
    """The key works, but not for this."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


def unauthorized() -> HttpResponse:
    """Nobody is behind this request."""
    answer = problem(HTTPStatus.UNAUTHORIZED, "unauthorized", "A key is needed", CODES["unauthorized"])
    answer["WWW-Authenticate"] = 'Bearer realm="weft"'
    return answer


def absent() -> HttpResponse:
    """Absent, or not for this key: the answer is the same."""
    return problem(HTTPStatus.NOT_FOUND, "input.unknown_id", str(phrases.ERRORS["input.unknown_id"]))


def _ours(request: HttpRequest, exc: Any) -> HttpResponse:
    assert isinstance(exc, WeftError)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(exc, KeyUsed) else edge.status(exc)
    if status == HTTPStatus.NOT_FOUND:
        return absent()
    return problem(status, exc.code, phrases.error(exc.code) or str(exc), str(exc), hint=exc.hint)


def _fields(request: HttpRequest, exc: Any) -> HttpResponse:
    title = str(phrases.ERRORS["input"])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "input.fields", title, errors=exc.errors)


def _shape(request: HttpRequest, exc: Any) -> HttpResponse:
    assert isinstance(exc, ValidationError)
    # Where and why, never the value: an answer may be logged by whoever asked.
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:] if part != "given"), "message": one["msg"]}
        for one in exc.errors
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "input.fields", str(phrases.ERRORS["input"]), errors=errors)


def _scope(request: HttpRequest, exc: Any) -> HttpResponse:
    assert isinstance(exc, OutOfScope)
    answer = problem(HTTPStatus.FORBIDDEN, "scope", str(phrases.ERRORS["refused"]), CODES["scope"])
    answer["WWW-Authenticate"] = f'Bearer realm="weft", error="insufficient_scope", scope="{exc.permission}"'
    return answer


def _http(request: HttpRequest, exc: Any) -> HttpResponse:
    assert isinstance(exc, HttpError)
    if isinstance(exc, AuthenticationError):
        return unauthorized()
    if isinstance(exc, Throttled):
        answer = problem(HTTPStatus.TOO_MANY_REQUESTS, "throttled", "Too many requests", CODES["throttled"])
        answer["Retry-After"] = str(max(1, round(exc.wait or 60)))
        return answer
    # Ninja answers for whatever its parser raised; ours says where.
    wrong = exc.__cause__ if isinstance(exc.__cause__, BodyWrong) else None
    errors = [{"field": place, "message": why} for place, why in wrong.errors] if wrong else []
    return problem(exc.status_code, "input.json", str(phrases.ERRORS["input"]), str(wrong or exc), errors=errors)


def _large(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "input.size", str(phrases.ERRORS["input"]), CODES["input.size"])


def _no_room(request: HttpRequest, exc: Any) -> HttpResponse:
    """A disk that is full is told as such; anything else goes on to the node's last page."""
    if not disk.would_not_take(exc):
        raise exc
    log.error("the disk would not take what was written; nothing was changed")
    return problem(
        HTTPStatus.INSUFFICIENT_STORAGE, "not_written", str(phrases.ERRORS["not_written"]), CODES["not_written"]
    )


def _nothing(request: HttpRequest, exc: Any) -> HttpResponse:
    return absent()


def handle(api: NinjaAPI) -> None:
    """Give an interface our answers to everything that goes wrong but our own bugs, which the node's last page answers."""
    for kind, handler in (
        (WeftError, _ours),
        (FieldsWrong, _fields),
        (OutOfScope, _scope),
        (ValidationError, _shape),
        (RequestDataTooBig, _large),
        (HttpError, _http),
        (AuthenticationError, _http),
        (Throttled, _http),
        (Http404, _nothing),
        (DatabaseError, _no_room),
        (OSError, _no_room),
    ):
        api.add_exception_handler(kind, handler)
