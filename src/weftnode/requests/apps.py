"""The requests app: requests to and from partners, with their clocks."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "weftnode.requests"
