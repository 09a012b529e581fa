from __future__ import annotations

from django.urls import path

from inkstead.library import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<int:story_id>/forget/", views.forget, name="forget_place"),
]
