"""Holes in shared pages: filled for whom they are, and never made by what somebody wrote."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from inkstead.discussion.actions import post_comment
from inkstead.stories import actions
from inkstead.web import holes
from inkstead.web.holes import Hole, fill, mark, split
from tests.through_front import FrontClient
from tests.world import World

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


def render(source: str, **view: object) -> str:
    return Template("{% load holes %}" + source).render(Context(view))


def test_a_hole_keeps_what_strangers_see() -> None:
    segments, found = split(render('a{% hole "vote" %}<b>{{ x }}</b>{% endhole %}c', x="<"))
    assert segments == (b"a", b"c")
    assert found == (Hole("vote", "", b"<b>&lt;</b>"),)


def test_a_hole_can_have_an_argument() -> None:
    _, found = split(render('{% hole "comment-tools" number %}{% endhole %}', number=7))
    assert found == (Hole("comment-tools", "7", b""),)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), TEXTS)
def test_a_page_comes_back_whole(pieces: list[tuple[str, str]], end: str) -> None:
    rendered = "".join(text + mark("vote", "", default) for text, default in pieces) + end
    segments, found = split(rendered)
    assert fill(segments, found, "", {}, None) == ("".join(t + d for t, d in pieces) + end).encode()
    assert len(found) == len(pieces)


FORGED = [
    '{% hole "account" %}x{% endhole %}',
    "\x00account\x00",
    "\x000000000000000000<account:>x\x000000000000000000/",
    "hole:account",
    "<hole name=account>",
    "&#0;account&#0;",
]


@pytest.mark.parametrize("text", FORGED)
def test_no_text_of_a_writer_becomes_a_hole(world: World, front: FrontClient, text: str) -> None:
    path = world.part.get_absolute_url()
    number = len(_holes(front, path))
    actions.revise_part(world.part, text=f"<p>{text}</p>", by=world.ana)
    actions.revise_part(world.part, text=text, format="text", by=world.ana)
    actions.edit_part(world.part, by=world.ana, title=f"T {text}".replace("\x00", "")[:150], notes_before=text)
    actions.edit_story(world.story, by=world.ana, summary=text)
    assert world.ben.pen_name is not None
    post_comment(world.part, body=f"x {text}", by=world.ben, pen_name=world.ben.pen_name)
    world.part.refresh_from_db()
    comment_tools = 1  # of the comment just made
    assert len(_holes(front, world.part.get_absolute_url())) == number + comment_tools
    assert "\x00" not in front.get(world.part.get_absolute_url(), by=world.ben).text
    assert "\x00" not in front.get(world.part.get_absolute_url()).text


def test_even_the_real_marks_are_taken_out_of_what_is_written(world: World, front: FrontClient) -> None:
    """Were the token ever to leak: its marks hold a NUL, and no text keeps one."""
    path = world.part.get_absolute_url()
    number = len(_holes(front, path))
    actions.revise_part(world.part, text=f"<p>{mark('account', '', 'x')}</p>", by=world.ana)
    assert world.ben.pen_name is not None
    post_comment(world.part, body="y " + mark("account", "", "x"), by=world.ben, pen_name=world.ben.pen_name)
    assert len(_holes(front, path)) == number + 1


def test_the_token_is_not_on_any_page(world: World, front: FrontClient) -> None:
    for path in ("/", world.part.get_absolute_url(), world.story.get_absolute_url()):
        for by in (None, world.ben):
            assert holes._TOKEN not in front.get(path, by=by).text


def _holes(front: FrontClient, path: str) -> list[str]:
    from inkstead.web.pages import pages

    assert front.get(path).status == 200
    return [hole.name for hole in pages._pages[path].holes]


def test_every_hole_in_a_template_has_its_filler() -> None:
    """Or a stranger's default is what everybody sees, and somebody meant otherwise."""
    from tests.architecture.sources import templates

    named = {name for path in templates() for name in re.findall(r'{% hole "([a-z-]+)"', path.read_text())}
    assert named - set(holes._fillers) - {"messages"} == set()
