"""The partners app: countries and agencies we work with, agreements, and the one door through which anything leaves."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "weftnode.partners"
