from __future__ import annotations

from django.urls import path

from inkstead.library.views import apart, follows, hides, history, places, shelf, shelves
from inkstead.web import converters  # noqa: F401 - registers `word`

urlpatterns = [
    path("library/", places.library, name="library"),
    path("library/<int:story_id>/forget/", places.forget, name="forget_place"),
    path("library/follows/", follows.follows, name="follows"),
    path("library/shelves/", shelves.shelves, name="shelves"),
    path("library/shelf/<int:shelf_id>/", shelves.own_shelf, name="own_shelf"),
    path("library/shelf/<int:shelf_id>/edit/", shelves.edit, name="edit_shelf"),
    path("library/shelf/<int:shelf_id>/delete/", shelves.delete, name="delete_shelf"),
    path("library/shelf/<int:shelf_id>/address/", shelves.renew, name="renew_shelf_address"),
    path("library/shelf/<int:shelf_id>/order/", shelves.order, name="order_shelf"),
    path("library/shelf/<int:shelf_id>/story/<int:story_id>/", shelves.note, name="shelf_note"),
    path("library/shelf/<int:shelf_id>/story/<int:story_id>/off/", shelves.take_off, name="take_off_shelf"),
    path("library/history/", history.history, name="history"),
    path("library/history/pause/", history.pause, name="pause_history"),
    path("library/history/forget/", history.forget_all, name="forget_history"),
    path("library/history/<int:part_id>/forget/", history.forget, name="forget_part"),
    path("shelf/<int:shelf_id>/", shelf.shelf, name="shelf_by_number"),
    path("shelf/<int:shelf_id>-<str:slug>/", shelf.shelf, name="shelf"),
    path("shelf/with/<slug:secret>/", shelf.unlisted, name="unlisted_shelf"),
    path("me/apart/<word:slug>/", apart.apart, name="apart"),
    path("me/apart/<word:slug>/end/", apart.unblock, name="unblock"),
    path("me/hidden/", hides.hidden, name="hidden"),
    path("me/hidden/story/<int:story_id>/", hides.choose, name="choose_hide"),
    path("me/hidden/add/", hides.hide, name="hide"),
    path("me/hidden/<int:hide_id>/show/", hides.show_again, name="show_again"),
    path("story/<int:story_id>/follow/", follows.follow, name="follow"),
    path("story/<int:story_id>/shelve/", shelves.shelve, name="shelve"),
    path("by/<word:slug>/follow/", follows.follow_name, name="follow_name"),
    path("tag/<word:slug>/follow/", follows.follow_tag, name="follow_tag"),
    path("shelf/<int:shelf_id>/follow/", follows.follow_shelf, name="follow_shelf"),
]
