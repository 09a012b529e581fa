from __future__ import annotations

from django.urls import path, re_path

from inkstead.api import views
from inkstead.api.endpoints import endpoints

urlpatterns = [
    *endpoints(),
    path("", views.index, name="api"),
    path("openapi.json", views.description, name="openapi"),
    re_path("", views.unknown),
]
