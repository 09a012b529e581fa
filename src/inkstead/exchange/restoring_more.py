"""A story that was restored from a shorter dump gets what a longer one has besides: chapters, reviews, its series.

What came once is never brought again. It may have been changed or deleted here since, and that was somebody's will.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from inkstead.exchange.models import Origin
from inkstead.exchange.restoring import BATCH, OldComment, OldPart, add_comments, numbers_of, set_past
from inkstead.stories.actions import add_parts, edit_series, publish_parts, put_parts
from inkstead.stories.models import Part, SeriesEntry, Story


@dataclass(slots=True)
class Standing:
    """A story as an earlier import left it."""

    origin: Origin
    story: Story
    parts: dict[str, Part]  # by their numbers there; without what was deleted here

    @classmethod
    def of(cls, site: str, number: str, story_id: int) -> Standing:
        rows = Origin.objects.filter(site=site, story=story_id, kind=Origin.Kind.STORY, old_id=number)
        origin = rows.select_related("story__author__user").order_by("pk")[0]
        assert origin.story is not None
        kept = Origin.objects.filter(site=site, kind=Origin.Kind.PART, part__story=story_id).select_related("part")
        parts = {row.inside["chapter"]: row.part for row in kept if row.part is not None and "chapter" in row.inside}
        return cls(origin, origin.story, parts)

    @property
    def can_grow(self) -> bool:
        """Nothing is put into what lies in the bin, nor where it was not kept what came."""
        return self.story.binned_at is None and "chapters" in self.origin.inside

    def knows(self, chapter: str) -> bool:
        return chapter in self.origin.inside["chapters"]

    def unsaid(self, comments: Sequence[OldComment]) -> list[OldComment]:
        came = set(self.origin.inside["reviews"])
        return [one for one in comments if one.id not in came and one.answers not in came]

    def said_since(self, reviews: Mapping[str, Sequence[OldComment]]) -> dict[str, list[OldComment]]:
        """On chapters that stand here; by chapter."""
        fresh = {chapter: self.unsaid(said) for chapter, said in reviews.items() if chapter in self.parts}
        return {chapter: said for chapter, said in fresh.items() if said}


@transaction.atomic
def add_to_story(
    here: Standing, new: Sequence[OldPart], said: Mapping[str, Sequence[OldComment]], *, order: Sequence[str]
) -> None:
    """`new` parts go behind the chapters that they followed there; `order` is that of all chapters there."""
    story, author = here.story, here.story.author
    by = author.user
    parts = add_parts(story, [told.new for told in new], by=by) if new else []
    pairs = list(zip(parts, new, strict=True))
    for part, told in pairs:
        set_past(part, told, author)
        add_comments(part, told.comments)
    shown = [part for part, told in pairs if told.published_at]
    if shown:
        publish_parts(story, shown, by=by)
    for part, told in pairs:
        _put_in_place(here, part, told.number_there, order)
    for chapter, comments in said.items():
        add_comments(here.parts[chapter], comments)
    _remember(here, new, said, order)


def _put_in_place(here: Standing, part: Part, chapter: str, order: Sequence[str]) -> None:
    """Behind the nearest chapter before it that still stands; before all others if there is none."""
    rows = list(here.story.parts.filter(binned_at__isnull=True).in_order().only("pk", "volume"))
    ids = [row.pk for row in rows if row.pk != part.pk]
    before = [here.parts[one] for one in order[: order.index(chapter)] if one in here.parts]
    last = next((row for row in reversed(before) if row.pk in ids), None)
    here.parts[chapter] = part
    index = ids.index(last.pk) + 1 if last is not None else 0
    if index < len(ids):
        volume = next((row.volume for row in rows if last is not None and row.pk == last.pk), None)
        put_parts(here.story, [part], to=index + 1, volume=volume, by=here.story.author.user)


def _remember(
    here: Standing, new: Sequence[OldPart], said: Mapping[str, Sequence[OldComment]], order: Sequence[str]
) -> None:
    origin, came = here.origin, numbers_of(new)
    replies = [one.id for comments in said.values() for one in comments]
    origin.inside = {
        "chapters": [*origin.inside["chapters"], *came["chapters"]],
        "reviews": [*origin.inside["reviews"], *came["reviews"], *replies],
    }
    origin.save(update_fields=["inside"])
    if new:
        _write_addresses(here, order)


def _write_addresses(here: Standing, order: Sequence[str]) -> None:
    """Old addresses count chapters: one that was missing moves those behind it."""
    origin, number = here.origin, here.origin.old_id
    places = {chapter: f"{number}/{place}" for place, chapter in enumerate(order, start=1)}
    kind = Origin.Kind.PART
    Origin.objects.filter(site=origin.site, kind=kind, part__in=here.parts.values()).delete()
    Origin.objects.bulk_create(
        [
            Origin(
                site=origin.site,
                kind=kind,
                old_id=places.get(chapter, f"{number}/not-{chapter}"),
                part=part,
                pen_name=origin.pen_name,
                inside={"chapter": chapter},
            )
            for chapter, part in here.parts.items()
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def add_to_series(origin: Origin, stories: Mapping[str, Story]) -> bool:
    """`stories` are all that belong in it, by their numbers there and in their order. Whether any was added."""
    series, came = origin.series, origin.inside.get("stories")
    fresh = [number for number in stories if came is not None and number not in came]
    if series is None or not fresh:
        return False
    rows = SeriesEntry.objects.filter(series=series).order_by("position").select_related("story")
    inside, order = [row.story for row in rows], list(stories)
    for number in fresh:
        before = [stories[one].pk for one in order[: order.index(number)]]
        places = [at for at, story in enumerate(inside, start=1) if story.pk in before]
        inside.insert(places[-1] if places else 0, stories[number])
    edit_series(series, by=series.author.user, title=series.title, summary=series.summary, stories=inside)
    origin.inside = {"stories": [*came, *fresh]}
    origin.save(update_fields=["inside"])
    return True
