"""A part that is less for everybody than its story."""

from __future__ import annotations

import pytest
from django.test import Client

from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Contributor, Part
from inkstead.stories.ratings import mark
from tests.api.calls import Program
from tests.conftest import ClientOf
from tests.factories import make_token
from tests.world import World


def test_only_what_differs_is_told() -> None:
    assert mark("", [], "teen", []) == ""
    assert mark("teen", ["Abuse"], "teen", ["abuse"]) == ""
    assert mark("mature", ["Abuse", "Gore"], "teen", ["Gore"]) == "mature, warnings"


def test_readers_see_it_at_the_head_and_in_the_contents(world: World, client_of: ClientOf) -> None:
    part, story = world.part, world.story
    head = Client().get(part.get_absolute_url()).content.decode()
    assert "This part:" not in head
    given = {"rating": "mature", "warnings": ["Abuse"], "other_warnings": "<b>Salt</b>, abuse"}
    answer = client_of(world.ana).post(f"/write/part/{part.pk}/rating/", given)
    assert answer.status_code == 302
    reader = Client()
    reader.cookies["adult"] = "yes"  # who has said that they want to see it
    page = reader.get(part.get_absolute_url()).content.decode()
    assert "This part: Mature" in page
    assert "Abuse, &lt;b&gt;Salt&lt;/b&gt;" in page
    assert "mature, warnings" in Client().get(story.get_absolute_url()).content.decode()
    assert "mature, warnings" in Client().get(world.second.get_absolute_url()).content.decode()
    assert "mature, warnings" in client_of(world.ana).get(f"/write/story/{story.pk}/").content.decode()
    form = client_of(world.ana).get(f"/write/part/{part.pk}/rating/").context["form"]
    assert form.initial == {"rating": "mature", "warnings": ["Abuse"], "other_warnings": "<b>Salt</b>"}


def test_what_cannot_be_is_refused(world: World, client_of: ClientOf) -> None:
    path = f"/write/part/{world.part.pk}/rating/"
    assert client_of(world.ana).post(path, {"rating": "R"}).status_code == 422
    assert client_of(world.ana).post(path, {"other_warnings": "x" * 81}).status_code == 422
    with pytest.raises(Refused):
        actions.edit_part(world.part, rating="R", by=world.ana)
    assert Part.objects.get(pk=world.part.pk).rating == ""


def test_an_editor_does_not_rate(world: World, client_of: ClientOf) -> None:
    path = f"/write/part/{world.part.pk}/rating/"
    assert client_of(world.ben).post(path, {"rating": "teen"}).status_code == 404
    assert world.ben.pen_name is not None
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_name, role="editor")
    assert client_of(world.ben).post(path, {"rating": "teen"}).status_code == 403
    with pytest.raises(Refused):
        actions.edit_part(world.part, rating="teen", by=world.ben)


def test_the_api_gives_and_takes_them(world: World) -> None:
    program, path = Program(make_token(world.ana)), f"/parts/{world.part.pk}"
    assert program.patch(path, {"rating": "explicit", "warnings": ["Gore", "gore"]}).status == 200
    told = program.get(path)
    assert (told["rating"], told["warnings"]) == ("explicit", ["Gore"])
    assert program.patch(path, {"rating": "R"}).status == 422
    assert program.patch(path, {"rating": ""}).status == 200
    assert program.get(path)["rating"] == ""
