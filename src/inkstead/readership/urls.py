from __future__ import annotations

from django.urls import path

from inkstead.readership import views

urlpatterns = [
    path("story/<int:story_id>/figures/", views.story_figures, name="story_figures"),
    path("story/<int:story_id>/figures/figures.zip", views.story_sheets, name="story_sheets"),
    path("story/<int:story_id>/figures/<slug:name>.csv", views.story_sheet, name="story_sheet"),
    path("part/<int:part_id>/figures/", views.part_figures, name="part_figures"),
    path("part/<int:part_id>/figures/<slug:name>.csv", views.part_sheet, name="part_sheet"),
]
