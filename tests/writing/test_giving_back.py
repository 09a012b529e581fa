"""A text that is posted too late is in the answer: signed out, thrown away, or no longer theirs."""

from __future__ import annotations

from inkstead.stories.actions import bin_part, bin_story
from inkstead.stories.models import Contributor, Role
from tests.conftest import ClientOf
from tests.world import World

TYPED = {"title": "Late", "text": "Every <word> of it.", "format": "text", "visibility": "public", "revision": "1"}
SHOWN = "Every &lt;word&gt; of it."


def test_nothing_typed_is_lost_when_it_cannot_be_saved(world: World, client_of: ClientOf) -> None:
    part, helper = world.draft, Contributor.objects.create
    address = f"/write/part/{part.pk}/"
    row = helper(story=world.story, pen_name=world.ben.pen_names.get(), role=Role.EDITOR)
    ben = client_of(world.ben)
    assert ben.get(address).status_code == 200
    row.delete()
    answers = {"removed": ben.post(address, TYPED), "signed out": client_of(None).post(address, TYPED)}
    answers["stranger, new"] = client_of(world.cleo).post(f"/write/story/{world.story.pk}/part/new/", TYPED)
    bin_part(part, by=world.ana)
    answers["in the bin"] = client_of(world.ana).post(address, TYPED)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "removed": 404,
        "signed out": 403,
        "stranger, new": 404,
        "in the bin": 404,
    }
    assert all(SHOWN in answer.content.decode() for answer in answers.values())
    assert not any(world.draft.title in answer.content.decode() for answer in answers.values())


def test_a_part_in_the_bin_can_be_had_back_from_there(world: World, client_of: ClientOf) -> None:
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_names.get(), role=Role.EDITOR)
    part, ana, ben = world.draft, client_of(world.ana), client_of(world.ben)
    bin_part(part, by=world.ana)
    address, restore = f"/write/part/{part.pk}/", f'action="/write/bin/part/{part.pk}/restore/"'
    assert restore in ana.post(address, TYPED).content.decode()
    assert restore not in ben.post(address, TYPED).content.decode()  # an editor cannot restore it
    ana.post(f"/write/bin/part/{part.pk}/restore/")
    assert ana.post(address, TYPED).status_code in (302, 409)

    bin_story(world.story, by=world.ana)
    restore = f'action="/write/bin/story/{world.story.pk}/restore/"'
    assert restore in ana.post(address, TYPED).content.decode()
    assert restore in ana.post(f"/write/story/{world.story.pk}/part/new/", TYPED).content.decode()
    assert restore not in ben.post(address, TYPED).content.decode()


def test_without_a_text_a_stranger_is_asked_to_sign_in(world: World, client_of: ClientOf) -> None:
    assert client_of(None).post(f"/write/part/{world.draft.pk}/", {"title": "x"}).status_code == 302
