from __future__ import annotations

from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    name = "inkstead.catalogues"
    label = "catalogues"
