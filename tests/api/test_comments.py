from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from inkstead.discussion.actions import delete_comment, post_comment
from inkstead.discussion.models import Comment
from inkstead.stories.models import State, Visibility
from tests.api.calls import Program
from tests.world import World


def test_a_comment_says_who_said_what_about_which_line(world: World, by_cleo: Program, by_guest: Program) -> None:
    path = f"/parts/{world.part.pk}/comments"
    block = by_guest.get(f"/parts/{world.part.pk}")["blocks"][0]["id"]
    said = by_cleo.post(path, {"body": "See <b>https://a.example</b>", "block": block, "quote": "lamp"})
    assert said.status == 201
    shown = by_guest.get(path)["items"][1]
    assert shown == said.json
    assert (shown["body"], shown["author"]["name"]) == ("See <b>https://a.example</b>", "Cleo")
    assert (shown["block"], shown["quote"], shown["parent"], shown["edited_at"]) == (block, "lamp", None, None)
    assert "<b>" not in shown["html"]
    assert by_guest.get(f"/parts/{world.part.pk}")["counts"]["comments"] == 2


def test_one_comment_alone_says_what_the_list_says(world: World, by_cleo: Program, by_ben: Program) -> None:
    path = f"/parts/{world.part.pk}/comments"
    said = by_cleo.post(path, {"body": "Ask @Ana, not @Nobody."})
    assert '<a class="mention" href="/by/ana/">@Ana</a>' in said["html"]
    changed = by_cleo.patch(f"/comments/{said['id']}", {"body": "Ask @Ben."})
    by_ben.put(f"/comments/{said['id']}/reaction", {"kind": "love"})
    listed = by_ben.get(path)["items"][-1]
    assert '<a class="mention" href="/by/ben/">@Ben</a>' in changed["html"]
    assert by_ben.get(f"/comments/{said['id']}").json == listed
    assert listed["reactions"] == {"love": 1}


def test_an_answer_stands_after_what_it_answers(world: World, by_ana: Program, by_ben: Program) -> None:
    path = f"/parts/{world.part.pk}/comments"
    other = by_ben.post(path, {"body": "Another thread."})["id"]
    answer = by_ana.post(path, {"body": "So did I.", "parent": world.comment.pk})["id"]
    assert [item["id"] for item in by_ana.get(path)["items"]] == [world.comment.pk, answer, other]


@pytest.mark.parametrize("parent", [0, -1, 2**63, 2**70, 999_999])
def test_what_is_answered_must_be_there(world: World, by_ana: Program, parent: int) -> None:
    told = by_ana.post(f"/parts/{world.part.pk}/comments", {"body": "Hm.", "parent": parent})
    assert (told.status, set(told["error"]["fields"])) == (422, {"parent"})


def test_what_is_answered_must_stand_in_the_same_part(world: World, by_ana: Program) -> None:
    told = by_ana.post(f"/parts/{world.second.pk}/comments", {"body": "Hm.", "parent": world.comment.pk})
    assert told.status == 422


@pytest.mark.parametrize("block", ["b-nothere", "x" * 17, "<b>", "\x00"])
def test_a_paragraph_that_is_not_there_cannot_be_commented_on(world: World, by_ana: Program, block: str) -> None:
    told = by_ana.post(f"/parts/{world.part.pk}/comments", {"body": "Hm.", "block": block})
    assert (told.status, set(told["error"]["fields"])) == (422, {"block"})


def test_one_changes_and_deletes_what_one_said_oneself(world: World, by_ben: Program, by_cleo: Program) -> None:
    path = f"/comments/{world.comment.pk}"
    assert [by_cleo.patch(path, {"body": "No."}).status, by_cleo.delete(path).status] == [403, 403]
    changed = by_ben.patch(path, {"body": "I held my breath twice."})
    assert (changed["body"], changed["edited_at"] is None) == ("I held my breath twice.", False)
    assert by_ben.delete(path).status == 204
    assert {by_ben.get(path).status, by_ben.patch(path, {"body": "?"}).status, by_ben.delete(path).status} == {404}


def test_a_deleted_comment_that_was_answered_keeps_its_place_without_its_words(
    world: World, by_ana: Program, by_ben: Program
) -> None:
    path = f"/parts/{world.part.pk}/comments"
    by_ana.post(path, {"body": "So did I.", "parent": world.comment.pk})
    by_ben.delete(f"/comments/{world.comment.pk}")
    shown = by_ana.get(path)["items"][0]
    assert (shown["deleted"], shown["body"], shown["html"], shown["author"]) == (True, "", "", None)


def test_comments_are_seen_by_who_sees_the_part(world: World, by_ben: Program, by_cleo: Program) -> None:
    part = world.parts[Visibility.FOLLOWERS, State.PUBLISHED]
    assert world.ben.pen_name is not None
    said = post_comment(part, body="Between us.", by=world.ben, pen_name=world.ben.pen_name)
    paths = [f"/parts/{part.pk}/comments", f"/comments/{said.pk}"]
    assert [by_ben.get(path).status for path in paths] == [200, 200]
    assert [by_cleo.get(path).status for path in paths] == [404, 404]
    assert [by_cleo.patch(paths[1], {"body": "x"}).status, by_cleo.delete(paths[1]).status] == [404, 404]


def test_nobody_comments_on_what_is_not_published(world: World, by_ana: Program, by_cleo: Program) -> None:
    path = f"/parts/{world.draft.pk}/comments"
    assert [by_ana.post(path, {"body": "Hm."}).status, by_cleo.post(path, {"body": "Hm."}).status] == [422, 404]


def test_threads_come_in_pages_and_none_is_told_twice(world: World, by_guest: Program) -> None:
    assert world.cleo.pen_name is not None
    at = world.comment.created_at  # all of the same instant: the id decides
    for number in range(4):
        post_comment(world.part, body=f"No. {number}", by=world.cleo, pen_name=world.cleo.pen_name, at=at)
    gone = Comment.objects.get(body="No. 2")
    delete_comment(gone, by=world.cleo)
    path, seen, cursor = f"/parts/{world.part.pk}/comments?limit=2&cursor=", [], ""
    while cursor is not None:
        page = by_guest.get(path + cursor)
        seen += [item["body"] for item in page["items"]]
        cursor = page["next"]
    assert seen == ["I held my breath.", "No. 0", "No. 1", "No. 3"]


def test_a_cursor_of_another_part_or_of_nobody_is_refused(world: World, by_guest: Program) -> None:
    path = f"/parts/{world.part.pk}/comments?limit=1&cursor="
    for cursor in ("abc", "a:b", ":", "x" * 1999, "Im5vIg:1"):
        assert (by_guest.get(path + cursor).status, by_guest.get(path + cursor).code) == (400, "bad_cursor")


def test_a_comment_costs_few_queries(
    world: World, by_ben: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The two that stand for BEGIN and COMMIT in a test included. The part is held first; PostgreSQL takes the story's
    # counters besides. One asks whether they block the author.
    with django_assert_num_queries(15 + connection.features.has_select_for_update):
        by_ben.post(f"/parts/{world.part.pk}/comments", {"body": "Hm."})


def test_a_list_costs_the_same_queries_however_long_it_is(
    world: World, by_guest: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert world.cleo.pen_name is not None
    for number in (1, 3):
        for _ in range(number):
            post_comment(world.part, body="Hm.", by=world.cleo, pen_name=world.cleo.pen_name, parent=world.comment)
        with django_assert_num_queries(4):
            by_guest.get(f"/parts/{world.part.pk}/comments")
