"""What is offered below a story and to one reader, with the reason, and what it must never name."""

from __future__ import annotations

import pytest
from django.test import Client

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import cast_vote
from inkstead.library.actions import follow_tag, forget_history, hide, keep_place
from inkstead.recommendations import actions, jobs
from inkstead.recommendations.gathering import gather_finished
from inkstead.recommendations.likeness import relate_stories
from inkstead.recommendations.models import Finished
from inkstead.recommendations.queries import Offered, offered_to
from inkstead.stories.actions import edit_story, follow_story, withdraw_part
from inkstead.stories.models import Rating, Story, Tag
from tests.factories import make_part, make_story, make_token, make_user

pytestmark = pytest.mark.django_db


def told_story(title: str, author: PenName | None = None, **fields: object) -> Story:
    story = make_story(author.user if author else make_user(), title, **fields)
    make_part(story)
    return story


@pytest.fixture
def crowd() -> list[User]:
    return [make_user() for _ in range(15)]


@pytest.fixture
def pair(crowd: list[User]) -> tuple[Story, Story]:
    """Two stories that the same people finished."""
    stories = told_story("Lamplight"), told_story("Tidewater")
    for story in stories:
        Finished.objects.bulk_create([Finished(user=user, story=story) for user in crowd])
    relate_stories()
    return stories


def titles(offered: list[Offered]) -> list[str]:
    return [one.card.story.title for one in offered]


def test_below_a_story_stands_what_its_readers_finished_too(pair: tuple[Story, Story], client: Client) -> None:
    page = client.get(pair[0].get_absolute_url()).content.decode()
    assert "Readers who finished this also finished" in page
    assert "Tidewater" in page
    withdraw_part(pair[1].parts.get(), by=pair[1].author.user)
    assert "Tidewater" not in client.get(pair[0].get_absolute_url()).content.decode()


def test_a_page_that_was_kept_learns_of_a_new_list(crowd: list[User], client: Client) -> None:
    first, second = told_story("Lamplight"), told_story("Tidewater")
    assert "also finished" not in client.get(first.get_absolute_url()).content.decode()
    for story in (first, second):
        Finished.objects.bulk_create([Finished(user=user, story=story) for user in crowd])
    relate_stories()
    assert "also finished" in client.get(first.get_absolute_url()).content.decode()


def test_who_hides_a_story_does_not_find_it_below_another(pair: tuple[Story, Story], client: Client) -> None:
    reader = make_user()
    client.force_login(reader)
    assert "Tidewater" in client.get(pair[0].get_absolute_url()).content.decode()
    hide(pair[1], by=reader)
    client.force_login(reader)  # a session knows that somebody hides something from its beginning on, or a minute later
    assert "Tidewater" not in client.get(pair[0].get_absolute_url()).content.decode()


def test_offered_because_of_what_one_finished_follows_or_voted_for(pair: tuple[Story, Story]) -> None:
    reasons = {}
    for name, do in {
        "finished": lambda user: keep_place(pair[0].parts.get(), block="", reached=1.0, by=user),
        "follow": lambda user: follow_story(pair[0], by=user),
        "voted for": lambda user: cast_vote(pair[0].parts.get(), by=user),
    }.items():
        reader = make_user()
        do(reader)
        [first, *_] = offered_to(reader)
        assert (first.card.story.title, first.because.title if first.because else "") == ("Tidewater", "Lamplight")
        reasons[name] = first.reason
    assert all(reason.endswith(name) for name, reason in reasons.items())


def test_what_was_forgotten_is_no_reason_any_more(pair: tuple[Story, Story]) -> None:
    reader = make_user()
    keep_place(pair[0].parts.get(), block="", reached=1.0, by=reader)
    gather_finished()
    assert offered_to(reader)[0].because is not None
    forget_history(by=reader)
    assert {one.reason for one in offered_to(reader)} == {"Best loved here"}


