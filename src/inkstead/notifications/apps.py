from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "inkstead.notifications"
    label = "notifications"

    def ready(self) -> None:
        from inkstead.notifications import archived, holes  # noqa: F401, PLC0415 - registers fillers, and what leaves
        from inkstead.notifications.actions import parting  # noqa: F401, PLC0415 - registers what ends with a block
