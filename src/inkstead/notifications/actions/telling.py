"""Tell people of something, once each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.background.actions import enqueue
from inkstead.notifications.actions.parting import who_keep_apart
from inkstead.notifications.kinds import MAIL, PUSH, SITE
from inkstead.notifications.models import Notice, NoticeChoices, PushEndpoint, Rhythm
from inkstead.notifications.news import News
from inkstead.notifications.wishes import DEFAULTS, after_quiet, mail_due, wants

SEND_PUSHES = "inkstead.notifications.jobs.send_due_pushes"
SEND_LETTERS = "inkstead.notifications.jobs.make_due_letters"


@dataclass(slots=True)
class _Clock:
    """When letters and pushes are due; the same for all whose clocks and wishes are the same."""

    now: datetime
    known: dict[tuple[object, ...], datetime | None] = field(default_factory=dict)

    def mail(self, choices: NoticeChoices, zone: str) -> datetime | None:
        asked = (choices.pk, zone)
        if asked not in self.known:
            self.known[asked] = mail_due(choices, zone, self.now)
        return self.known[asked]


@transaction.atomic
def tell(user_ids: Collection[int], news: News, things: Mapping[int, int] | None = None) -> int:
    """Everybody by the ways they chose; answers how many. May be repeated: the database holds that each is told once.
    `things` is for what is another thing for each of them, by person.

    For some thousand people at most: more are told in turns, see `fanning`. Whoever calls leaves out whoever did it.
    """
    user_ids = set(user_ids) - who_keep_apart(user_ids, news)
    people = User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", "zone", "email")
    chosen = {row.pk: row for row in NoticeChoices.objects.filter(pk__in=user_ids)}
    browsers = set(PushEndpoint.objects.filter(user__in=user_ids).values_list("user", flat=True))
    clock = _Clock(timezone.now())
    rows = []
    for pk, zone, email in people:
        row = _notice(pk, zone, email, chosen.get(pk, DEFAULTS), pk in browsers, news, clock)
        if row is not None:
            row.thing_id = things.get(pk, news.thing_id) if things else news.thing_id
            rows.append(row)
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    _wake(rows, clock.now)
    return len(rows)


def _notice(
    pk: int, zone: str, email: str, choices: NoticeChoices, has_browser: bool, news: News, clock: _Clock
) -> Notice | None:
    in_site = wants(choices, news.kind, SITE)
    mailed = wants(choices, news.kind, MAIL) and choices.rhythm != Rhythm.NEVER and can_be_reached(email)
    mailed = mailed and not news.has_letter
    pushed = has_browser and wants(choices, news.kind, PUSH)
    if not (in_site or mailed or pushed):
        return None
    return Notice(
        user_id=pk,
        kind=news.kind,
        key=news.key,
        story_id=news.story_id,
        part_id=news.part_id,
        pen_name_id=news.pen_name_id,
        count=news.count,
        since=news.since,
        at=clock.now,
        in_site=in_site,
        mail_due_at=clock.mail(choices, zone) if mailed else None,
        push_due_at=after_quiet(choices, zone, clock.now) if pushed else None,
    )


def can_be_reached(email: str) -> bool:
    """No mail ever reaches `.invalid`: demo people live there."""
    return not email.endswith(".invalid")


def _wake(rows: list[Notice], now: datetime) -> None:
    """What is due at once does not wait for the clock."""
    if any(row.push_due_at is not None and row.push_due_at <= now for row in rows):
        enqueue(SEND_PUSHES)
    if any(row.mail_due_at is not None and row.mail_due_at <= now for row in rows):
        enqueue(SEND_LETTERS)
