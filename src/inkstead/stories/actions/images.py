"""Pictures of texts that are no more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import F

from inkstead.stories.images import (
    NAME,
    forget_image,
    old_images,
    stories_with_images,
    texts_elsewhere,
)
from inkstead.stories.models import Revision, Story


def forget_unused_images() -> int:
    """Those that no state of any text shows any more, two weeks after they came; answers how many. Texts are read only
    until every picture was found, the newest first, so that a story that lost none costs little."""
    ids = stories_with_images()
    standing = set(Story.objects.filter(pk__in=ids).values_list("pk", flat=True))
    lost = 0
    for story_id in ids:
        # A story that is not there may be about to be: its young pictures stay.
        unused = _unused(story_id) if story_id in standing else old_images(story_id)
        for name in unused & old_images(story_id):  # not what came in again while its texts were read
            forget_image(story_id, name)
            lost += 1
    return lost


def _unused(story_id: int) -> set[str]:
    left = old_images(story_id)
    if not left:
        return left
    for html in chain(_texts(story_id), texts_elsewhere(story_id)):
        left -= set(NAME.findall(html))
        if not left:
            return left
    return {name for name in left if not _shown_by_another_story(name)}


def _texts(story_id: int) -> Iterator[str]:
    """Of every part, those in the bin too."""
    rows = Revision.objects.filter(part__story=story_id).select_related("packed_on")
    for revision in rows.order_by(F("packed").asc(nulls_first=True), "-pk").iterator(chunk_size=50):
        yield revision.html


def _shown_by_another_story(name: str) -> bool:
    """Somebody may have copied its address along with the words around it."""
    return Revision.objects.filter(full_html__contains=name).exists()