@pytest.mark.parametrize("way", ["hidden", "blocked", "blocks"])
def test_nothing_of_what_is_kept_apart_is_named_as_a_reason_or_among_what_is_unwanted(
    pair: tuple[Story, Story], way: str, client: Client
) -> None:
    reader, author = make_user(), pair[0].author
    keep_place(pair[0].parts.get(), block="", reached=1.0, by=reader)
    third = told_story("Saltwater", author=author)
    actions.want_less(third, by=reader)
    client.force_login(reader)
    names, token = ("lamplight", "saltwater"), f"Bearer {make_token(reader)}"

    def named() -> list[bool]:
        answers = [client.get("/library/for-you/")]
        answers.append(client.get("/api/v1/me/recommendations", headers={"Authorization": token}))
        pages = [answer.content.decode() for answer in answers]
        return [name in page.lower() for name in names for page in pages]

    assert named() == [True, True, True, False]
    if way == "hidden":
        hide(pair[0], by=reader)
        hide(third, by=reader)
    else:
        assert reader.pen_name is not None
        block_name(author if way == "blocks" else reader.pen_name, by=reader if way == "blocks" else author.user)
    assert named() == [False] * 4
    assert titles(offered_to(reader))[0] == "Tidewater"


def test_less_of_a_story_is_less_of_what_goes_with_it_and_can_be_taken_back(pair: tuple[Story, Story]) -> None:
    reader = make_user()
    follow_story(pair[0], by=reader)
    assert titles(offered_to(reader))[0] == "Tidewater"
    actions.want_less(pair[1], by=reader)
    actions.want_less(pair[1], by=reader)
    assert "Tidewater" not in titles(offered_to(reader))
    actions.want_more_again(pair[1].pk, by=reader)
    assert titles(offered_to(reader))[0] == "Tidewater"


def test_a_new_reader_is_offered_by_tags_and_then_what_everybody_loves() -> None:
    told_story("By the sea", tags=["sea"])
    told_story("In the hills", tags=["hills"])
    told_story("Not for everybody", tags=["hills"], rating=Rating.EXPLICIT)
    reader = make_user()
    assert {one.reason for one in offered_to(reader)} == {"Best loved here"}
    assert "Not for everybody" not in titles(offered_to(reader))  # nobody is led there who did not ask
    follow_tag(Tag.objects.get(slug="sea"), by=reader)
    [first, *rest] = offered_to(reader)
    assert (first.card.story.title, first.reason, first.tag.name if first.tag else "") == (
        "By the sea",
        "Because you follow",
        "sea",
    )
    assert titles(rest) == ["In the hills"]


def test_never_what_one_read_wrote_or_may_not_see(pair: tuple[Story, Story]) -> None:
    reader = make_user()
    make_part(make_story(reader, "My own"))
    follow_story(pair[0], by=reader)
    keep_place(pair[1].parts.get(), block="", reached=0.1, by=reader)
    assert titles(offered_to(reader)) == []
    stranger = make_user()
    follow_story(pair[0], by=stranger)
    edit_story(pair[1], by=pair[1].author.user, visibility="unlisted")
    assert titles(offered_to(stranger)) == ["My own"]


def test_few_queries_however_much_one_did(pair: tuple[Story, Story], django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    reader = make_user()
    for number in range(8):
        follow_story(told_story(f"Followed {number}", tags=["sea", "war"]), by=reader)
    with django_assert_max_num_queries(24):
        offered_to(reader)


def test_the_page_and_its_buttons(pair: tuple[Story, Story], client: Client) -> None:
    assert client.get("/library/for-you/").status_code == 302
    reader = make_user()
    client.force_login(reader)
    follow_story(pair[0], by=reader)
    assert "Tidewater" in client.get("/library/for-you/").content.decode()
    answer = client.post(f"/library/for-you/{pair[1].pk}/less/", follow=True).content.decode()
    assert "You will see less like “Tidewater”." in answer
    assert "Offer again" in answer
    answer = client.post(f"/library/for-you/{pair[1].pk}/more/", follow=True).content.decode()
    assert "It may be offered again." in answer
    assert client.post("/library/for-you/999999/less/").status_code == 404
    assert client.get(f"/library/for-you/{pair[1].pk}/less/").status_code == 405
    edit_story(pair[1], by=pair[1].author.user, visibility="private")
    assert client.post(f"/library/for-you/{pair[1].pk}/less/").status_code == 404


def test_the_night_runs_twice_without_harm(pair: tuple[Story, Story]) -> None:
    Finished.objects.all().delete()
    jobs.relate.call()
    jobs.relate.call()
    assert not Finished.objects.exists()
