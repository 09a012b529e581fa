from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "inkstead.moderation"
    label = "moderation"

    def ready(self) -> None:
        from inkstead.moderation import archived  # noqa: F401, PLC0415 - what leaves with somebody
