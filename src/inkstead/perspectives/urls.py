from __future__ import annotations

from django.urls import path

from inkstead.perspectives.views import readers

urlpatterns = [
    path("story/<int:story_id>/tellings/", readers.tellings, name="tellings"),
    path("story/<int:story_id>/tellings/<int:retelling_id>/", readers.sides, name="sides"),
    path("story/<int:story_id>/characters/<str:slug>/", readers.character, name="character"),
    path("story/<int:story_id>/through/<str:slug>/", readers.through, name="through"),
    path("story/<int:story_id>/through/<str:slug>/<int:number>/", readers.through, name="through_page"),
]
