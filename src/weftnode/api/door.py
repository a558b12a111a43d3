"""The interface as a whole: its operations, its errors, its description."""

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

import weft
from weftnode.api import body, problems
from weftnode.api.calls import networks, own, reports

ABOUT = (
    "Reports, networks and search of one node, for programs. A key of an officer opens it and acts for that officer: with no more rights, only in the "
    "officer's compartments, and every read and write is in the log. What a key may not see answers like what does not exist."
)


class _Json(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class _Parser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return body.read(request.body)


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        """The address's name, so that the methods of clients have it too."""
        return str(operation.url_name)


api = _Api(
    title="Weft",
    version="1",
    description=ABOUT,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url=None,
    renderer=_Json(),
    parser=_Parser(),
)
problems.handle(api)
for router in (own.router, reports.router, networks.router):
    api.add_router("", router)


def patterns() -> list[URLPattern]:
    """The addresses, each behind the last door for what ninja answers in plain text."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        one.callback = _closed(one.callback)
    return found


def _closed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @csrf_exempt  # a key opens the door, never a cookie
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            refused = problems.problem(405, "method", "This address does not take this method")
            refused["Allow"] = answer["Allow"]
            return refused
        return answer

    return inner


def document() -> dict[str, Any]:
    """The OpenAPI document, with problems under their own media type, as RFC 9457 names it."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/1"))
    made["info"]["version"] = weft.__version__
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for path in made["paths"].values():
        for operation in path.values():
            operation["security"] = [{"key": []}]
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
    return made
