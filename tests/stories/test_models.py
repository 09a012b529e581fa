"""Who may open which story."""

from __future__ import annotations

from itertools import product

from inkstead.stories import actions
from inkstead.stories.models import State, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.world import World

EVERY = tuple(Visibility)


def test_followers_open_what_is_published_for_them_and_strangers_do_not(world: World, client_of: ClientOf) -> None:
    """Every story with a single published part of every visibility; Ben follows them all, Cleo none."""
    stories: dict[tuple[Visibility, Visibility], Story] = {}
    for of_story, of_part in product(EVERY, EVERY):
        story = make_story(world.ana, f"{of_story} {of_part}", visibility=of_story)
        make_part(story, visibility=of_part)
        make_part(story, state=State.DRAFT)
        actions.follow_story(story, by=world.ben)
        stories[of_story, of_part] = story

    def opened(by: object) -> set[tuple[Visibility, Visibility]]:
        client = client_of(by)  # type: ignore[arg-type]
        return {key for key, story in stories.items() if client.get(story.get_absolute_url()).status_code == 200}

    secret = Visibility.PRIVATE
    for_all = {(story, Visibility.PUBLIC) for story in (Visibility.PUBLIC, Visibility.UNLISTED)}
    assert opened(None) == opened(world.cleo) == for_all
    assert opened(world.ben) == {key for key in stories if secret not in key}
    assert opened(world.ana) == set(stories)


def test_a_story_without_a_published_part_is_open_to_no_follower(world: World, client_of: ClientOf) -> None:
    story = make_story(world.ana, "Only begun")
    for state in (State.DRAFT, State.SCHEDULED, State.WITHDRAWN):
        make_part(story, state=state)
    actions.follow_story(story, by=world.ben)
    assert client_of(world.ben).get(story.get_absolute_url()).status_code == 404
