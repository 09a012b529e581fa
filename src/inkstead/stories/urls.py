from __future__ import annotations

from django.urls import path

from inkstead.stories import views

urlpatterns = [path("share/story/<int:story_id>.png", views.share, name="share_image")]
