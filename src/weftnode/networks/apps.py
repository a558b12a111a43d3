"""The networks app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import Permission
from weftnode.ui import access, places


class NetworksConfig(AppConfig):
    name = "weftnode.networks"

    def ready(self) -> None:
        places.add(places.Place(20, "networks:list", _("Networks"), access.gate(Permission.READ_NETWORKS), "n"))
