from __future__ import annotations

from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "inkstead.collaboration"
    label = "collaboration"

    def ready(self) -> None:
        from inkstead.collaboration import pictures  # noqa: F401, PLC0415 - what other apps keep of it
