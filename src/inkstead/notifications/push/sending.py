"""Push notices to browsers: one job for each browser, so that one that does not answer holds nobody up."""

from __future__ import annotations

import json
import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inkstead.background.actions import enqueue
from inkstead.lib.lines import with_names_apart
from inkstead.notifications.models import Notice, PushEndpoint
from inkstead.notifications.push import guarded
from inkstead.notifications.push.encrypting import encrypted
from inkstead.notifications.push.keys import authorization
from inkstead.notifications.queries.sentences import sentences

log = logging.getLogger(__name__)

TURN = 200
SEND = "inkstead.notifications.jobs.push_notice"
GONE = (404, 410)
TAKEN = (200, 201, 202, 204)
REFUSED = (400, 401, 403, 413)  # would be refused again
FOR_A_DAY = str(24 * 3600)  # how long the service keeps it for a browser that is off


def send_due_pushes() -> int:
    """A job for each browser of everybody to whom something is due; answers how many notices."""
    count = 0
    while True:
        done = _hand_out()
        count += done
        if done < TURN:
            return count


@transaction.atomic
def _hand_out() -> int:
    due = Notice.objects.filter(push_due_at__lte=timezone.now()).order_by("push_due_at")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:TURN])
    browsers = PushEndpoint.objects.filter(user__in={row.user_id for row in rows})
    by_person: dict[int, list[int]] = {}
    for pk, user in browsers.values_list("pk", "user"):
        by_person.setdefault(user, []).append(pk)
    for row in rows:
        for browser in by_person.get(row.user_id, ()):
            enqueue(SEND, [row.pk, browser], priority=-5, max_attempts=6)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(push_due_at=None)
    return len(rows)


def push_notice(notice_id: int, endpoint_id: int) -> str:
    """Answers what became of it. Raises where trying again later may help."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id, read_at__isnull=True).first()
    browser = PushEndpoint.objects.filter(pk=endpoint_id).first()
    if notice is None or browser is None or browser.user_id != notice.user_id:
        return "nothing to do"
    heard = Notice.objects.filter(pk=notice.pk).heard_by(notice.user)
    told = sentences(heard, notice.user).get(notice.pk)
    if told is None:
        return "nothing to say"
    body = encrypted(_content(notice, with_names_apart(told.text)), browser.p256dh, browser.auth)
    try:
        status = guarded.post(browser.endpoint, body, _headers(browser.endpoint))
    except guarded.NotAllowedError:
        browser.delete()
        return "not allowed"
    return _answered(status, browser)


def _answered(status: int, browser: PushEndpoint) -> str:
    if status in GONE:
        browser.delete()
        return "gone"
    if status in TAKEN:
        PushEndpoint.objects.filter(pk=browser.pk).update(last_sent_at=timezone.now())
        return "sent"
    if status in REFUSED:
        log.warning("A push service refused a message with %s.", status)
        return "refused"
    raise OSError(f"The push service answered {status}.")


def _content(notice: Notice, text: str) -> bytes:
    said = text if len(text.encode()) < 2_500 else "Something is new."
    told = {"title": settings.SITE_NAME, "body": said, "url": f"/me/notices/{notice.pk}/", "tag": notice.key}
    return json.dumps(told, ensure_ascii=False).encode()


def _headers(endpoint: str) -> dict[str, str]:
    return {
        "Authorization": authorization(endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": FOR_A_DAY,
        "Urgency": "normal",
    }
