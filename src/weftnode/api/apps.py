"""The api app: the door for programs."""

import datetime as dt

from django.apps import AppConfig

from weftnode.work import schedule


class ApiConfig(AppConfig):
    name = "weftnode.api"

    def ready(self) -> None:
        schedule.add("weftnode.api.tasks.prune", dt.timedelta(hours=1))
