"""What was decided about who may comment on a part: its own word, else its story's."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from inkstead.discussion.models import PartTalk, StoryTalk, Who
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part

JOINS = ("talk", "story__talk")


@dataclass(frozen=True, slots=True)
class Talk:
    who: str
    approve_first: bool
    closed: bool

    @property
    def guests(self) -> bool:
        return self.who == Who.EVERYONE and not self.closed


_with_talk: Prepared[Part] = Prepared(
    lambda part: Part.objects.select_related("story__author", *JOINS).filter(pk=part), int
)


def with_talk(part: Part) -> Part:
    """The same part with its story, its author and what was decided about both joined; one query."""
    return _with_talk.one(part.pk) or part


def talk_of(part: Part) -> Talk:
    """Two queries, or none when `JOINS` came with the part."""
    own, story = _own(part), _of_story(part)
    who = own.who or story.who
    if who == Who.EVERYONE and not settings.GUEST_COMMENTS:
        who = Who.SIGNED_IN
    first = story.approve_first if own.approve_first is None else own.approve_first
    return Talk(who, first, own.closed)


def _own(part: Part) -> PartTalk:
    try:
        found: PartTalk = part.talk
    except ObjectDoesNotExist:
        return PartTalk()
    return found


def _of_story(part: Part) -> StoryTalk:
    try:
        found: StoryTalk = part.story.talk
    except ObjectDoesNotExist:
        return StoryTalk()
    return found
