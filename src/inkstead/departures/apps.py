from __future__ import annotations

from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    name = "inkstead.departures"
    label = "departures"
