"""Take a withdrawal back: parts are what they were, with the text that readers saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.stories import rules
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.events import PartPublished, PlanChanged
from inkstead.stories.models import Part, State, Story


@dataclass(frozen=True, slots=True)
class Before:
    """What a part was before it was withdrawn or thrown away."""

    part_id: int
    state: str
    publish_at: datetime | None
    in_queue: bool = False


def standing(parts: Iterable[Part]) -> list[Before]:
    return [Before(part.pk, part.state, part.publish_at, part.in_queue) for part in parts]


@transaction.atomic
def show_again(story: Story, before: Sequence[Before], *, by: User) -> None:
    """Doing it twice is harmless. A time that has passed meanwhile is not set again: such a part stays a draft. One of
    the queue goes back into it, and takes the slot that its turn has now.

    Unlike publishing, it shows no correction that was being prepared.
    """
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    known = {item.part_id: item for item in before}
    rows = Part.objects.select_for_update(of=("self",), no_key=True).filter(story=story, pk__in=known).kept()
    changed = [part for part in rows.in_order() if _set(part, known[part.pk])]
    Part.objects.bulk_update(changed, ["state", "publish_at", "in_queue"])
    if changed:
        announce(PlanChanged(story_id=story.pk))
    shown = [part for part in changed if part.is_published]
    if len(changed) > len(shown):
        announce(PlanChanged(story_id=story.pk))
    if shown:
        refresh_story_totals(story.pk)
    for part in shown:
        announce(PartPublished(part_id=part.pk, story_id=story.pk, author_id=story.author_id, again=True))


def _set(part: Part, before: Before) -> bool:
    if before.state == State.PUBLISHED and part.state == State.WITHDRAWN and part.live_id and part.published_at:
        part.state = State.PUBLISHED
        return True
    if before.in_queue and part.state in (State.DRAFT, State.WITHDRAWN):
        again = not part.in_queue
        part.in_queue = True
        return again
    due = before.publish_at
    if (
        before.state == State.SCHEDULED
        and part.state in (State.DRAFT, State.WITHDRAWN)
        and due
        and due > timezone.now()
    ):
        part.state, part.publish_at = State.SCHEDULED, due
        return True
    return False
