from __future__ import annotations

from django.urls import path

from inkstead.discovery import views
from inkstead.web import converters  # noqa: F401 - registers `word`

urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("library/searches/", views.saved.searches, name="searches"),
    path("library/searches/add/", views.saved.save, name="save_search"),
    path("library/searches/<int:search_id>/forget/", views.saved.forget, name="forget_search"),
    path("library/searches/<int:search_id>/address/", views.saved.renew, name="renew_search"),
    path("tag/<word:slug>/", views.tag, name="tag"),
    path("by/<word:slug>/", views.pen_name, name="pen_name"),
]
