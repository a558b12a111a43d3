"""The api app: the door for programs."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.ui import access, places
from weftnode.work import schedule


class ApiConfig(AppConfig):
    name = "weftnode.api"

    def ready(self) -> None:
        places.add(places.Place(90, "api:reference", _("Interface for programs"), access.gate(Permission.USE_API)))
        schedule.add("weftnode.api.tasks.prune", dt.timedelta(hours=1))
