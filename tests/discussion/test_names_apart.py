"""Nothing that is said tells which names belong to one person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from inkstead.accounts.actions import block_name, use_pen_name
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import approve_comment, decide_talk, delete_comment, edit_comment, post_comment
from inkstead.discussion.models import Comment, Standing
from inkstead.lib.refusals import Refused
from inkstead.notifications.queries import inbox_page
from tests.factories import make_pen_name, make_user
from tests.jobs import work_off
from tests.world import World

ClientOf = Callable[[User | None], Client]


def say(world: World, body: str, by: User, name: PenName | None = None) -> Comment:
    pen_name = name or by.pen_name
    assert pen_name is not None
    return post_comment(world.part, body=body, by=by, pen_name=pen_name)


def told(user: User) -> list[str]:
    work_off("notifications")
    return [line.told.text for line in inbox_page(user).lines]


def linked(page: str) -> list[str]:
    return [piece.split("</a>", 1)[0].split(">", 1)[1] for piece in page.split('class="mention"')[1:]]


def test_who_keeps_a_writer_out_is_a_link_like_everybody_and_is_not_told(world: World, client_of: ClientOf) -> None:
    bea, rob = make_user("Bea Blocked"), make_user("Rob Reader")
    mask, shade = make_pen_name(bea, "Beatrix Mask"), make_pen_name(rob, "Robin Shade")
    assert bea.pen_name is not None
    block_name(bea.pen_name, by=rob)  # all of Rob's names
    say(world, "Hey @Rob Reader, @Robin Shade and @Cleo.", bea)
    page = client_of(None).get(world.part.get_absolute_url()).content.decode()
    assert linked(page) == ["@Rob Reader", "@Robin Shade", "@Cleo"]
    assert (told(rob), len(told(world.cleo))) == ([], 1)
    say(world, "Hey @Rob Reader.", bea, mask)  # of whom Rob does not know that it is Bea
    assert told(rob) == [f"Beatrix Mask mentioned you on “{world.part.title}”"]
    assert shade.user == rob


@pytest.mark.parametrize("who", ["nobody", "followers"])
def test_rights_of_an_author_are_those_of_the_name_that_writes(world: World, client_of: ClientOf, who: str) -> None:
    decide_talk(world.story, who=who, approve_first=True, by=world.ana)
    other = make_pen_name(world.ana, "Anais Night")
    assert say(world, "I answer.", world.ana).state == Standing.SHOWN
    with pytest.raises(Refused):
        say(world, "It is me.", world.ana, other)
    client, path = client_of(world.ana), world.part.get_absolute_url()
    assert 'name="body"' in client.get(path).content.decode()
    use_pen_name(world.ana, other)
    page = client_of(world.ana).get(path).content.decode()
    assert 'name="body"' not in page
    assert ("takes no comments" if who == "nobody" else "Only followers") in page


def test_another_name_of_the_author_waits_like_everybody(world: World) -> None:
    decide_talk(world.story, who="everyone", approve_first=True, by=world.ana)
    said = say(world, "A reader speaks.", world.ana, make_pen_name(world.ana, "Anais Night"))
    assert said.state == Standing.WAITING


def test_what_was_read_first_is_what_stands_there(world: World) -> None:
    before = say(world, "From before.", world.cleo)
    decide_talk(world.story, who="everyone", approve_first=True, by=world.ana)
    said = say(world, "Kind words.", world.cleo)
    said = edit_comment(said, body="Kinder words.", by=world.cleo)  # nobody has read them yet
    assert (said.state, said.body) == (Standing.WAITING, "Kinder words.")
    approve_comment(said, by=world.ana)
    for comment in (said, before):
        with pytest.raises(Refused, match="read before others see them"):
            edit_comment(comment, body="Unkind words.", by=world.cleo)
        comment.refresh_from_db()
        assert "Unkind" not in comment.body
    delete_comment(said, by=world.cleo)
    own = say(world, "An answer.", world.ana)
    assert edit_comment(own, body="A better answer.", by=world.ana).body == "A better answer."


def test_mentions_are_links_wherever_a_comment_is_shown(world: World, client_of: ClientOf) -> None:
    """As in the thread: a name behind an @ keeps its order where the words around it run the other way."""
    said = say(world, "שלום @Ana, (123)", world.cleo)
    said = edit_comment(said, body="שלום @Ana, (123) שוב", by=world.cleo)
    places = {
        world.ana: [f"/write/story/{world.story.pk}/comments/", f"/comment/{said.pk}/tend/"],
        world.cleo: ["/me/comments/", f"/comment/{said.pk}/history/"],
    }
    found = {path: linked(client_of(who).get(path).content.decode()) for who, paths in places.items() for path in paths}
    assert {path: set(names) for path, names in found.items()} == {path: {"@Ana"} for path in found}
    Comment.objects.filter(pk=said.pk).update(block="b-1", taken_from="b-1")
    assert linked(client_of(world.ana).get(f"/write/part/{world.part.pk}/tray/").content.decode()) == ["@Ana"]
