"""The work app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "weftnode.work"
