from __future__ import annotations

from inkstead.stories.models import Part, Story
from tests.conftest import ClientOf
from tests.world import World


def test_each_of_the_three_sees_what_they_should(world: World) -> None:
    seen = {
        person.pen_name.name: sorted(set(Part.objects.visible_to(person).values_list("story__visibility", "state")))
        for person in (world.ana, world.ben, world.cleo)
    }
    open_to_all = [("public", "published"), ("unlisted", "published")]
    assert seen["Cleo"] == open_to_all
    assert seen["Ben"] == [("followers", "published"), *open_to_all]
    assert len(seen["Ana"]) == 16
    assert set(Story.objects.listed()) == {world.story}


def test_a_client_can_be_anybody(world: World, client_of: ClientOf) -> None:
    assert "_auth_user_id" in client_of(world.ana).session
    assert not client_of(None).cookies
