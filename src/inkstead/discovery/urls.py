from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from inkstead.discovery import views


class Word(StringConverter):
    """As `str`, but without a zero byte: PostgreSQL refuses to look for one, and no slug has one."""

    regex = "[^/\x00]+"


register_converter(Word, "word")

urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("search/", views.search, name="search"),
    path("tag/<word:slug>/", views.tag, name="tag"),
    path("by/<word:slug>/", views.pen_name, name="pen_name"),
]
