"""Table of contents: which app answers which addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("inkstead.discovery.urls")),
    path("", include("inkstead.rankings.urls")),
    path("", include("inkstead.recommendations.urls")),
    path("", include("inkstead.catalogues.urls")),
    path("", include("inkstead.reading.urls")),
    path("", include("inkstead.stories.urls")),
    path("", include("inkstead.perspectives.urls")),
    path("", include("inkstead.discussion.urls")),
    path("", include("inkstead.library.urls")),
    path("", include("inkstead.tagkeeping.urls")),
    path("me/", include("inkstead.accounts.urls")),
    path("me/", include("inkstead.departures.urls")),
    path("me/", include("allauth.urls")),
    path("me/notices/", include("inkstead.notifications.urls")),
    path("write/", include("inkstead.writing.urls")),
    path("write/", include("inkstead.perspectives.desk_urls")),
    path("write/", include("inkstead.serial.urls")),
    path("write/", include("inkstead.collaboration.urls")),
    path("", include("inkstead.exchange.urls")),
    path("draft/", include("inkstead.collaboration.open_urls")),
    path("write/", include("inkstead.readership.urls")),
    path("", include("inkstead.moderation.urls")),
    path("api/v1/", include("inkstead.api.urls")),
    path("", include("inkstead.operations.urls")),
    path("", include("inkstead.web.urls")),
]

handler400 = "inkstead.web.errors.bad_request"
handler403 = "inkstead.web.errors.forbidden"
handler404 = "inkstead.web.errors.not_found"
handler500 = "inkstead.web.errors.failed"
