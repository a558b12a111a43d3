"""The api app: the door for programs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "weftnode.api"
