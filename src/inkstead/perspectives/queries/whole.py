"""The perspectives of a story as one person may see them: readers what is published to them, its people the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inkstead.accounts.models import User
from inkstead.perspectives.analysis import Perspectives
from inkstead.perspectives.keeping import KEPT, parts_for, said_of, texts_of
from inkstead.perspectives.models import Audience
from inkstead.stories.models import Part, PartQuerySet, Story
from inkstead.stories.rules import can_read_drafts

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


def perspectives_for(reader: Reader, story: Story) -> tuple[Perspectives, list[Part]]:
    """With the parts it speaks of, in order. Wants the story's author joined."""
    if isinstance(reader, User) and can_read_drafts(reader, story):
        return newest_perspectives(story)
    return _perspectives(story, story.parts.told_to(reader), newest=False)


def newest_perspectives(story: Story, *, lines: bool = False) -> tuple[Perspectives, list[Part]]:
    """Drafts too: for those who work on the story, and whoever runs the site."""
    return _perspectives(story, parts_for(story, Audience.WRITERS), newest=True, lines=lines)


def _perspectives(
    story: Story, parts: PartQuerySet, *, newest: bool, lines: bool = False
) -> tuple[Perspectives, list[Part]]:
    texts = texts_of(parts, newest=newest)
    rows = Part.objects.in_bulk([text.part for text in texts])
    texts = [text for text in texts if text.part in rows]
    seen, _ = KEPT.perspectives(story.pk, texts, said_of(story), lines=lines)
    return seen, [rows[text.part] for text in texts]
