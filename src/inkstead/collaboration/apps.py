from __future__ import annotations

from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "inkstead.collaboration"
    label = "collaboration"

    def ready(self) -> None:
        from inkstead.collaboration import pictures  # noqa: F401, PLC0415 - what other apps keep of it
        from inkstead.collaboration.actions import parting  # noqa: F401, PLC0415 - registers what ends with a block
