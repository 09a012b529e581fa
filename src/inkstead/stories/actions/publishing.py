"""Publish, schedule and withdraw parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.background.each import count_done
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions.carrying import carry_along
from inkstead.stories.actions.fields import show_waiting
from inkstead.stories.actions.keeping import pack_away, unpack_live
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.events import PartPublished, PartRevised, PartWithdrawn, PlanChanged
from inkstead.stories.models import Part, State, Story

FARTHEST = timedelta(days=36_525)  # of a time to come


@transaction.atomic
def publish_part(part: Part, *, by: User, at: datetime | None = None, quiet: bool = False) -> Part:
    """Make a part public, or a prepared correction of a public one. Publishing twice is harmless.

    A `quiet` correction is announced to nobody and leaves no date; else readers see "revised" and followers are told.
    `at` dates a part back, as an import does; it is refused in the future (see `schedule_part`).
    """
    part = _locked(part)
    rules.must_publish(by, part.story)
    rules.must_be_kept(part.story)
    rules.must_be_kept(part)
    rules.must_show(by, part)
    return _publish(part, at, quiet=quiet)


@transaction.atomic
def publish_parts(story: Story, parts: Sequence[Part], *, by: User) -> None:
    """Publish several parts of one story in their order, adding up once. Those that are public stay as they are."""
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    found = Part.objects.select_for_update(of=("self",), no_key=True).filter(
        story=story, pk__in=[part.pk for part in parts]
    )
    waiting = [part for part in found.kept().select_related("head").in_order() if not part.is_published]
    for part in waiting:
        rules.must_show(by, part)
    empty = next((part for part in waiting if part.head is None), None)
    if empty is not None:
        raise Refused(f"“{empty.title}” has no text to publish yet. Nothing was published.", code="invalid")
    now = timezone.now()
    before = {part.pk: part.live_id for part in waiting}
    again = {part.pk for part in waiting if part.published_at is not None}
    for part in waiting:
        part.state, part.live, part.publish_at, part.in_queue = State.PUBLISHED, part.head, None, False
        part.published_at = part.published_at or now
        show_waiting(part)
    shown = ["title", "notes_before", "notes_after", "waiting"]
    Part.objects.bulk_update(waiting, ["state", "live", "publish_at", "published_at", "in_queue", *shown])
    for part in waiting:
        unpack_live(part)
        carry_along(part, before[part.pk])
        pack_away(before[part.pk], part)
    refresh_story_totals(story.pk)
    for part in waiting:
        fact = PartPublished(part_id=part.pk, story_id=story.pk, author_id=story.author_id, again=part.pk in again)
        announce(fact)


@transaction.atomic
def schedule_part(part: Part, *, publish_at: datetime, by: User) -> Part:
    """Have a draft published at a time to come; a new time replaces the old one."""
    part = _locked(part)
    rules.must_publish(by, part.story)
    rules.must_show(by, part)
    rules.must_be_kept(part.story)
    rules.must_be_kept(part)
    if part.is_published:
        raise Refused("This part is published already.", code="invalid", fields={"publish_at": "Already published."})
    must_lie_ahead(publish_at)
    part.state, part.publish_at, part.in_queue = State.SCHEDULED, publish_at, False
    part.save(update_fields=["state", "publish_at", "in_queue"])
    announce(PlanChanged(story_id=part.story_id))
    return part


def must_lie_ahead(at: datetime, field: str = "publish_at") -> None:
    now = timezone.now()
    if at <= now:
        raise Refused("That time has passed already.", code="invalid", fields={field: "This must lie ahead."})
    if at > now + FARTHEST:
        message = "That is more than a hundred years ahead."
        raise Refused(message, code="invalid", fields={field: message})


@transaction.atomic
def withdraw_part(part: Part, *, by: User) -> Part:
    """Take a part back out of public view; its text, votes and comments are kept. Doing it twice is harmless."""
    part = _locked(part)
    rules.must_publish(by, part.story)
    rules.must_be_kept(part.story)
    rules.must_be_kept(part)
    if part.state == State.SCHEDULED:
        part.state, part.publish_at, part.in_queue = State.DRAFT, None, False
        part.save(update_fields=["state", "publish_at", "in_queue"])
        announce(PlanChanged(story_id=part.story_id))
    elif part.is_published:
        part.state = State.WITHDRAWN
        part.save(update_fields=["state"])
        refresh_story_totals(part.story_id)
        announce(PartWithdrawn(part_id=part.pk, story_id=part.story_id, author_id=part.story.author_id))
    return part


@transaction.atomic
def withdraw_parts(story: Story, parts: Sequence[Part], *, by: User) -> None:
    """Several at once, all or none: what is neither published nor scheduled cannot be withdrawn."""
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    locked = Part.objects.select_for_update(of=("self",), no_key=True).filter(story=story).kept()
    found = list(locked.filter(pk__in=[part.pk for part in parts]).in_order())
    other = next((part for part in found if part.state not in (State.PUBLISHED, State.SCHEDULED)), None)
    if other is not None:
        state = other.get_state_display().lower()
        message = f"“{other.title}” is {'a ' if state == 'draft' else ''}{state}, so it cannot be withdrawn."
        raise Refused(f"{message} Nothing was changed.", code="invalid")
    shown = [part for part in found if part.is_published]
    for part in found:
        part.state = State.WITHDRAWN if part.is_published else State.DRAFT
        part.publish_at, part.in_queue = None, False
    Part.objects.bulk_update(found, ["state", "publish_at", "in_queue"])
    if shown:
        refresh_story_totals(story.pk)
    for part in shown:
        announce(PartWithdrawn(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    if len(found) > len(shown):
        announce(PlanChanged(story_id=story.pk))


def publish_due_parts() -> int:
    """Publish whatever was scheduled for now or earlier; answers how many. Safe to repeat anywhere."""
    due = Part.objects.filter(state=State.SCHEDULED, publish_at__lte=timezone.now()).order_by(
        "publish_at", "position", "pk"
    )
    return count_done(list(due.values_list("pk")), _publish_if_due)


@transaction.atomic
def _publish_if_due(pk: int) -> bool:
    found = Part.objects.filter(pk=pk).first()
    if found is None:
        return False  # deleted since it was listed
    part = _locked(found)
    if part.state != State.SCHEDULED or part.publish_at is None or part.publish_at > timezone.now():
        return False
    if part.withheld or not part.story.author.user.may_speak:  # it waits until it may
        return False
    _publish(part, part.published_at or part.publish_at)  # a withdrawn part comes back with the date it had
    return True


def _publish(part: Part, at: datetime | None, *, quiet: bool = False) -> Part:
    if part.head is None:
        raise Refused("There is no text to publish yet.", code="invalid")
    now = timezone.now()
    if at is not None and at > now:
        raise Refused("A part cannot have been published in the future.", code="invalid")
    if part.is_published:
        return _publish_correction(part, quiet=quiet)
    before, again = part.live_id, part.published_at is not None
    part.state, part.live, part.publish_at, part.in_queue = State.PUBLISHED, part.head, None, False
    part.published_at = at or part.published_at or now
    show_waiting(part)
    part.save()
    unpack_live(part)
    carry_along(part, before)
    pack_away(before, part)
    refresh_story_totals(part.story_id)
    author = part.story.author_id
    announce(PartPublished(part_id=part.pk, story_id=part.story_id, author_id=author, again=again))
    return part


def _publish_correction(part: Part, *, quiet: bool) -> Part:
    if not part.has_correction:
        return part
    before = part.live_id
    part.live = part.head
    if not quiet:
        part.revised_at = timezone.now()
    show_waiting(part)
    part.save()
    unpack_live(part)
    carry_along(part, before)
    pack_away(before, part)
    refresh_story_totals(part.story_id)
    announce(PartRevised(part_id=part.pk, story_id=part.story_id, author_id=part.story.author_id, quiet=quiet))
    return part


def _locked(part: Part) -> Part:
    story = Story.objects.locked().get(pk=part.story_id)
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("head", "live").get(pk=part.pk)
    part.story = story
    return part
