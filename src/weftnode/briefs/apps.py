"""The briefs app: what a minister, a meeting or a forum is handed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.briefs.sentences import SENTENCES
from weftnode.ui import access, places


class BriefsConfig(AppConfig):
    name = "weftnode.briefs"

    def ready(self) -> None:
        from weftnode.briefs.things import source  # noqa: PLC0415 -- needs the models
        from weftnode.partners import things  # noqa: PLC0415 -- needs the models

        sentences.add(SENTENCES)
        things.add(source())
        places.add(places.Place(70, "briefs:list", _("Briefs"), access.gate(Permission.READ_BRIEFS), "b"))
