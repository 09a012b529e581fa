from __future__ import annotations

from django.apps import AppConfig


class TagkeepingConfig(AppConfig):
    name = "inkstead.tagkeeping"
    label = "tagkeeping"
