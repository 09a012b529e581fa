from __future__ import annotations

from django.urls import path

from inkstead.stories import views

urlpatterns = [
    path("files/covers/<str:name>", views.cover, name="cover"),
    path("files/images/<int:story_id>/<str:name>", views.image, name="image"),
    path("share/story/<int:story_id>.png", views.share, name="share_image"),
]
