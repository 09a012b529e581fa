from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inkstead.accounts"
    label = "accounts"

    def ready(self) -> None:
        from inkstead.accounts import holes  # noqa: F401, PLC0415 - registers the fillers
