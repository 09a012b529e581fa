"""A pause, with or without a day of return."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.background.each import count_done
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import moment_of, wall_of, zone_of
from inkstead.serial.actions.locking import locked_story, plan_of, story_to_plan
from inkstead.serial.actions.queue import reflow
from inkstead.serial.models import Plan
from inkstead.stories.actions import edit_story
from inkstead.stories.models import Status, Story


@transaction.atomic
def begin_hiatus(story: Story, *, returns_on: date | None, by: User) -> None:
    """Slots before that day are passed over; without a day the queue waits until somebody ends the pause."""
    story = story_to_plan(story, by)
    plan = plan_of(story, by)
    if returns_on is not None:
        today = wall_of(timezone.now(), zone_of(plan.zone)).date()
        _must_be_to_come(returns_on, today)
    edit_story(story, status=Status.HIATUS, returns_on=returns_on, by=by)
    reflow(locked_story(story.pk))


@transaction.atomic
def end_hiatus(story: Story, *, by: User) -> None:
    """Doing it twice is harmless."""
    story = story_to_plan(story, by)
    if story.status == Status.HIATUS:
        edit_story(story, status=Status.ONGOING, by=by)
        reflow(locked_story(story.pk))


def end_due_hiatuses() -> int:
    """Stories whose day of return has begun on their author's clock go on. Safe to repeat anywhere."""
    # The first clocks are fourteen hours ahead of ours.
    soon = (timezone.now() + timedelta(hours=14)).date()
    resting = Story.objects.filter(status=Status.HIATUS, returns_on__lte=soon)
    return count_done(list(resting.order_by("pk").values_list("pk")), _end_if_due)


@transaction.atomic
def _end_if_due(pk: int) -> bool:
    story = locked_story(pk)
    if story.status != Status.HIATUS or story.returns_on is None or timezone.now() < return_of(story, story.returns_on):
        return False
    edit_story(story, status=Status.ONGOING, by=story.author.user)
    reflow(locked_story(pk))
    return True


def return_of(story: Story, day: date) -> datetime:
    """Midnight on the wall of whoever planned the story, or of its author."""
    plan = Plan.objects.filter(story=story).first()
    zone = plan.zone if plan else story.author.user.zone
    return moment_of(datetime.combine(day, time()), zone_of(zone)).at


def _must_be_to_come(returns_on: date, today: date) -> None:
    if returns_on <= today:
        message = "The day of return must lie ahead."
    elif returns_on > today + timedelta(days=36_525):
        message = "That is more than a hundred years ahead."
    else:
        return
    raise Refused(message, code="invalid", fields={"returns_on": message})
