from __future__ import annotations

import pytest

from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.models import PenNameFollow, ShelfFollow, TagFollow
from inkstead.library.queries import following
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Tag
from tests.threads import at_once
from tests.world import World


def test_following_and_unfollowing_twice_is_harmless(world: World) -> None:
    ana = world.ana.pen_name
    assert ana is not None
    tag, shelf = Tag.objects.get(slug="sea"), actions.make_shelf(title="Salt", by=world.ana)
    shelf = actions.edit_shelf(shelf, sharing="public", by=world.ana)
    for _ in range(2):
        actions.follow_pen_name(ana, by=world.ben)
        actions.follow_tag(tag, by=world.ben)
        actions.follow_shelf(shelf, by=world.ben)
    assert [rows.objects.count() for rows in (PenNameFollow, TagFollow, ShelfFollow)] == [1, 1, 1]
    for _ in range(2):
        actions.unfollow_pen_name(ana, by=world.ben)
        actions.unfollow_tag(tag, by=world.ben)
        actions.unfollow_shelf(shelf, by=world.ben)
    assert [rows.objects.count() for rows in (PenNameFollow, TagFollow, ShelfFollow)] == [0, 0, 0]


def test_nobody_follows_themselves_under_any_of_their_names(world: World) -> None:
    for name in world.ana.pen_names.all():
        with pytest.raises(Refused, match="your own"):
            actions.follow_pen_name(name, by=world.ana)
    shelf = actions.make_shelf(title="Salt", by=world.ana)
    with pytest.raises(Refused, match="your own"):
        actions.follow_shelf(shelf, by=world.ana)


def test_what_one_follows_is_what_one_may_still_see(world: World) -> None:
    ana = world.ana.pen_name
    assert ana is not None
    follow_story(world.story, by=world.ben)
    actions.follow_pen_name(ana, by=world.ben)
    shelf = actions.edit_shelf(actions.make_shelf(title="Salt", by=world.ana), sharing="public", by=world.ana)
    actions.follow_shelf(shelf, by=world.ben)
    seen = following(world.ben)
    assert {story.title for story in seen.stories} == {"The Lighthouse", "For Friends"}
    assert ([str(name) for name in seen.pen_names], [str(row) for row in seen.shelves]) == (["Ana"], ["Salt"])
    actions.edit_shelf(shelf, sharing="private", by=world.ana)
    assert list(following(world.ben).shelves) == []
    assert not following(world.cleo)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_follow_once() -> None:
    from tests.factories import make_part, make_story, make_user

    ana, ben = make_user("Ana"), make_user("Ben")
    story = make_story(ana, tags=["sea"])
    make_part(story)
    tag, name = Tag.objects.get(slug="sea"), ana.pen_name
    assert name is not None
    at_once([lambda: actions.follow_tag(tag, by=ben)] * 5 + [lambda: actions.follow_pen_name(name, by=ben)] * 5)
    assert (TagFollow.objects.count(), PenNameFollow.objects.count()) == (1, 1)
