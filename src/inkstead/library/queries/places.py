"""What a reader is reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inkstead.accounts.models import User
from inkstead.library.models import FINISHED, Place
from inkstead.stories.models import Part
from inkstead.stories.queries import Link, StoryCard, story_card


@dataclass(frozen=True, slots=True)
class Continue:
    """A story under way: where to go on, and how much is left."""

    story: StoryCard
    part_title: str
    url: str  # with the block
    number: int
    of: int
    percent: int  # of that part
    new_parts: int  # after the one they are in
    at: datetime
    is_finished: bool  # all that is published; a next part will bring it back
    revised: Sequence[Link] = ()  # parts that were read, and have a new version since


def places_of(reader: User, limit: int = 50) -> Sequence[Continue]:
    """Stories under way, last read first, in two queries. What is no longer visible to the reader is left out."""
    places = list(
        Place.objects.filter(user=reader, part__in=Part.objects.visible_to(reader))
        .select_related("story__author", "story__counts", "part")
        .order_by("-at")[:limit]
    )
    orders: dict[int, list[Part]] = {}
    told = Part.objects.told_to(reader).filter(story__in=[place.story_id for place in places])
    for part in told.only("id", "story_id", "position", "title", "state", "revised_at").in_order():
        orders.setdefault(part.story_id, []).append(part)
    return [_continue(place, orders.get(place.story_id, [])) for place in places]


def _continue(place: Place, order: list[Part]) -> Continue:
    """A part read to its end leads to the next one. `order` need not hold the part itself: it may be unlisted."""
    part, block, percent = place.part, place.block, round(place.reached * 100)
    here = (part.position, part.pk)
    later = [other for other in order if (other.position, other.pk) > here]
    done = place.reached >= FINISHED
    if done and later:
        part, block, percent, done, later = later[0], "", 0, False, later[1:]
    return Continue(
        story=story_card(place.story),
        part_title=part.title,
        url=part.get_absolute_url() + (f"#{block}" if block else ""),
        number=max(len(order) - len(later), 1),
        of=max(len(order), 1),
        percent=percent,
        new_parts=len(later),
        at=place.at,
        is_finished=done,
        revised=_revised_since(place, order, here),
    )


def _revised_since(place: Place, order: list[Part], here: tuple[int, int]) -> list[Link]:
    """Quiet corrections leave no date, so they are not among them."""
    return [
        Link(part.title, part.get_absolute_url())
        for part in order
        if (part.position, part.pk) <= here and part.revised_at is not None and part.revised_at > place.at
    ]
