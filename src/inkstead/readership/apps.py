from __future__ import annotations

from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    name = "inkstead.readership"
    label = "readership"

    def ready(self) -> None:
        from inkstead.readership import archived, pictures  # noqa: F401, PLC0415 - what other apps show and keep of it
