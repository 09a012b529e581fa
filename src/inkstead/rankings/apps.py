from __future__ import annotations

from django.apps import AppConfig


class RankingsConfig(AppConfig):
    name = "inkstead.rankings"
    label = "rankings"
