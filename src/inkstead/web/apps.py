from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "inkstead.web"
    label = "web"
