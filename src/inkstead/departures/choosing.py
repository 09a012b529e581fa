"""What becomes of each story when its author leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inkstead.accounts.models import PenName, User
from inkstead.departures.models import Heir
from inkstead.exchange.sources import shown
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Contributor, Role, Story

ORPHAN, TOMBSTONE, DELETE, HAND = "orphan", "tombstone", "delete", "to:"


@dataclass(frozen=True, slots=True)
class Way:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A story and what may become of it; the first way is what happens if nothing is said."""

    story: Story
    ways: tuple[Way, ...]


def choices_of(user: User) -> list[Choice]:
    """Every story they have, under all their names, in the bin too; three queries."""
    stories = list(Story.objects.filter(author__user=user).select_related("author").order_by("pk"))
    beside: dict[int, list[PenName]] = {}
    rows = Contributor.objects.filter(story__in=stories, role=Role.COAUTHOR, pen_name__user__is_active=True)
    for row in rows.exclude(pen_name__user=user).select_related("pen_name").order_by("since", "pk"):
        beside.setdefault(row.story_id, []).append(row.pen_name)
    heir = Heir.objects.filter(user=user, accepted_at__isnull=False, pen_name__user__is_active=True).first()
    found = []
    for story in stories:
        takers = {name.pk: name for name in [*beside.get(story.pk, ()), *([heir.pen_name] if heir else ())]}
        found.append(Choice(story, _ways(story, list(takers.values()))))
    return found


def checked(user: User, given: Mapping[str, str]) -> dict[str, str]:
    """One way for each story. What nothing was said of goes the first way. A way that is not open is refused, and so is
    a story that is not theirs: it may have been meant for one of theirs, which would go the first way."""
    chosen: dict[str, str] = {}
    offered = choices_of(user)
    strange = given.keys() - {str(choice.story.pk) for choice in offered}
    if strange:
        message = f"You have no story “{shown(min(strange), 20)}”. Nothing has been changed."
        raise Refused(message, code="invalid", fields={"stories": message})
    for choice in offered:
        key = str(choice.story.pk)
        value = given.get(key) or choice.ways[0].value
        if value not in {way.value for way in choice.ways}:
            message = f"That cannot be done with “{choice.story.title}”."
            raise Refused(message, code="invalid", fields={f"story-{key}": message})
        chosen[key] = value
    return chosen


def _ways(story: Story, takers: list[PenName]) -> tuple[Way, ...]:
    hands = tuple(Way(f"{HAND}{name.pk}", f"Hand it over to {name.name}") for name in takers)
    if story.binned_at is not None or not story.parts_published:
        return (Way(DELETE, "Delete it"), *(hands if story.binned_at is None else ()))
    return (
        Way(TOMBSTONE, "Take it away, and leave its table of contents"),
        Way(ORPHAN, "Leave it here without your name"),
        *hands,
        Way(DELETE, "Delete it without a trace"),
    )
