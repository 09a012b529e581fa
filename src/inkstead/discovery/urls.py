from __future__ import annotations

from django.urls import path

from inkstead.discovery import views

urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("search/", views.search, name="search"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("by/<str:slug>/", views.pen_name, name="pen_name"),
]
