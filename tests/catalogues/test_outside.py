"""What other programs are told."""

from __future__ import annotations

import itertools
from urllib.robotparser import RobotFileParser

import pytest
from django.test import override_settings

from inkstead.stories import actions
from tests.through_front import FrontClient
from tests.world import World


@pytest.mark.parametrize("let_in", [True, False])
def test_robots_txt_says_what_the_operator_says(db: None, front: FrontClient, let_in: bool) -> None:
    with override_settings(AI_CRAWLERS=let_in):
        answer = front.get("/robots.txt")
    assert (answer.status, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    may = {
        (who, page): rules.can_fetch(who, f"http://127.0.0.1:8000{page}")
        for who in ("Googlebot", "GPTBot")
        for page in ("/part/1-a/", "/me/")
    }
    own = {("Googlebot", "/part/1-a/"): True, ("Googlebot", "/me/"): False, ("GPTBot", "/me/"): False}
    assert may == {**own, ("GPTBot", "/part/1-a/"): let_in}


@pytest.mark.parametrize(("operator", "author"), list(itertools.product([True, False], repeat=2)))
def test_training_needs_a_yes_of_the_operator_and_of_the_author(
    world: World, front: FrontClient, operator: bool, author: bool
) -> None:
    with override_settings(AI_CRAWLERS=operator):
        actions.edit_story(world.story, by=world.ana, ai_crawlers=author)
        allowed = operator and author
        for page in (world.story.get_absolute_url(), world.part.get_absolute_url()):
            for answer in (front.get(page), front.get(page)):  # made, and kept
                assert ("noai" in answer["X-Robots-Tag"]) is not allowed
                assert ('<meta name="robots" content="noai, noimageai">' in answer.text) is not allowed
        assert ("noai" in front.get(f"/feeds/story/{world.story.pk}.json")["X-Robots-Tag"]) is not allowed
        told = "may take the stories whose authors allow it" in front.get("/about/").text
        assert told is operator
