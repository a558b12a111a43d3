"""The audit app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.ui import access, places


class AuditConfig(AppConfig):
    name = "weftnode.audit"

    def ready(self) -> None:
        places.add(places.Place(70, "audit:log", _("Log"), access.gate("audit.read"), "l"))
