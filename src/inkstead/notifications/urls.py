"""Under `/me/notices/`."""

from __future__ import annotations

from django.urls import path

from inkstead.notifications.views import choices, inbox, letters

urlpatterns = [
    path("", inbox.inbox, name="notices"),
    path("<int:notice_id>/", inbox.open_notice, name="notice"),
    path("read/", inbox.read, name="read_notices"),
    path("choices/", choices.choices, name="notice_choices"),
    path("letters/<str:token>/end/", letters.leave, name="leave_letters"),
]
