from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.serial.models import Plan
from inkstead.stories import rules
from inkstead.stories.models import Story


def locked_story(story_id: int) -> Story:
    """Whoever plans or publishes locks the story first, so that two never give out one slot."""
    rows = Story.objects.locked().select_related("author__user")
    return rows.get(pk=story_id)


def story_to_plan(story: Story, by: User) -> Story:
    locked = locked_story(story.pk)
    rules.must_publish(by, locked)
    return locked


def plan_of(story: Story, by: User | None = None) -> Plan:
    """Made with the first thing that is planned, in the zone of whoever plans."""
    zone = (by.zone if by else "") or story.author.user.zone or "UTC"
    return Plan.objects.get_or_create(story=story, defaults={"zone": zone})[0]
