from __future__ import annotations

from django.urls import path

from inkstead.recommendations import views

urlpatterns = [
    path("library/for-you/", views.for_you, name="for_you"),
    path("library/for-you/<int:story_id>/less/", views.less, name="want_less"),
    path("library/for-you/<int:story_id>/more/", views.more, name="want_more_again"),
]
