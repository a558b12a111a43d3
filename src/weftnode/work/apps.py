"""The work app."""

import datetime as dt

from django.apps import AppConfig

from weftnode.work import schedule


class WorkConfig(AppConfig):
    name = "weftnode.work"

    def ready(self) -> None:
        schedule.add("weftnode.work.tasks.prune", dt.timedelta(hours=1))
