"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.accounts.sentences import SENTENCES
from weftnode.audit import sentences
from weftnode.ui import access, places


class AccountsConfig(AppConfig):
    name = "weftnode.accounts"

    def ready(self) -> None:
        sentences.add(SENTENCES)
        places.add(places.Place(80, "accounts:officers", _("Officers"), access.gate(Permission.READ_ACCOUNTS), "o"))
        places.add(places.Place(81, "accounts:broken", _("Broken glass"), access.gate(Permission.READ_AUDIT)))
