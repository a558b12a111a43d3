"""The cases app: joint cases, measures, holds, tasks."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "weftnode.cases"
