"""The audit app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.ui import access, places
from weftnode.work import schedule


class AuditConfig(AppConfig):
    name = "weftnode.audit"

    def ready(self) -> None:
        schedule.add("weftnode.audit.tasks.sign", dt.timedelta(hours=1))
        places.add(places.Place(70, "audit:log", _("Log"), access.gate("audit.read"), "l"))
        places.add(places.Place(75, "audit:erasures", _("Erasures"), access.gate("audit.erase"), "e"))
