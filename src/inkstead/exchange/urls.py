from __future__ import annotations

from django.urls import path

from inkstead.exchange.views import arriving, downloading

urlpatterns = [
    path("download/<int:story_id>/<str:slug>.<slug:ending>", downloading.download, name="download"),
    path(
        "download/<int:story_id>/volume/<int:volume_id>/<str:slug>.<slug:ending>",
        downloading.download_volume,
        name="download_volume",
    ),
    path(
        "download/<int:story_id>/part/<int:part_id>/<str:slug>.<slug:ending>",
        downloading.download_part,
        name="download_part",
    ),
    path("download/<int:story_id>/", downloading.take_away, name="take_away"),
    path("write/import/", arriving.bring_in, name="bring_in"),
    path("write/import/<int:arrival_id>/", arriving.arrival, name="arrival"),
    path("write/import/<int:arrival_id>/order/", arriving.arrange, name="arrange_arrival"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/join/", arriving.join, name="join_arrived"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/leave-out/", arriving.leave_out, name="leave_out_arrived"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/divide/", arriving.divide, name="divide_arrived"),
    path("write/import/<int:arrival_id>/forget/", arriving.forget, name="forget_arrival"),
    path("write/story/<int:story_id>/import/", arriving.bring_in, name="bring_into"),
]
