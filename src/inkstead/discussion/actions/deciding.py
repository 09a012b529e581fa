"""Who may comment: decided for a story, and for a part where it differs."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discussion.events import TalkChanged
from inkstead.discussion.models import PartTalk, StoryTalk, Who
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Part, Story


@transaction.atomic
def decide_talk(story: Story, *, who: str, approve_first: bool, by: User) -> None:
    rules.must_publish(by, story)
    _must_be_known(who)
    StoryTalk.objects.update_or_create(story=story, defaults={"who": who, "approve_first": approve_first})
    announce(TalkChanged(part_id=0, story_id=story.pk))


@transaction.atomic
def decide_part_talk(part: Part, *, who: str, approve_first: bool | None, closed: bool, by: User) -> None:
    """What is empty or None is as in the story."""
    rules.must_publish(by, part.story)
    if who:
        _must_be_known(who)
    given = {"who": who, "approve_first": approve_first, "closed": closed}
    PartTalk.objects.update_or_create(part=part, defaults=given)
    announce(TalkChanged(part_id=part.pk, story_id=part.story_id))


def _must_be_known(who: str) -> None:
    if who not in Who.values:
        raise Refused("Choose who may comment.", code="invalid", fields={"who": f"One of {', '.join(Who.values)}."})
