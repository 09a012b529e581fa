from __future__ import annotations

from django.urls import path

from inkstead.exchange.views import arriving, bundles, claiming, downloading, incoming, leaving, moving

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
    path("download/series/<int:series_id>/<str:slug>-<slug:name>.zip", bundles.series, name="download_series"),
    path("download/shelf/<int:shelf_id>-<slug:name>.zip", bundles.shelf, name="download_shelf"),
    path("download/shelf/with/<slug:secret>/<slug:name>.zip", bundles.unlisted_shelf, name="download_unlisted_shelf"),
    path("download/reading-<slug:name>.zip", bundles.being_read, name="download_being_read"),
    path("download/library-<slug:name>.zip", bundles.followed, name="download_followed"),
    path("write/import/archive/", incoming.bring_archive, name="bring_archive"),
    path("write/import/archive/<int:incoming_id>/", incoming.incoming, name="incoming"),
    path("write/story/<int:story_id>/moved/", moving.moved, name="story_moved"),
    path("from/<str:host>/<str:slug>/<path:path>", moving.forwarded, name="forwarded"),
    path("from/<str:host>/<str:slug>/", moving.forwarded, {"path": ""}, name="forwarded"),
    path("moved/", moving.pasted, name="pasted"),
    path("me/claims/", claiming.claims, name="claims"),
    path("me/claims/<int:pen_name_id>/", claiming.take_up, name="take_up"),
    path("me/leaving/", leaving.leaving, name="leaving"),
    path("me/leaving/ask/", leaving.ask, name="ask_for_archive"),
    path("me/leaving/own/reader.zip", leaving.own_file, name="own_archive_file"),
    path("me/leaving/<str:slug>.zip", leaving.archive_file, name="archive_file"),
    path("about/signing-key/", leaving.signing_key, name="signing_key"),
    path("write/import/", arriving.bring_in, name="bring_in"),
    path("write/import/<int:arrival_id>/", arriving.arrival, name="arrival"),
    path("write/import/<int:arrival_id>/cover.jpg", arriving.cover, name="arrived_cover"),
    path("write/import/<int:arrival_id>/order/", arriving.arrange, name="arrange_arrival"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/join/", arriving.join, name="join_arrived"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/leave-out/", arriving.leave_out, name="leave_out_arrived"),
    path("write/import/<int:arrival_id>/part/<int:part_id>/divide/", arriving.divide, name="divide_arrived"),
    path("write/import/<int:arrival_id>/undo/<int:step_id>/", arriving.undo_step, name="undo_arranging"),
    path("write/import/<int:arrival_id>/forget/", arriving.forget, name="forget_arrival"),
    path("write/story/<int:story_id>/import/", arriving.bring_in, name="bring_into"),
]
