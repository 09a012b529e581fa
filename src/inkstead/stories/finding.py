"""Where every view of the desk begins: what this person works on, or a 404; what they may do, or a sentence. And what
is answered of a story that was taken away."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from inkstead.accounts.models import User
from inkstead.lib.refusals import TakenAway
from inkstead.stories import rules
from inkstead.stories.models import Part, Story
from inkstead.stories.queries import tombstone_of

Must = Callable[[User, Story], None]


def refuse_tombstone(*, story: int = 0, part: int = 0) -> None:
    """For what was looked for and is not there: its author took it away, and its page says so."""
    if tombstone_of(story=story, part=part) is not None:
        raise TakenAway("A story stood here. Its author took it away.")


def writer(request: HttpRequest) -> User:
    """Behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def own_story(request: HttpRequest, story_id: int, must: Must = rules.must_publish) -> Story:
    mine = Story.objects.worked_on_by(writer(request)).select_related("author", "counts")
    story = get_object_or_404(mine, pk=story_id)
    must(writer(request), story)
    return story


def own_part(request: HttpRequest, part_id: int, must: Must = rules.must_edit) -> Part:
    mine = Part.objects.worked_on_by(writer(request))
    joined = mine.select_related("story__author", "head", "live", "volume", "counts")
    part = get_object_or_404(joined, pk=part_id)
    must(writer(request), part.story)
    return part
