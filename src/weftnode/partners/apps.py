"""The partners app: countries and agencies we work with, agreements, and the one door through which anything leaves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.partners.sentences import SENTENCES
from weftnode.ui import access, places


class PartnersConfig(AppConfig):
    name = "weftnode.partners"

    def ready(self) -> None:
        sentences.add(SENTENCES)
        places.add(places.Place(30, "partners:list", _("Partners"), access.gate(Permission.READ_PARTNERS), "p"))
