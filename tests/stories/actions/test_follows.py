"""Following, and the days on which followers came and went."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inkstead.stories.actions import follow_story, unfollow_story
from inkstead.stories.models import FollowDay, StoryFollow
from tests.world import World


def test_a_day_remembers_who_came_and_went_without_saying_who(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    FollowDay.objects.all().delete()

    def on(day: int) -> None:
        moment = datetime(2026, 3, day, 23, 30, tzinfo=UTC)
        monkeypatch.setattr("inkstead.stories.actions.follows.timezone.now", lambda: moment)

    on(1)
    follow_story(world.story, by=world.ben)
    follow_story(world.story, by=world.ben)
    follow_story(world.story, by=world.cleo)
    on(2)
    unfollow_story(world.story, by=world.ben)
    unfollow_story(world.story, by=world.ben)
    follow_story(world.story, by=world.ben)
    unfollow_story(world.story, by=world.cleo)
    rows = set(FollowDay.objects.values_list("story", "day", "gained", "lost"))
    assert rows == {(world.story.pk, date(2026, 3, 1), 2, 0), (world.story.pk, date(2026, 3, 2), 1, 2)}
    assert StoryFollow.objects.filter(story=world.story).count() == 1
