"""The networks app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.networks.sentences import SENTENCES
from weftnode.ui import access, panels, places
from weftnode.work import schedule

# How long a new report waits at the most before the networks are built again. Until then its page shows who names the same.
_EVERY = dt.timedelta(seconds=30)


class NetworksConfig(AppConfig):
    name = "weftnode.networks"

    def ready(self) -> None:
        from weftnode.networks import panels as pieces  # noqa: PLC0415 -- needs the models

        sentences.add(SENTENCES)
        panels.add("report", "networks", 5, pieces.report)
        places.add(places.Place(20, "networks:list", _("Networks"), access.gate(Permission.READ_NETWORKS), "n"))
        from weftnode.networks.things import source  # noqa: PLC0415 -- models must be ready first
        from weftnode.partners import things  # noqa: PLC0415 -- models must be ready first

        things.add(source())
        schedule.add("weftnode.networks.tasks.refresh", _EVERY)
