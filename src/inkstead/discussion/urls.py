from __future__ import annotations

from django.urls import path

from inkstead.discussion import views

urlpatterns = [
    path("part/<int:part_id>-<str:slug>/vote/", views.vote, name="vote"),
    path("part/<int:part_id>-<str:slug>/comments/", views.comments, name="comments"),
    path("story/<int:story_id>/follow/", views.follow, name="follow"),
    path("comment/<int:comment_id>/", views.comment, name="comment"),
    path("comment/<int:comment_id>/edit/", views.edit, name="edit_comment"),
    path("comment/<int:comment_id>/delete/", views.delete, name="delete_comment"),
]
