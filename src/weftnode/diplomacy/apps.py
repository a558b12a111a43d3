"""The diplomacy app: meetings, commitments, tracks, forums."""

from django.apps import AppConfig


class DiplomacyConfig(AppConfig):
    name = "weftnode.diplomacy"
