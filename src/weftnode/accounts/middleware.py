"""The person behind a request: language, colours, the second factor that is asked for before anything else."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from weftnode.accounts.models import Officer

Handler = Callable[[HttpRequest], HttpResponse]
# What one may reach before the second factor is set up: setting it up, leaving, help, the language switch, the looks of the page.
_OPEN_VIEWS = {
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "account_change_password",
    "ui:help",
    "ui:language",
}


def person(get_response: Handler) -> Handler:
    """Activate the person's language; lead whoever lacks a second factor to the page where it is set up."""

    def handle(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Officer) and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return get_response(request)

    def process_view(request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.SECOND_FACTOR or not isinstance(request.user, Officer) or match is None:
            return None
        if match.view_name in _OPEN_VIEWS or match.view_name.startswith("mfa_"):
            return None
        if has_second_factor(request):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))

    handle.process_view = process_view  # type: ignore[attr-defined]
    return handle


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this person has an authenticator besides recovery codes. Asked of the database until it is so, then kept in the session."""
    if request.session.get("second_factor"):
        return True
    found = bool(
        Authenticator.objects.filter(user_id=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )
    if found:
        request.session["second_factor"] = True
    return found
