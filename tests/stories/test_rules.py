"""Who may do what: the table at the head of `rules`, asked line by line."""

from __future__ import annotations

import pytest

from inkstead.lib.refusals import Refused
from inkstead.stories import actions, rules
from inkstead.stories.models import Contributor, Part, Role, Story
from tests.world import World

RIGHTS = {
    Role.COAUTHOR: {"can_read_drafts", "can_edit", "can_publish"},
    Role.EDITOR: {"can_read_drafts", "can_edit"},
    Role.BETA: {"can_read_drafts"},
}
EVERY = ("can_read_drafts", "can_edit", "can_publish", "can_manage")


def rights(user: object, story: Story) -> set[str]:
    return {name for name in EVERY if getattr(rules, name)(user, story)}


def join(world: World, role: Role) -> None:
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_names.get(), role=role)


def test_the_author_may_everything_and_others_nothing(world: World) -> None:
    assert rights(world.ana, world.story) == set(EVERY)
    assert rights(world.ben, world.story) == rights(world.cleo, world.story) == set()


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_rights_and_no_others(world: World, role: Role) -> None:
    join(world, role)
    assert rights(world.ben, world.story) == RIGHTS[role]
    assert set(Story.objects.worked_on_by(world.ben)) == {world.story}
    assert world.draft in Part.objects.visible_to(world.ben)
    assert world.draft not in Part.objects.visible_to(world.cleo)


def test_a_deactivated_contributor_may_nothing(world: World) -> None:
    join(world, Role.COAUTHOR)
    world.ben.is_active = False
    assert rights(world.ben, world.story) == set()


def test_an_editor_saves_under_their_own_name_and_publishes_nothing(world: World) -> None:
    join(world, Role.EDITOR)
    part = actions.revise_part(world.part, by=world.ben, text="By Ben.", format="text", keep_draft=True)
    assert part.head is not None
    assert part.head.by == world.ben.pen_names.get()
    for publish in (
        lambda: actions.publish_part(part, by=world.ben),
        lambda: actions.revise_part(part, by=world.ben, text="Live at once.", format="text"),
        lambda: actions.delete_part(part, by=world.ben),
        lambda: actions.move_part(part, to=1, by=world.ben),
    ):
        with pytest.raises(Refused):
            publish()
    assert Part.objects.get(pk=part.pk).live_id == world.part.live_id


def test_what_lies_in_the_bin_is_nobodys_work(world: World) -> None:
    join(world, Role.COAUTHOR)
    Part.objects.filter(pk=world.draft.pk).update(binned_at=world.story.created_at)
    assert world.draft not in Part.objects.worked_on_by(world.ben)
    Story.objects.filter(pk=world.story.pk).update(binned_at=world.story.created_at)
    assert world.story not in Story.objects.worked_on_by(world.ana)
