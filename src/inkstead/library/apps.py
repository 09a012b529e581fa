from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "inkstead.library"
    label = "library"

    def ready(self) -> None:
        from inkstead.library import holes  # noqa: F401, PLC0415 - registers the fillers
        from inkstead.library.actions import parting  # noqa: F401, PLC0415 - registers what ends with a block
