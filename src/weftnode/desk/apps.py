"""The desk app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.audit import sentences
from weftnode.desk.sentences import SENTENCES
from weftnode.ui import access, places

CLOCKS = (
    Permission.READ_CASES,
    Permission.READ_REQUESTS,
    Permission.READ_PARTNERS,
    Permission.READ_DIPLOMACY,
)
"""Whoever holds one of these has something that falls due."""


class DeskConfig(AppConfig):
    name = "weftnode.desk"

    def ready(self) -> None:
        sentences.add(SENTENCES)
        places.add(places.Place(5, "desk:board", _("Due"), access.gate(*CLOCKS), "d"))
