"""Under `/me/notices/`."""

from __future__ import annotations

from django.urls import path

from inkstead.notifications.views import choices, inbox, letters, push

urlpatterns = [
    path("", inbox.inbox, name="notices"),
    path("<int:notice_id>/", inbox.open_notice, name="notice"),
    path("read/", inbox.read, name="read_notices"),
    path("choices/", choices.choices, name="notice_choices"),
    path("push/", push.subscribe, name="subscribe_push"),
    path("push/<int:endpoint_id>/end/", push.unsubscribe, name="unsubscribe_push"),
    path("worker.js", push.worker, name="push_worker"),
    path("letters/<str:token>/end/", letters.leave, name="leave_letters"),
]
