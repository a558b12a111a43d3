"""The ui app. Its start compiles message catalogues that are older than their sources."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "weftnode.ui"

    def ready(self) -> None:
        from weftnode.ui import catalogues  # noqa: PLC0415 -- settings must be ready first

        catalogues.compile_stale()
