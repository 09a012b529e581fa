"""Early access: followers have a part before everybody, and it opens by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.background.each import count_done
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.serial.actions.locking import locked_story, story_to_plan
from inkstead.stories.actions import must_lie_ahead, refresh_story_totals
from inkstead.stories.events import PartOpened, PartRevised
from inkstead.stories.models import Part, State, Visibility


@transaction.atomic
def open_later(part: Part, *, opens_at: datetime | None, by: User) -> Part:
    """A published part that followers may read opens for everybody then; None: it stays with them."""
    story = story_to_plan(part.story, by)
    part = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=part.pk)
    if not part.is_published or part.visibility != Visibility.FOLLOWERS:
        raise Refused("Only a published part that followers may read can open later.", code="invalid")
    if opens_at is not None:
        must_lie_ahead(opens_at, "opens_at")
    part.opens_at = opens_at
    part.save(update_fields=["opens_at"])
    announce(PartRevised(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    return part


def open_due_parts() -> int:
    """Open whatever was to open now or earlier; answers how many. Safe to repeat anywhere."""
    due = Part.objects.filter(opens_at__lte=timezone.now(), state=State.PUBLISHED, story__binned_at=None).order_by(
        "opens_at", "position", "pk"
    )
    return count_done(list(due.values_list("pk", "story_id")), _open_if_due)


@transaction.atomic
def _open_if_due(pk: int, story_id: int) -> bool:
    story = locked_story(story_id)
    part = Part.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if part is None or not part.is_published or part.opens_at is None or part.opens_at > timezone.now():
        return False
    opened = part.visibility == Visibility.FOLLOWERS  # anything else its writer has said since
    if opened:
        # For everybody it is new now: lists and feeds go by this date.
        part.visibility, part.published_at = Visibility.PUBLIC, part.opens_at
    part.opens_at = None
    part.save(update_fields=["visibility", "published_at", "opens_at"])
    if opened:
        refresh_story_totals(story.pk)
        announce(PartOpened(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    return opened
