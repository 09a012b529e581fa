from __future__ import annotations

from django.apps import AppConfig


class SerialConfig(AppConfig):
    name = "inkstead.serial"
    label = "serial"
