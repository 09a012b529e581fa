from __future__ import annotations

from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    name = "inkstead.departures"
    label = "departures"

    def ready(self) -> None:
        from inkstead.departures import parting  # noqa: F401, PLC0415 - registers what ends with a block
