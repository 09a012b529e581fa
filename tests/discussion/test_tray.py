"""The tray at the desk, as a writer without scripts uses it."""

from __future__ import annotations

import pytest

from inkstead.discussion.models import Comment
from inkstead.stories.models import Contributor, Part, Role
from tests.conftest import ClientOf
from tests.discussion.actions.test_placing import BOAT, LAMP, RAIN, ids, revised, say
from tests.factories import make_part, make_story
from tests.world import World

GUESS = "He had a lamp, she had nothing, and the cellar was as dark as a letter that nobody opens."


@pytest.fixture
def part(world: World) -> Part:
    part = make_part(make_story(world.ana), text=f"{RAIN}\n\n{LAMP}\n\n{BOAT}")
    say(world, part, ids(part)[1], "holding the lamp")
    return revised(world, part, RAIN, BOAT, GUESS)


def page(client_of: ClientOf, world: World, part: Part, more: str = "") -> str:
    answer = client_of(world.ana).get(f"/write/part/{part.pk}/tray/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_says_that_something_lies_in_the_tray(world: World, part: Part, client_of: ClientOf) -> None:
    ana = client_of(world.ana)
    assert "Tray: 1 comment" in ana.get(f"/write/part/{part.pk}/").content.decode()
    assert "1 comment in the tray" in ana.get(f"/write/story/{part.story_id}/").content.decode()
    assert "in the tray" not in ana.get(f"/write/story/{world.story.pk}/").content.decode()


def test_a_correction_warns_before_it_is_published(world: World, part: Part, client_of: ClientOf) -> None:
    say(world, part, ids(part)[1])
    ana = client_of(world.ana)
    assert "would lose" not in ana.get(f"/write/part/{part.pk}/").content.decode()
    part = revised(world, part, RAIN, "Nothing else of it is left, not one word.", keep_draft=True)
    for address in (f"/write/part/{part.pk}/", f"/write/part/{part.pk}/publish/", f"/write/part/{part.pk}/tray/"):
        assert "1 comment in the margin would lose its paragraph" in ana.get(address).content.decode()


def test_the_best_guess_comes_first_and_one_press_places_it(world: World, part: Part, client_of: ClientOf) -> None:
    text = page(client_of, world, part)
    assert "holding the lamp" in text
    assert text.index(GUESS) < text.index("Another paragraph")
    [comment] = Comment.objects.filter(part=part)
    answer = client_of(world.ana).post(
        f"/write/part/{part.pk}/tray/", {"comment": comment.pk, "block": ids(part)[2]}, follow=True
    )
    comment.refresh_from_db()
    assert comment.block == ids(part)[2]
    shown = answer.content.decode()
    assert "The tray is empty" in shown
    assert "Placed by hand" in shown
    client_of(world.ana).post(f"/write/part/{part.pk}/tray/", {"comment": comment.pk, "back": "1"})
    assert "Placed by hand" not in page(client_of, world, part)


def test_any_paragraph_can_be_chosen_and_none_is_an_answer_too(world: World, part: Part, client_of: ClientOf) -> None:
    [comment] = Comment.objects.filter(part=part)
    choices = page(client_of, world, part, f"{comment.pk}/")
    assert all(f'value="{block}"' in choices for block in ids(part))
    ana, address = client_of(world.ana), f"/write/part/{part.pk}/tray/"
    assert ana.post(address, {"comment": comment.pk})["Location"] == f"{address}{comment.pk}/"
    assert ana.post(address, {"comment": comment.pk, "block": "b-00000000"}).status_code in (403, 422)
    ana.post(address, {"comment": comment.pk, "block": ""})
    assert "Stands with the comments on the whole part" in page(client_of, world, part)


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 30, "²"])
def test_a_comment_that_is_not_there_is_not_found(world: World, part: Part, client_of: ClientOf, number: str) -> None:
    answer = client_of(world.ana).post(f"/write/part/{part.pk}/tray/", {"comment": number, "block": ""})
    assert answer.status_code == 404
    other = say(world, world.part)
    assert client_of(world.ana).get(f"/write/part/{part.pk}/tray/{other.pk}/").status_code == 404


def test_only_who_may_change_the_text_sees_the_tray(world: World, part: Part, client_of: ClientOf) -> None:
    [comment] = Comment.objects.filter(part=part)
    address = f"/write/part/{part.pk}/tray/"
    for stranger in (world.ben, world.cleo):
        for path in (address, f"{address}{comment.pk}/"):
            assert client_of(stranger).get(path).status_code == 404
        assert client_of(stranger).post(address, {"comment": comment.pk, "block": ""}).status_code == 404
    assert client_of(None).get(address)["Location"].startswith("/me/login/")
    assert world.cleo.pen_name is not None
    contributor = Contributor.objects.create(story=part.story, pen_name=world.cleo.pen_name, role=Role.BETA)
    assert client_of(world.cleo).get(address).status_code == 403
    contributor.role = Role.EDITOR
    contributor.save()
    assert client_of(world.cleo).get(address).status_code == 200
    comment.refresh_from_db()
    assert comment.taken_from == ""


def test_readers_see_the_words_and_that_the_passage_changed(world: World, part: Part, client_of: ClientOf) -> None:
    [comment] = Comment.objects.filter(part=part)
    gone = comment.block
    for path in (part.get_absolute_url(), part.get_absolute_url() + "comments/", comment.get_absolute_url()):
        text = client_of(None).get(path).content.decode()
        assert "holding the lamp" in text
        assert "on a passage that has since changed" in text
        assert f"#{gone}" not in text
    assert "has since changed" not in client_of(None).get(world.part.get_absolute_url()).content.decode()
