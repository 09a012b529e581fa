"""What something is being added to is not deleted meanwhile.

Votes, comments, places and reads take these locks first of all, and whoever deletes a part or a story takes the
opposite ones first of all. So neither finds at its commit that the other has pulled a row away, and they never wait for
each other in a circle. Many may hold the same part at once, and its writer may change it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from inkstead.lib.refusals import Refused
from inkstead.stories.models import Part, Story


def hold_parts(ids: Iterable[int]) -> set[int]:
    """Until the transaction ends; answers those that are still there."""
    return _hold("stories_part", sorted(set(ids)))


def hold_part(part: Part) -> None:
    if not hold_parts([part.pk]):
        raise Refused("This part was deleted a moment ago.", code="not_found")


def hold_story(story: Story) -> None:
    if not _hold("stories_story", [story.pk]):
        raise Refused("This story was deleted a moment ago.", code="not_found")


def take_for_deleting(story: Story, *parts: int) -> None:
    """With `parts` those alone; else the story and all that it has. Waits for everybody who holds one of them."""
    if parts:
        list(Part.objects.select_for_update(of=("self",)).filter(pk__in=parts).order_by("pk").values_list("pk"))
        return
    list(Part.objects.select_for_update(of=("self",)).filter(story=story).order_by("pk").values_list("pk"))
    # The parts first: whoever holds one may point at its story too, and the database looks for that at their commit.
    list(Story.objects.select_for_update(of=("self",)).filter(pk=story.pk).values_list("pk"))


def _hold(table: str, ids: list[int]) -> set[int]:
    """Django knows `FOR UPDATE` and `FOR NO KEY UPDATE` only; with those, two votes would wait for each other."""
    if not ids:
        return set()
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    found: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT id FROM {table} WHERE id IN ({marks}) ORDER BY id{lock}", some)  # noqa: S608 - our own words
            found.update(pk for (pk,) in cursor.fetchall())
    return found
