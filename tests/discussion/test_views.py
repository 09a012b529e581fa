"""Vote, follow and comment by plain forms, as they work without JavaScript."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.discussion.actions import cast_vote, delete_comment, post_comment
from inkstead.discussion.models import COMMENT_LIMIT, Comment, Vote
from inkstead.stories.models import PartCounts, State, StoryFollow, Visibility
from tests.conftest import ClientOf
from tests.world import World


def test_the_vote_button_turns(world: World, client_of: ClientOf) -> None:
    cleo, path = client_of(world.cleo), world.part.get_absolute_url()
    for votes in (2, 1, 2):
        answer = cleo.post(path + "vote/")
        assert (answer.status_code, answer["Location"]) == (302, path)
        assert PartCounts.objects.get(part=world.part).votes == votes
    assert cleo.get(path + "vote/").status_code == 405


def test_who_can_vote_for_what(world: World, client_of: ClientOf) -> None:
    def found_by(person: object) -> set[tuple[Visibility, State]]:
        client = client_of(person)  # type: ignore[arg-type]  # a person or a stranger
        told = {key: client.post(part.get_absolute_url() + "vote/").status_code for key, part in world.parts.items()}
        return {key for key, status in told.items() if status == 302}

    open_to_all = {(Visibility.PUBLIC, State.PUBLISHED), (Visibility.UNLISTED, State.PUBLISHED)}
    assert found_by(world.cleo) == open_to_all
    assert found_by(world.ben) == open_to_all | {(Visibility.FOLLOWERS, State.PUBLISHED)}
    asked = client_of(None).post(world.part.get_absolute_url() + "vote/")
    assert asked["Location"].startswith("/me/login/?next=")


def test_a_refused_vote_is_said_where_the_person_was(world: World, client_of: ClientOf) -> None:
    ana, path = client_of(world.ana), world.draft.get_absolute_url()
    came = ana.post(path + "vote/", HTTP_REFERER=f"http://testserver{path}")
    assert (came.status_code, came["Location"]) == (302, f"http://testserver{path}")
    assert [str(message) for message in get_messages(came.wsgi_request)] == [
        "This part is not published, so nobody can vote or comment on it yet."
    ]
    assert ana.post(path + "vote/").status_code == 403
    assert not Vote.objects.filter(part=world.draft).exists()


def test_the_follow_button_turns(world: World, client_of: ClientOf) -> None:
    cleo = client_of(world.cleo)
    for followed in (True, False):
        answer = cleo.post(f"/story/{world.story.pk}/follow/")
        assert answer["Location"] == world.story.get_absolute_url()
        assert StoryFollow.objects.filter(user=world.cleo, story=world.story).exists() == followed
    for hidden in (Visibility.FOLLOWERS, Visibility.PRIVATE):
        assert cleo.post(f"/story/{world.stories[hidden].pk}/follow/").status_code == 404
    assert client_of(None).post(f"/story/{world.story.pk}/follow/")["Location"].startswith("/me/login/")


def test_who_leaves_a_story_for_followers_is_not_led_to_a_closed_door(world: World, client_of: ClientOf) -> None:
    ben, story = client_of(world.ben), world.stories[Visibility.FOLLOWERS]
    answer = ben.post(f"/story/{story.pk}/follow/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/", 302)])
    assert "You no longer follow “For Friends”." in answer.content.decode()


def test_a_comment_is_said_under_the_name_in_use(world: World, client_of: ClientOf) -> None:
    path = world.part.get_absolute_url()
    answer = client_of(world.cleo).post(path + "comments/", {"body": "And then?"})
    said = Comment.objects.get(body="And then?")
    assert (said.author, answer["Location"]) == (world.cleo.pen_name, f"{path}#comment-{said.pk}")
    reply = client_of(world.ben).post(path + "comments/", {"body": "Wait.", "parent": str(said.pk)})
    assert reply.status_code == 302
    assert Comment.objects.get(body="Wait.").parent == said


def test_what_was_typed_comes_back_when_it_is_refused(world: World, client_of: ClientOf) -> None:
    long = "so " * (COMMENT_LIMIT // 2)
    answer = client_of(world.cleo).post(
        world.part.get_absolute_url() + "comments/", {"body": long, "parent": str(world.comment.pk)}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert long in page
    assert f'name="parent" value="{world.comment.pk}"' in page
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 30, "٣", "999999"])
def test_an_answer_to_nothing_is_not_found(world: World, client_of: ClientOf, parent: str) -> None:
    answer = client_of(world.cleo).post(world.part.get_absolute_url() + "comments/", {"body": "?", "parent": parent})
    assert answer.status_code == 404
    assert Comment.objects.count() == 1


def test_a_guest_is_asked_to_sign_in_and_led_back(world: World, client_of: ClientOf) -> None:
    path = world.part.get_absolute_url()
    answer = client_of(None).post(path + "comments/", {"body": "Hello."})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert f'href="/me/login/?next={path}%23comments"' in page
    assert "\nHello.</textarea>" in page
    assert client_of(None).post(path + "comments/")["Location"] == f"/me/login/?next={path}%23comments"
    assert Comment.objects.count() == 1


def test_all_threads_page_by_page(world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.discussion.queries.threads.THREADS_PER_PAGE", 1)
    assert world.ben.pen_name is not None
    post_comment(world.part, body="Still waiting.", by=world.ben, pen_name=world.ben.pen_name)
    stranger, path = client_of(None), world.part.get_absolute_url() + "comments/"

    def shown(page: str) -> tuple[bool, bool, bool]:
        text = stranger.get(path, {"page": page}).content.decode()
        return "I held my breath." in text, "Still waiting." in text, 'rel="next"' in text

    first, second = (True, False, True), (False, True, False)
    assert [shown(page) for page in ("1", "2", "x", "0", "-1", "٢", "9999999")] == [first, second, *[first] * 5]
    assert shown("9999") == (False, False, False)
    assert stranger.get(path)["Cache-Control"] == "private, no-store"
    assert stranger.get(world.draft.get_absolute_url() + "comments/").status_code == 404


def test_comments_cost_the_same_queries_for_three_as_for_one(world: World, client_of: ClientOf) -> None:
    client, path = client_of(None), world.part.get_absolute_url() + "comments/"
    assert world.ben.pen_name is not None
    costs = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        costs.append(len(asked))
        post_comment(world.part, body="Again.", by=world.ben, pen_name=world.ben.pen_name)
    assert costs == [costs[0]] * 3


def test_a_comment_is_as_visible_as_its_part(world: World, client_of: ClientOf) -> None:
    assert world.ben.pen_name is not None
    part = world.parts[Visibility.FOLLOWERS, State.PUBLISHED]
    among = post_comment(part, body="Among friends.", by=world.ben, pen_name=world.ben.pen_name)
    told = {
        name: client_of(person).get(among.get_absolute_url()).status_code
        for name, person in {"ana": world.ana, "ben": world.ben, "cleo": world.cleo, "guest": None}.items()
    }
    assert told == {"ana": 200, "ben": 200, "cleo": 404, "guest": 404}
    assert client_of(None).get(world.comment.get_absolute_url()).status_code == 200
    assert client_of(None).get("/comment/999999999999999999/").status_code == 404


def test_only_its_writer_is_offered_to_change_a_comment(world: World, client_of: ClientOf) -> None:
    path = world.comment.get_absolute_url()
    offered = {
        name: f"{path}edit/" in client_of(person).get(path).content.decode()
        for name, person in {"ana": world.ana, "ben": world.ben, "cleo": world.cleo, "guest": None}.items()
    }
    assert offered == {"ana": False, "ben": True, "cleo": False, "guest": False}
    for act in ("edit/", "delete/"):
        for person in (world.ana, world.cleo):
            assert client_of(person).get(path + act).status_code == 404
            assert client_of(person).post(path + act, {"body": "Mine."}).status_code == 404
        assert client_of(None).post(path + act)["Location"].startswith("/me/login/")
    assert Comment.objects.visible().get().body == "I held my breath."


def test_edit_and_delete_by_forms(world: World, client_of: ClientOf) -> None:
    ben, path, part = client_of(world.ben), world.comment.get_absolute_url(), world.part.get_absolute_url()
    assert "I held my breath." in ben.get(path + "edit/").content.decode()
    refused = ben.post(path + "edit/", {"body": " "})
    assert refused.status_code == 422
    assert ben.post(path + "edit/", {"body": "I sighed."})["Location"] == f"{part}#comment-{world.comment.pk}"
    assert Comment.objects.get().body == "I sighed."
    assert "Remove your comment?" in ben.get(path + "delete/").content.decode()
    assert Comment.objects.visible().count() == 1
    assert ben.post(path + "delete/")["Location"] == f"{part}#comments"
    assert Comment.objects.visible().count() == 0
    assert ben.get(path + "edit/").status_code == 404


def test_a_removed_comment_is_not_offered_for_answers(world: World, client_of: ClientOf) -> None:
    path = world.comment.get_absolute_url()
    assert "Your reply" in client_of(world.cleo).get(path).content.decode()
    delete_comment(world.comment, by=world.ben)
    page = client_of(world.cleo).get(path).content.decode()
    assert "Your reply" not in page
    assert "This comment was removed." in page


def test_a_form_from_elsewhere_does_nothing(world: World) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cleo)
    answer = client.post(world.part.get_absolute_url() + "vote/")
    assert answer.status_code == 403
    assert "had been open too long" in answer.content.decode()
    assert not Vote.objects.filter(user=world.cleo).exists()
    assert cast_vote(world.part, by=world.cleo).voted
