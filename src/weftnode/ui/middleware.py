"""Two thin layers around every request: the sign of life in front, the edge for our own errors behind."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weft.errors import WeftError
from weftnode.ui import edge, views

Handler = Callable[[HttpRequest], HttpResponse]


def health(get_response: Handler) -> Handler:
    """Answer /healthz before sessions, hosts and the database have a say: the process is alive, no more."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        return get_response(request)

    return handle


class Edge:
    """Turns a WeftError that a view let through into its page; says of every page that it must not be kept by others."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, WeftError):
            return views.trouble(request, exception, edge.status(exception))
        return None
