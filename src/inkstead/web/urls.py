from __future__ import annotations

from django.urls import path

from inkstead.web.asset_views import plain_asset

urlpatterns = [
    path("assets/<str:name>", plain_asset, name="plain-asset"),
]
