"""A comment that is very long is folded after its beginning, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from inkstead.discussion.actions import post_comment, write_on_wall
from inkstead.discussion.queries import comment_html, folded
from inkstead.discussion.queries.shown import CHARACTERS, LINES
from tests.world import World

LONG = ("line\n" * 2000, "\n\n".join(["word"] * 2000), "word " * 2000, "https://a.example/" + "x" * 9000, "x" * 9999)


def words(html: str) -> str:
    return re.sub(r"<[^>]*>|Read on|\\s", "", html)


@pytest.mark.parametrize("body", LONG)
def test_what_is_long_is_folded_and_nothing_is_lost(body: str) -> None:
    html = comment_html(body.strip())
    shown = folded(html)
    assert words(shown) == words(html)
    if " " in body.strip() or "\n" in body.strip():
        head, rest = shown.split('<details class="comment-rest">', 1)
        assert head.count("<br>") + head.count("</p><p>") <= LINES
        assert len(head) <= CHARACTERS
        assert head.count("<p>") == head.count("</p>")
        assert rest.count("<p>") == rest.count("</p>")


def test_a_link_is_not_cut() -> None:
    body = "word " * 398 + "https://a.example/" + "y" * 200 + " " + "word " * 800
    head = folded(comment_html(body)).split("<details", 1)[0]
    assert head.count("<a ") == head.count("</a>")


@pytest.mark.parametrize("body", ["Short.", "line\n" * 39 + "end", "word " * 600])
def test_what_is_not_long_stands_as_it_is(body: str) -> None:
    html = comment_html(body)
    assert folded(html) == html


def test_it_is_folded_wherever_it_stands(world: World, client: Client) -> None:
    ana, cleo = world.ana, world.cleo
    assert cleo.pen_name is not None
    assert ana.pen_name is not None
    post_comment(world.part, body="line\n" * 2000, by=cleo, pen_name=cleo.pen_name)
    write_on_wall(ana.pen_name, body="line\n" * 100, by=cleo, pen_name=cleo.pen_name)
    client.force_login(ana)
    part = world.part.get_absolute_url()
    for path in (part, f"{part}comments/", f"/write/story/{world.story.pk}/comments/", "/by/ana/wall/"):
        assert "comment-rest" in client.get(path).content.decode(), path
