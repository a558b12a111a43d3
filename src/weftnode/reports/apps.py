"""The reports app."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.reports.sentences import SENTENCES
from weftnode.ui import access, places
from weftnode.work import schedule


class ReportsConfig(AppConfig):
    name = "weftnode.reports"

    def ready(self) -> None:
        from weftnode.partners import things  # noqa: PLC0415 -- models must be ready first
        from weftnode.reports.things import sources  # noqa: PLC0415 -- models must be ready first

        for source in sources():
            things.add(source)
        sentences.add(SENTENCES)
        schedule.add("weftnode.reports.tasks.tidy", dt.timedelta(days=1))
        search = access.gate(Permission.READ_REPORTS)
        places.add_search(places.Place(0, "reports:list", _("words, telephone, account, website …"), search))
        places.add(places.Place(10, "reports:list", _("Reports"), access.gate(Permission.READ_REPORTS), "r"))
        places.add(places.Place(15, "reports:batches", _("Files"), access.gate(Permission.IMPORT_REPORTS), "f"))
