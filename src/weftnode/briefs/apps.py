"""The briefs app: what a minister, a meeting or a forum is handed."""

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "weftnode.briefs"
