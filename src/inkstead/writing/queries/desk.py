"""A writer's stories, and the parts of one of them. Only ever shown to the person who writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum
from django.utils.safestring import SafeString

from inkstead.accounts.models import PenName, User
from inkstead.discussion.queries import adrift_by_part
from inkstead.stories.models import Part, State, Story
from inkstead.stories.models.revisions import TEXTS
from inkstead.stories.queries import Counts, StoryCard, counts_of, story_cards
from inkstead.stories.ratings import mark
from inkstead.web.desk import pieces_beside
from inkstead.web.visitors import NOBODY, Apart


@dataclass(frozen=True, slots=True)
class PartTally:
    """How many parts of a story stand in which state."""

    published: int = 0
    scheduled: int = 0
    drafts: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class StoryOnDesk:
    card: StoryCard
    visibility_label: str
    is_public: bool
    tally: PartTally
    words: int  # drafts too
    changed_at: datetime
    beside: SafeString  # what other apps show of it


@dataclass(frozen=True, slots=True)
class NameOnDesk:
    """The stories under one of the writer's names. The names meet on this page only."""

    name: str
    url: str
    stories: Sequence[StoryOnDesk]


@dataclass(frozen=True, slots=True)
class PartOnDesk:
    id: int
    number: int
    title: str
    url: str
    state: str
    state_label: str
    words: int
    at: datetime | None  # published, or to be published
    changed_at: datetime
    counts: Counts
    has_correction: bool  # the newest text is not the one that readers see
    mark: str  # its own rating and warnings, in a few words
    adrift: int  # threads in the margin whose paragraph is gone
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class VolumeOnDesk:
    id: int | None
    title: str
    parts: Sequence[PartOnDesk]


def desk(writer: User) -> list[NameOnDesk]:
    """All stories under all names of one person, the last changed first; four queries, and one or so of what stands
    beside them, however many there are."""
    rows = list(Story.objects.written_by(writer).select_related("author", "counts"))
    cards = story_cards(rows)
    tallies = _tallies(row.pk for row in rows)
    beside = pieces_beside([row.pk for row in rows])
    on_desk = [
        _on_desk(row, card, beside[row.pk], *tallies.get(row.pk, _NOTHING))
        for row, card in zip(rows, cards, strict=True)
    ]
    on_desk.sort(key=lambda story: story.changed_at, reverse=True)
    names: dict[int, list[StoryOnDesk]] = {}
    for story in on_desk:
        names.setdefault(story.card.author_id, []).append(story)
    return [NameOnDesk(group[0].card.author_name, group[0].card.author_url, group) for group in names.values()]


def parts_on_desk(story: Story, between: Apart = NOBODY) -> list[VolumeOnDesk]:
    """Every part of a story in order, by volume, and at last the volumes without parts; three queries."""
    adrift = adrift_by_part(story, between)
    rows = list(
        Part.objects.filter(story=story)
        .kept()
        .select_related("volume", "head", "live", "counts")
        .defer(*TEXTS, "notes_before", "notes_after")
        .in_order()
    )
    volumes: list[tuple[int | None, str, list[PartOnDesk]]] = []
    for number, row in enumerate(rows, start=1):
        if not volumes or volumes[-1][0] != row.volume_id:
            volumes.append((row.volume_id, row.volume.title if row.volume else "", []))
        volumes[-1][2].append(_part(row, story, number, len(rows), adrift.get(row.pk, 0)))
    seen = {volume for volume, _, _ in volumes}
    empty = [volume for volume in story.volumes.order_by("position", "pk") if volume.pk not in seen]
    return [VolumeOnDesk(*volume) for volume in volumes] + [VolumeOnDesk(row.pk, row.title, ()) for row in empty]


def names_of(writer: User) -> list[PenName]:
    """The one in use comes first."""
    return sorted(writer.pen_names.all(), key=lambda name: (name.pk != writer.pen_name_id, name.name.casefold()))


_NOTHING: tuple[PartTally, int, datetime | None] = (PartTally(), 0, None)


def _tallies(stories: Iterable[int]) -> dict[int, tuple[PartTally, int, datetime | None]]:
    rows = (
        Part.objects.filter(story__in=list(stories))
        .kept()
        .values("story", "state")
        .annotate(parts=Count("pk"), words=Sum("head__words"), changed=Max("updated_at"))
    )
    found: dict[int, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(row["story"], []).append({**row})
    return {story: _tally(states) for story, states in found.items()}


def _tally(states: Sequence[dict[str, object]]) -> tuple[PartTally, int, datetime | None]:
    count = {row["state"]: int(str(row["parts"])) for row in states}
    tally = PartTally(
        published=count.get(State.PUBLISHED, 0),
        scheduled=count.get(State.SCHEDULED, 0),
        drafts=count.get(State.DRAFT, 0),
        withdrawn=count.get(State.WITHDRAWN, 0),
    )
    changed = [row["changed"] for row in states if isinstance(row["changed"], datetime)]
    return tally, sum(int(str(row["words"] or 0)) for row in states), max(changed, default=None)


def _on_desk(
    row: Story, card: StoryCard, beside: SafeString, tally: PartTally, words: int, changed: datetime | None
) -> StoryOnDesk:
    return StoryOnDesk(
        card=card,
        visibility_label=row.get_visibility_display(),
        is_public=row.visibility == "public",
        tally=tally,
        words=words,
        changed_at=max(row.updated_at, changed) if changed else row.updated_at,
        beside=beside,
    )


def _part(row: Part, story: Story, number: int, of: int, adrift: int) -> PartOnDesk:
    return PartOnDesk(
        id=row.pk,
        number=number,
        title=row.title,
        url=row.get_absolute_url(),
        state=row.state,
        state_label=row.get_state_display(),
        words=row.head.words if row.head else 0,
        at=row.publish_at if row.state == State.SCHEDULED else row.published_at,
        changed_at=row.updated_at,
        counts=counts_of(row.counts),
        has_correction=row.has_correction,
        mark=mark(row.rating, row.warnings, story.rating, story.warnings),
        adrift=adrift,
        is_first=number == 1,
        is_last=number == of,
    )
