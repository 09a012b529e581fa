"""What a message offers to undo. Kept for an hour where every process finds it; the button carries only a word."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from inkstead.accounts.models import User
from inkstead.stories import actions
from inkstead.stories.actions import Before
from inkstead.stories.arrangement import Stood
from inkstead.stories.finding import writer
from inkstead.stories.models import Part, Story

KEPT = 3600


def remember(by: User, kind: str, story: Story, rows: Sequence[Any] = ()) -> str:
    """Answers the address that undoes it. `rows` are what the kind needs."""
    word = secrets.token_urlsafe(12)
    cache.set(_key(word), {"by": by.pk, "kind": kind, "story": story.pk, "rows": list(rows)}, KEPT)
    return reverse("undo", args=[word])


def offer(request: HttpRequest, sentence: str, kind: str, story: Story, rows: Sequence[Any] = ()) -> None:
    """A message with a button."""
    messages.success(request, sentence, extra_tags=remember(writer(request), kind, story, rows))


def undo(word: str, *, by: User) -> tuple[Story, str] | None:
    """Do the reverse; answers the story and what to say, or None if nothing can be undone under this word."""
    found = cache.get(_key(word))
    if found is None or found["by"] != by.pk:
        return None
    story = Story.objects.select_related("author").filter(pk=found["story"]).first()
    if story is None:
        return None
    sentence = _KINDS[found["kind"]](story, found["rows"], by)
    cache.delete(_key(word))
    return story, sentence


def _restore_story(story: Story, rows: Sequence[Before], by: User) -> str:
    actions.restore_story(story, by=by)
    actions.show_again(story, rows, by=by)
    return "The story is back."


def _restore_parts(story: Story, rows: Sequence[Before], by: User) -> str:
    actions.restore_parts(story, list(Part.objects.filter(pk__in=[row.part_id for row in rows])), by=by)
    actions.show_again(story, rows, by=by)
    return "Back in the story." if len(rows) == 1 else f"{len(rows)} parts are back in the story."


def _show_again(story: Story, rows: Sequence[Before], by: User) -> str:
    actions.show_again(story, rows, by=by)
    return "As it was before."


def _put_back(story: Story, rows: Sequence[Stood], by: User) -> str:
    actions.put_back(story, rows, by=by)
    return "Back at its place." if len(rows) == 1 else "Back at their places."


def _volume_back(story: Story, rows: Sequence[Any], by: User) -> str:
    title, position, parts = rows
    actions.volume_back(story, title=title, position=position, parts=parts, by=by)
    return f"The volume “{title}” is back."


def _step_volume(story: Story, rows: Sequence[int], by: User) -> str:
    volume = story.volumes.filter(pk=rows[0]).select_related("story").first()
    if volume is not None:
        actions.step_volume(volume, step=rows[1], by=by)
    return "Back at its place."


def _mark(story: Story, rows: Sequence[str], by: User) -> str:
    actions.edit_story(story, by=by, status=rows[0])
    return "As it was before."


def _take_back(story: Story, rows: Sequence[int], by: User) -> str:
    """What was brought in goes to the bin, and the story with it when nothing else is in it."""
    parts = list(story.parts.filter(pk__in=rows, binned_at__isnull=True))
    if not story.parts.filter(binned_at__isnull=True).exclude(pk__in=rows).exists() and story.author.user_id == by.pk:
        actions.bin_story(story, by=by)
        return f"“{story.title}” is in the bin for thirty days."
    actions.bin_parts(story, parts, by=by)
    return "It is in the bin for thirty days." if len(parts) == 1 else f"{len(parts)} parts are in the bin."


_KINDS: dict[str, Callable[[Story, Any, User], str]] = {
    "restore story": _restore_story,
    "restore parts": _restore_parts,
    "show again": _show_again,
    "status": _mark,
    "put back": _put_back,
    "volume back": _volume_back,
    "step volume": _step_volume,
    "take back": _take_back,
}


def _key(word: str) -> str:
    return f"undo/{word}"
