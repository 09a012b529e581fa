from __future__ import annotations

from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "inkstead.writing"
    label = "writing"
