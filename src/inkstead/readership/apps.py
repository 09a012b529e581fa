from __future__ import annotations

from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    name = "inkstead.readership"
    label = "readership"
