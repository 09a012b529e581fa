from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "inkstead.discovery"
    label = "discovery"

    def ready(self) -> None:
        from inkstead.discovery import archived, handlers, holes  # noqa: F401, PLC0415 - what they register
