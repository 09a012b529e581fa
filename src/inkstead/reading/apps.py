from __future__ import annotations

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "inkstead.reading"
    label = "reading"

    def ready(self) -> None:
        from inkstead.reading import holes  # noqa: F401, PLC0415 - registers the fillers
