from __future__ import annotations

from django.urls import path

from inkstead.discussion.views import saying, tray

urlpatterns = [
    path("part/<int:part_id>-<str:slug>/vote/", saying.vote, name="vote"),
    path("part/<int:part_id>-<str:slug>/comments/", saying.comments, name="comments"),
    path("comment/<int:comment_id>/", saying.comment, name="comment"),
    path("comment/<int:comment_id>/edit/", saying.edit, name="edit_comment"),
    path("comment/<int:comment_id>/delete/", saying.delete, name="delete_comment"),
    path("write/part/<int:part_id>/tray/", tray.tray, name="tray"),
    path("write/part/<int:part_id>/tray/<int:comment_id>/", tray.choose, name="choose_paragraph"),
]
