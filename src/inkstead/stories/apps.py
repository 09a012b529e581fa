from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "inkstead.stories"
    label = "stories"

    def ready(self) -> None:
        from inkstead.stories.actions import parting  # noqa: F401, PLC0415 - registers what ends with a block
