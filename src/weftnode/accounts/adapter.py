"""What allauth asks of us: nobody signs up by themselves, every sign-in and failure is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from weftnode.audit import actions as audit
from weftnode.audit.actors import NODE


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed to newcomers; sign-in names are compared without case."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.casefold()

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        audit.record("accounts.officer.signed_in", by=user, about=user)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            audit.record("accounts.officer.signed_out", by=request.user, about=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        # The name as typed may be a password typed into the wrong field: only that somebody failed is written.
        audit.record("accounts.officer.sign_in_failed", by=NODE, about="accounts.officer:")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A node sends no mail: it may have no line to anywhere."""
