from __future__ import annotations

from django.urls import path

from inkstead.accounts import views

urlpatterns = [
    path("", views.me, name="me"),
    path("pen-names/", views.pen_names, name="my_pen_names"),
    path("pen-names/<str:slug>/", views.edit_pen_name, name="edit_pen_name"),
    path("pen-names/<str:slug>/use/", views.use_pen_name, name="use_pen_name"),
    path("settings/", views.settings, name="my_settings"),
    path("adult/", views.adult, name="adult"),
    path("zone/", views.zone, name="my_zone"),
    path("tokens/", views.tokens, name="my_tokens"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]
