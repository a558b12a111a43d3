"""The partners app: countries and agencies we work with, agreements, and the one door through which anything leaves."""

from django.apps import AppConfig

from weftnode.audit import sentences
from weftnode.partners.sentences import SENTENCES


class PartnersConfig(AppConfig):
    name = "weftnode.partners"

    def ready(self) -> None:
        sentences.add(SENTENCES)
