from __future__ import annotations

from django.urls import path

from inkstead.discussion.views import guests, margin, saying, talk, tending, tray, walls
from inkstead.web import converters  # noqa: F401 - registers `word`

urlpatterns = [
    path("part/<int:part_id>-<str:slug>/vote/", saying.vote, name="vote"),
    path("part/<int:part_id>-<str:slug>/comments/", saying.comments, name="comments"),
    path("part/<int:part_id>-<str:slug>/margin/", margin.margins, name="margins"),
    path("part/<int:part_id>-<str:slug>/margin/<str:block>/", margin.margin, name="margin"),
    path("part/<int:part_id>-<str:slug>/margin/<str:block>/react/", margin.react_here, name="react_to_paragraph"),
    path("comment/<int:comment_id>/", saying.comment, name="comment"),
    path("comment/<int:comment_id>/edit/", saying.edit, name="edit_comment"),
    path("comment/<int:comment_id>/delete/", saying.delete, name="delete_comment"),
    path("comment/<int:comment_id>/history/", saying.history, name="comment_history"),
    path("comment/<int:comment_id>/react/", margin.react, name="react"),
    path("comment/<int:comment_id>/tend/", tending.tend, name="tend_comment"),
    path("comment/<int:comment_id>/wave/", tending.wave, name="hide_wave"),
    path("wave/<int:wave_id>/undo/", tending.undo_wave, name="undo_wave"),
    path("guest/part/<int:part_id>/", guests.say_as_guest, name="say_as_guest"),
    path("by/<word:slug>/wall/", walls.wall, name="wall"),
    path("by/<word:slug>/wall/who/", walls.choose, name="choose_wall"),
    path("wall/<int:post_id>/off/", walls.take_off, name="take_off_wall"),
    path("about/guests/", guests.about, name="about_guests"),
    path("me/comments/", tending.mine, name="my_comments"),
    path("moderation/guests/", tending.queue, name="guests_queue"),
    path("write/story/<int:story_id>/comments/", tending.inbox, name="comments_of_story"),
    path("write/story/<int:story_id>/talk/", talk.talk, name="talk"),
    path("write/part/<int:part_id>/talk/", talk.part_talk, name="part_talk"),
    path("write/part/<int:part_id>/tray/", tray.tray, name="tray"),
    path("write/part/<int:part_id>/tray/<int:comment_id>/", tray.choose, name="choose_paragraph"),
]
