"""Votes and comments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inkstead.accounts.actions import block_name
from inkstead.discussion.actions import cast_vote, delete_comment, edit_comment, post_comment, react, take_back_vote
from inkstead.discussion.models import COMMENT_LIMIT, Comment, Vote
from inkstead.events.models import FactRow
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.reading.actions import recount
from inkstead.stories.models import PartCounts, State, Visibility
from tests.through_front import FrontClient
from tests.world import World


def say(world: World, body: str = "Well.", parent: Comment | None = None, **more: str) -> Comment:
    assert world.cleo.pen_name is not None
    return post_comment(world.part, body=body, by=world.cleo, pen_name=world.cleo.pen_name, parent=parent, **more)


def counted(world: World) -> tuple[int, int]:
    return PartCounts.objects.values_list("votes", "comments").get(part=world.part)


def test_a_vote_counts_once_and_can_be_taken_back_once(world: World) -> None:
    states = [cast_vote(world.part, by=world.cleo) for _ in range(2)]
    assert [(state.votes, state.voted) for state in states] == [(2, True)] * 2
    states = [take_back_vote(world.part, by=world.cleo) for _ in range(2)]
    assert [(state.votes, state.voted) for state in states] == [(1, False)] * 2
    assert set(Vote.objects.values_list("user", flat=True)) == {world.ben.pk}
    assert recount() == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SCHEDULED, State.WITHDRAWN])
def test_nobody_votes_or_comments_on_what_is_not_published(world: World, state: State) -> None:
    part = world.parts[Visibility.PUBLIC, state]
    assert world.ana.pen_name is not None
    with pytest.raises(Refused, match="not published"):
        cast_vote(part, by=world.ana)
    with pytest.raises(Refused, match="not published"):
        post_comment(part, body="Me first.", by=world.ana, pen_name=world.ana.pen_name)
    assert (Vote.objects.filter(part=part).count(), Comment.objects.filter(part=part).count()) == (0, 0)


def test_a_vote_for_a_part_withdrawn_since_can_be_taken_back(world: World) -> None:
    from inkstead.stories.actions import withdraw_part

    part = withdraw_part(world.part, by=world.ana)
    assert take_back_vote(part, by=world.ben).votes == 0
    assert recount() == []


def test_post_comment_refuses_a_pen_name_of_somebody_else(world: World) -> None:
    assert world.ben.pen_name is not None
    with pytest.raises(Refused, match="your own pen names"):
        post_comment(world.part, body="I am Ben.", by=world.cleo, pen_name=world.ben.pen_name)
    assert counted(world) == (1, 1)


@pytest.mark.parametrize("body", ["", "  \n\n ", "\u200b", "x" * (COMMENT_LIMIT + 1), "\x00\x01"])
def test_post_comment_refuses_what_says_nothing_or_too_much(world: World, body: str) -> None:
    with pytest.raises(Refused) as refused:
        say(world, body)
    assert set(refused.value.fields) == {"comment"}
    assert counted(world) == (1, 1)


def test_a_comment_of_exactly_the_limit_is_kept_whole(world: World) -> None:
    assert len(Comment.objects.get(pk=say(world, "x" * COMMENT_LIMIT).pk).body) == COMMENT_LIMIT
    assert counted(world) == (1, 2)


def test_an_answer_stands_in_the_thread_and_at_the_block_of_what_it_answers(world: World) -> None:
    assert world.part.live is not None
    block = split_blocks(world.part.live.html)[0].id
    first = say(world, block=block, quote="The  lamp")
    second = say(world, parent=first)
    third = say(world, parent=second)
    assert (first.thread_id, second.thread_id, third.thread_id) == (None, first.pk, first.pk)
    assert {first.block, second.block, third.block} == {block}
    assert (first.quote, second.quote) == ("The lamp", "")


def test_post_comment_refuses_answers_to_what_is_elsewhere_or_gone(world: World) -> None:
    assert world.cleo.pen_name is not None
    with pytest.raises(Refused, match="another part"):
        post_comment(world.second, body="?", by=world.cleo, pen_name=world.cleo.pen_name, parent=world.comment)
    delete_comment(world.comment, by=world.ben)
    with pytest.raises(Refused, match="was deleted"):
        say(world, parent=Comment.objects.get(pk=world.comment.pk))
    with pytest.raises(Refused, match="paragraph is not in this part"):
        say(world, block="b-nowhere")
    assert counted(world) == (1, 0)


def test_only_its_writer_changes_a_comment(world: World) -> None:
    for other in (world.ana, world.cleo):
        with pytest.raises(Refused, match="Only the person who wrote"):
            edit_comment(world.comment, body="Changed.", by=other)
        with pytest.raises(Refused, match="Only the person who wrote"):
            delete_comment(world.comment, by=other)
    assert Comment.objects.visible().get().body == "I held my breath."


def test_editing_says_when_and_the_same_words_are_no_edit(world: World) -> None:
    same = edit_comment(world.comment, body=" I held my breath. ", by=world.ben)
    assert same.edited_at is None
    edited = edit_comment(world.comment, body="I breathed.", by=world.ben)
    assert (edited.body, edited.edited_at is None) == ("I breathed.", False)
    assert list(FactRow.objects.filter(name="CommentEdited").values_list("payload__comment_id", flat=True)) == [
        world.comment.pk
    ]


def test_a_deleted_comment_keeps_no_word_and_no_name_and_twice_is_harmless(world: World) -> None:
    say(world, parent=world.comment)
    for _ in range(2):
        delete_comment(world.comment, by=world.ben)
    gone = Comment.objects.get(pk=world.comment.pk)
    assert (gone.body, gone.quote, gone.author, gone.deleted_at is None) == ("", "", None, False)
    assert counted(world) == (1, 1)
    with pytest.raises(Refused):
        edit_comment(world.comment, body="Back again.", by=world.ben)
    assert recount() == []


def test_a_comment_can_be_dated_back(world: World) -> None:
    assert world.ben.pen_name is not None
    then = datetime(2024, 2, 29, tzinfo=UTC)
    assert post_comment(world.part, body="Then.", by=world.ben, pen_name=world.ben.pen_name, at=then).created_at == then


def test_who_blocks_somebody_says_nothing_about_their_words(world: World, front: FrontClient) -> None:
    """They alone would not read it. Their address says why nothing stands there, and has no form."""
    block_name(world.comment.author, by=world.cleo)  # type: ignore[arg-type]
    assert world.cleo.pen_name is not None
    with pytest.raises(Refused, match="You block Ben; unblock them before you answer them"):
        post_comment(world.part, body="So.", by=world.cleo, pen_name=world.cleo.pen_name, parent=world.comment)
    with pytest.raises(Refused, match="You block Ben; unblock them before you react to them"):
        react(world.comment, "laugh", by=world.cleo)
    block_name(world.ana.pen_name, by=world.cleo)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="You block the author of this story; unblock them before you comment here"):
        post_comment(world.part, body="So.", by=world.cleo, pen_name=world.cleo.pen_name)
    assert world.part.live is not None
    for below in ("", f"margin/{split_blocks(world.part.live.html)[0].id}/"):
        shown = front.get(f"{world.part.get_absolute_url()}{below}", by=world.cleo).text
        assert ("You block the author of this story" in shown, 'name="body"' in shown) == (True, False)
    page = front.get(f"/comment/{world.comment.pk}/", by=world.cleo).text
    assert ("You keep <bdi>Ben</bdi> apart" in page, "was removed" in page, "<textarea" in page) == (True, False, False)
