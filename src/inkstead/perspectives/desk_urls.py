from __future__ import annotations

from django.urls import path

from inkstead.perspectives.views import desk

urlpatterns = [
    path("story/<int:story_id>/tellings/", desk.tellings, name="story_tellings"),
    path("story/<int:story_id>/tellings/link/", desk.link, name="link_scenes"),
    path("story/<int:story_id>/tellings/said/<int:said_id>/", desk.ask_again, name="ask_again"),
    path("story/<int:story_id>/tellings/line/<int:line_id>/", desk.meant, name="mean_difference"),
    path("story/<int:story_id>/scenes/", desk.scenes, name="story_scenes"),
    path("story/<int:story_id>/scenes/<int:scene_id>/", desk.correct, name="correct_scene"),
]
