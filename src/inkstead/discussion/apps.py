from __future__ import annotations

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "inkstead.discussion"
    label = "discussion"

    def ready(self) -> None:
        from inkstead.discussion.queries import met  # noqa: F401, PLC0415 - registers whose words somebody meets
