from __future__ import annotations

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "inkstead.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        from inkstead.recommendations import archived, below  # noqa: F401, PLC0415 - what stands below a story, and leaves
