from __future__ import annotations

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "inkstead.discussion"
    label = "discussion"
