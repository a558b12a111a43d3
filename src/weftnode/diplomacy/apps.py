"""The diplomacy app: meetings, commitments, tracks, forums."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.diplomacy.sentences import SENTENCES
from weftnode.ui import access, places
from weftnode.work import schedule


class DiplomacyConfig(AppConfig):
    name = "weftnode.diplomacy"

    def ready(self) -> None:
        from weftnode.diplomacy.things import sources  # noqa: PLC0415 -- needs the models
        from weftnode.partners import things  # noqa: PLC0415 -- needs the models

        for source in sources():
            things.add(source)
        sentences.add(SENTENCES)
        schedule.add("weftnode.diplomacy.tasks.tidy", dt.timedelta(days=1))
        places.add(
            places.Place(50, "diplomacy:commitments", _("Commitments"), access.gate(Permission.READ_DIPLOMACY), "m")
        )
