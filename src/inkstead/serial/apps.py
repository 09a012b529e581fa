from __future__ import annotations

from django.apps import AppConfig


class SerialConfig(AppConfig):
    name = "inkstead.serial"
    label = "serial"

    def ready(self) -> None:
        from inkstead.serial import beside  # noqa: F401, PLC0415 - registers what stands beside stories
