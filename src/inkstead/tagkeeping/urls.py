from __future__ import annotations

from django.urls import path

from inkstead.tagkeeping import views

urlpatterns = [
    path("keep/tags/", views.tags, name="keep_tags"),
    path("keep/tags/suggest/", views.suggest, name="suggest_kept_tags"),
    path("keep/tags/log/", views.log, name="tag_log"),
    path("keep/tags/log/<int:change_id>/", views.change, name="tag_change"),
    path("keep/tags/<int:tag_id>/", views.tag, name="keep_tag"),
    path("keep/tags/<int:tag_id>/<slug:verb>/", views.decide, name="decide_tag"),
]
