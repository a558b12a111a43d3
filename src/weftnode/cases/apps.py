"""The cases app: joint cases, measures, holds, tasks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.cases.sentences import SENTENCES
from weftnode.ui import access, panels, places


class CasesConfig(AppConfig):
    name = "weftnode.cases"

    def ready(self) -> None:
        from weftnode.cases import corrections  # noqa: PLC0415 -- needs the models
        from weftnode.cases import panels as pieces  # noqa: PLC0415 -- needs the models
        from weftnode.cases.things import source  # noqa: PLC0415 -- needs the models
        from weftnode.partners import things  # noqa: PLC0415 -- needs the models

        sentences.add(SENTENCES)
        places.add(places.Place(30, "cases:list", _("Cases"), access.gate(Permission.READ_CASES), "c"))
        things.add(source())
        things.add(corrections.source())
        panels.add("network", "cases", 10, pieces.network)
        panels.add("report", "cases", 10, pieces.report)
