from __future__ import annotations

from django.urls import path

from inkstead.rankings import views

urlpatterns = [
    path("rankings/", views.rankings, name="rankings"),
    path("rankings/days/", views.days, name="ranking_days"),
    path("rankings/days/<str:day>.jsonl.gz", views.day_file, name="ranking_day"),
    path("rankings/story/<int:story_id>/", views.why, name="why_ranked"),
    path("rankings/<slug:name>/", views.ranking, name="usual_ranking"),
    path("rankings/<slug:name>/<slug:window>/", views.ranking, name="ranking"),
    path("about/rankings/", views.about, name="about_rankings"),
]
