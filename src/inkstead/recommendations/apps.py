from __future__ import annotations

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "inkstead.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        from inkstead.recommendations import below  # noqa: F401, PLC0415 - registers what stands below a story
