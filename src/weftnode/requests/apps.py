"""The requests app: requests to and from partners, with their clocks."""

from django.apps import AppConfig

from weftnode.audit import sentences
from weftnode.requests.sentences import SENTENCES


class RequestsConfig(AppConfig):
    name = "weftnode.requests"

    def ready(self) -> None:
        sentences.add(SENTENCES)
