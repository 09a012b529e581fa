from __future__ import annotations

from django.urls import path

from inkstead.reading import news, series, views

urlpatterns = [
    path("part/<int:part_id>-<str:slug>/", views.part, name="part"),
    path("part/<int:part_id>-<str:slug>", views.part),
    path("part/<int:part_id>/", views.part),
    path("part/<int:part_id>", views.part),
    path("story/<int:story_id>-<str:slug>/", views.story, name="story"),
    path("story/<int:story_id>-<str:slug>", views.story),
    path("story/<int:story_id>/", views.story),
    path("story/<int:story_id>", views.story),
    path("story/<int:story_id>/announcements/", news.announcements, name="announcements"),
    path("announcement/<int:announcement_id>-<str:slug>/", news.announcement, name="announcement"),
    path("announcement/<int:announcement_id>/", news.announcement),
    path("series/<int:series_id>-<str:slug>/", series.series, name="series"),
    path("series/<int:series_id>/", series.series),
    path("about/", views.about, name="about"),
    path("about/counting/", views.about_counting, name="about_counting"),
]
