"""News of a story that is no part of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.accounts.rules import must_speak
from inkstead.background.each import count_done
from inkstead.events import announce
from inkstead.lib.lines import one_line
from inkstead.lib.prose import Prose, read_prose
from inkstead.lib.refusals import Refused
from inkstead.serial.actions.locking import locked_story, story_to_plan
from inkstead.serial.events import AnnouncementChanged, AnnouncementMade
from inkstead.serial.models import Announcement
from inkstead.stories import rules
from inkstead.stories.actions import must_lie_ahead
from inkstead.stories.models import Story

LONGEST = 50_000
# The same words within this time are one announcement, sent twice: followers are told once.
TWICE = timedelta(minutes=1)


def make_announcement(
    story: Story, *, title: str, text: str, by: User, publish_at: datetime | None = None
) -> Announcement:
    """`text` is Markdown. Readers have it at once, or at a time to come."""
    prose = _read(text)
    with transaction.atomic():
        story = story_to_plan(story, by)
        must_speak(by)
        if publish_at is not None:
            must_lie_ahead(publish_at)
        now = timezone.now()
        made = Announcement(story=story, by=rules.name_of(by, story), publish_at=publish_at, created_at=now)
        _say(made, title, text, prose)
        if (same := _just_made(made)) is not None:
            return same
        made.published_at = None if publish_at else now
        made.save()
        if made.published_at:
            announce(AnnouncementMade(announcement_id=made.pk, story_id=story.pk, author_id=story.author_id))
    return made


def edit_announcement(
    announcement: Announcement, *, title: str, text: str, by: User, publish_at: datetime | None = None
) -> Announcement:
    """One that readers do not have yet takes a new time with it; None: they have it now."""
    prose = _read(text)
    with transaction.atomic():
        story = story_to_plan(announcement.story, by)
        found = _standing(announcement, story)
        _say(found, title, text, prose)
        if found.published_at:
            found.edited_at = timezone.now()
            announce(AnnouncementChanged(announcement_id=found.pk, story_id=story.pk))
        elif publish_at is None:
            found.published_at, found.publish_at = timezone.now(), None
            announce(AnnouncementMade(announcement_id=found.pk, story_id=story.pk, author_id=story.author_id))
        elif publish_at != found.publish_at:
            must_lie_ahead(publish_at)
            found.publish_at = publish_at
        found.save()
    return found


@transaction.atomic
def delete_announcement(announcement: Announcement, *, by: User) -> None:
    """Doing it twice is harmless."""
    story_to_plan(announcement.story, by)
    take_down_announcement(announcement)


@transaction.atomic
def take_down_announcement(announcement: Announcement) -> None:
    """Whoever may is asked by the caller: its writers here, moderators in their cases."""
    gone, _ = Announcement.objects.filter(pk=announcement.pk).delete()
    if gone:
        announce(AnnouncementChanged(announcement_id=announcement.pk, story_id=announcement.story_id))


def make_due_announcements() -> int:
    """Those whose minute has come; answers how many. Safe to repeat anywhere."""
    due = Announcement.objects.due().order_by("publish_at", "pk")
    return count_done(list(due.values_list("pk", "story_id")), _make_if_due)


@transaction.atomic
def _make_if_due(pk: int, story_id: int) -> bool:
    story = locked_story(story_id)
    found = Announcement.objects.due().filter(pk=pk).first()
    if found is None:
        return False
    found.published_at, found.publish_at = found.publish_at, None
    found.save(update_fields=["published_at", "publish_at"])
    announce(AnnouncementMade(announcement_id=pk, story_id=story.pk, author_id=story.author_id))
    return True


def _standing(announcement: Announcement, story: Story) -> Announcement:
    found = Announcement.objects.filter(pk=announcement.pk, story=story).first()
    if found is None:
        raise Refused("This announcement was deleted meanwhile.", code="not_found")
    return found


def _just_made(made: Announcement) -> Announcement | None:
    recent = Announcement.objects.filter(story=made.story, by=made.by, created_at__gt=made.created_at - TWICE)
    return recent.filter(title=made.title, typed=made.typed, publish_at=made.publish_at).first()


def _read(text: str) -> Prose:
    if len(text) > LONGEST:
        message = f"The text is {len(text):,} characters long; the limit is {LONGEST:,}."
        raise Refused(message, code="too_long", fields={"text": message})
    prose = read_prose(text, "markdown")
    if not prose.blocks:
        message = "The text must not be empty."
        raise Refused(message, code="invalid", fields={"text": message})
    return prose


def _say(announcement: Announcement, title: str, text: str, prose: Prose) -> None:
    announcement.title = one_line(title, "title", limit=200)
    announcement.typed, announcement.html, announcement.text = text, prose.html, prose.text
