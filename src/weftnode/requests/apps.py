"""The requests app: requests to and from partners, with their clocks."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.requests.sentences import SENTENCES
from weftnode.ui import access, panels, places
from weftnode.work import schedule

# How late at the most a clock that ran out is seen; lists and pages look at the time themselves.
_EVERY = dt.timedelta(minutes=5)


class RequestsConfig(AppConfig):
    name = "weftnode.requests"

    def ready(self) -> None:
        from weftnode.partners import things  # noqa: PLC0415 -- needs the models of all apps
        from weftnode.requests import letters, pieces  # noqa: PLC0415 -- needs the models of all apps

        sentences.add(SENTENCES)
        places.add(places.Place(45, "requests:list", _("Requests"), access.gate(Permission.READ_REQUESTS), "q"))
        schedule.add("weftnode.requests.tasks.clocks", _EVERY)
        things.add(things.Source(letters.LABEL, _("request"), letters.find, letters.page, letters.NAMES))
        panels.add("case", "requests", 10, pieces.of_case)
        panels.add("partner", "requests", 40, pieces.of_partner)
