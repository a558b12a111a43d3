"""Pages that belong to no app: the errors, the language switch, help and the page of components."""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from weft.errors import WeftError
from weftnode.ui import disk, phrases

log = logging.getLogger("weftnode.ui")


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Keys, words and where to turn."""
    return render(request, "ui/help.html")


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every shared piece on one page, for those who build pages."""
    return render(request, "ui/components.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of this browser. A signed-in person's own choice is kept with the person (`accounts`)."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in dict(settings.LANGUAGES):
        translation.activate(wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=31_536_000,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
    return response


def trouble(request: HttpRequest, problem: WeftError, status: HTTPStatus) -> HttpResponse:
    """The page of one of our errors: what happened, and what to do next."""
    said = phrases.error(problem.code) or str(problem)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", problem.code, problem)
    context = {
        "title": said,
        "hint": problem.hint,
        "detail": str(problem) if said != str(problem) else "",
        "code": problem.code,
    }
    return render(request, "ui/trouble.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Absent, or not for this person: the answer is the same."""
    return _plain(request, HTTPStatus.NOT_FOUND)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _plain(request, HTTPStatus.FORBIDDEN, phrases.CSRF)


def our_bug(request: HttpRequest) -> HttpResponse:
    """No template that could fail again: plain words. A disk that is full is nobody's bug and is told as what it is."""
    # Django calls this inside its own `except`.
    if disk.would_not_take(sys.exc_info()[1]):
        log.error("the disk would not take what was written; nothing was changed")
        return HttpResponse(phrases.no_room_page(), status=HTTPStatus.INSUFFICIENT_STORAGE)
    return HttpResponse(phrases.our_bug_page(), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _plain(request: HttpRequest, status: HTTPStatus, why: object = "") -> HttpResponse:
    return render(request, "ui/trouble.html", {"title": phrases.STATUS[status], "hint": why}, status=status)
