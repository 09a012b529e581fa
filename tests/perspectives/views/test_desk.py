"""The writer's side: who gets in, who may answer, and that nothing of it reaches anybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.perspectives.models import Audience, LinkSaid, Meant, SceneSaid
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Contributor, Role, State, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story, make_user
from tests.perspectives.stories import HERS, HIS, OTHER, revise, scenes, tellings, told_twice
from tests.world import World

WRITERS = Audience.WRITERS
OUTSIDE = {"guest", "stranger", "follower"}
WORKING = {"author", *Role.values}
EDITING = {"author", Role.COAUTHOR.value, Role.EDITOR.value}
CANARY = "Canaryword"


def people_of(story: Story, world: World) -> dict[str, User | None]:
    follower = make_user("Fay")
    follow_story(story, by=follower)
    people: dict[str, User | None] = {"guest": None, "stranger": world.cleo, "follower": follower, "author": world.ana}
    for role in Role:
        user = people[role.value] = make_user(f"Name {role.value}")
        Contributor.objects.create(story=story, pen_name=user.pen_name, role=role)
    return people


def test_everybody_who_works_on_it_sees_its_drafts_and_nobody_else(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    make_part(story, "Draft", text=HIS.replace("Mara", f"{CANARY} Mara"), state=State.DRAFT)
    people = people_of(story, world)
    for page in ("tellings", "scenes"):
        answers = {name: client_of(user).get(f"/write/story/{story.pk}/{page}/") for name, user in people.items()}
        assert {name for name, answer in answers.items() if answer.status_code == 200} == WORKING
        assert all(CANARY not in answers[name].text for name in OUTSIDE)
    assert CANARY in client_of(world.ana).get(f"/write/story/{story.pk}/tellings/").text  # the control
    assert "Draft" in client_of(world.ana).get(f"/write/story/{story.pk}/scenes/").text


def test_those_who_may_change_the_text_may_answer(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    (told,) = tellings(story, WRITERS)
    line = told.lines.get(difference="spelling")
    at = f"/write/story/{story.pk}"
    posts: dict[str, tuple[str, dict[str, object], Callable[[], bool]]] = {
        "meant": (f"{at}/tellings/line/{line.pk}/", {"answer": "meant"}, Meant.objects.exists),
        "link": (f"{at}/tellings/link/", {"one": told.one_id, "other": told.other_id}, LinkSaid.objects.exists),
        "correct": (f"{at}/scenes/{told.one_id}/", {"narrator": "Ada"}, SceneSaid.objects.exists),
    }
    people = people_of(story, world)
    for path, given, done in posts.values():
        for name in sorted(people, key=lambda one: one in EDITING):
            answer = client_of(people[name]).post(path, given)
            assert done() is (name in EDITING), (path, name)
            assert answer.status_code == (
                302 if name in EDITING or name == "guest" else 404 if name in OUTSIDE else 403
            )
            for rows in (Meant, LinkSaid, SceneSaid):
                rows.objects.all().delete()


def test_a_difference_is_accepted_and_asked_about_again(world: World, client_of: ClientOf) -> None:
    story, _, other = told_twice(world)
    client = client_of(world.ana)
    page = f"/write/story/{story.pk}/tellings/"
    (told,) = tellings(story, WRITERS)
    line = told.lines.get(difference="spelling")
    assert "Spelt differently" in client.get(page).text
    client.post(f"{page}line/{line.pk}/", {"answer": "meant"})
    assert "Spelt differently, as meant" in client.get(page).text
    revise(other, "One paragraph more.\n\n" + HIS)
    assert "Spelt differently, as meant" in client.get(page).text
    revise(other, HIS.replace("harbor", "haven"))
    assert "Worded differently, as meant" not in client.get(page).text
    assert "<strong>1</strong> line" in client.get(page).text
    revise(other, HIS.replace("harbor", "harbour"))
    assert "Every line that two tellings share is the same" in client.get(page).text


def test_a_draft_is_read_when_its_writer_looks(world: World, client_of: ClientOf) -> None:
    story = make_story(world.ana, "Salt", visibility=Visibility.PUBLIC)
    make_part(story, "Mara", text=HERS, state=State.DRAFT)
    client = client_of(world.ana)
    assert "No two of them" in client.get(f"/write/story/{story.pk}/tellings/").text
    make_part(story, "Jonas", text=HIS, state=State.DRAFT)
    assert "1 pair of them tells the same moment" in client.get(f"/write/story/{story.pk}/tellings/").text


def test_links_are_refused_and_left_to_the_text_again(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    client, at = client_of(world.ana), f"/write/story/{story.pk}/tellings/"
    (told,) = tellings(story, WRITERS)
    client.post(f"{at}link/", {"one": told.one_id, "other": told.other_id, "answer": "refuse"})
    page = client.get(at).text
    assert ("Told apart: 1" in page, "No two of them" in page, tellings(story)) == (True, True, [])
    client.post(f"{at}said/{LinkSaid.objects.get().pk}/")
    assert "1 pair of them" in client.get(at).text


def test_two_scenes_are_linked_by_hand(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world, second=OTHER)
    one, other = scenes(story, WRITERS)
    client, at = client_of(world.ana), f"/write/story/{story.pk}/tellings/"
    client.post(f"{at}link/", {"one": one.pk, "other": other.pk})
    assert "linked by hand. You say so." in client.get(at).text


@pytest.mark.parametrize("given", [{}, {"one": "x", "other": "²"}, {"one": "9" * 40, "other": "1"}])
def test_nonsense_is_not_found(given: dict[str, str], world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    assert client_of(world.ana).post(f"/write/story/{story.pk}/tellings/link/", given).status_code == 404


def test_scenes_of_another_story_cannot_be_reached_through_ones_own(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    theirs = make_story(world.cleo, "Hers", visibility=Visibility.PUBLIC)
    scene = scenes(story, WRITERS)[0]
    answer = client_of(world.cleo).post(f"/write/story/{theirs.pk}/scenes/{scene.pk}/", {"narrator": "X"})
    assert answer.status_code == 404
    assert not SceneSaid.objects.exists()


def test_a_page_costs_the_same_for_one_moment_and_for_three(world: World, client_of: ClientOf) -> None:
    story, *_ = told_twice(world)
    client = client_of(world.ana)

    def queries() -> int:
        client.get(f"/write/story/{story.pk}/tellings/")
        with CaptureQueriesContext(connection) as asked:
            assert _get(client, story).count('class="linked"') >= 1
        return len(asked)

    first = queries()
    for name in ("Ada", "Zoe"):
        make_part(story, name, text=HERS.replace("boat", f"{name} ship").replace("salt", f"{name} salt"))
        make_part(story, f"{name} again", text=HIS.replace("boat", f"{name} ship").replace("salt", f"{name} salt"))
    assert queries() == first


def _get(client: Client, story: Story) -> str:
    return client.get(f"/write/story/{story.pk}/tellings/").text


def test_an_empty_story_says_what_to_do(world: World, client_of: ClientOf) -> None:
    story = make_story(world.ana, "Empty")
    for page in ("tellings", "scenes"):
        assert "There is no text to read yet." in client_of(world.ana).get(f"/write/story/{story.pk}/{page}/").text
