from __future__ import annotations

from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    name = "inkstead.catalogues"
    label = "catalogues"

    def ready(self) -> None:
        from inkstead.catalogues import handlers  # noqa: F401, PLC0415 - registers reactions
