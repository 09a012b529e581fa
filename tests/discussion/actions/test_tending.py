"""What those who write a story do with its comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inkstead.accounts.models import User
from inkstead.discussion import actions
from inkstead.discussion.models import Comment, Standing
from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.reading.actions import recount
from inkstead.stories.models import PartCounts
from tests.world import World


def say(world: World, body: str = "Well.", parent: Comment | None = None, by: User | None = None) -> Comment:
    who = by or world.cleo
    assert who.pen_name is not None
    return actions.post_comment(world.part, body=body, by=who, pen_name=who.pen_name, parent=parent)


def counted(world: World) -> int:
    return PartCounts.objects.values_list("comments", flat=True).get(part=world.part)


def told(name: str) -> list[int]:
    return list(FactRow.objects.filter(name=name).order_by("pk").values_list("payload__comment_id", flat=True))


def test_hidden_and_shown_again_it_counts_once_and_is_announced(world: World) -> None:
    for _ in range(2):
        actions.hide_comment(world.comment, by=world.ana)
    assert (counted(world), Comment.objects.visible().count()) == (0, 0)
    for _ in range(2):
        actions.show_comment(world.comment, by=world.ana)
    assert (counted(world), told("CommentHidden"), told("CommentShown")) == (1, [world.comment.pk], [world.comment.pk])
    assert recount() == []


def test_what_is_read_first_waits_and_speaks_to_nobody_until_it_is_approved(world: World) -> None:
    actions.decide_talk(world.story, who="everyone", approve_first=True, by=world.ana)
    before = len(told("CommentPosted"))
    said = say(world, "Hello @Ben.", parent=world.comment)
    assert (said.state, counted(world), told("CommentWaiting")) == (Standing.WAITING, 1, [said.pk])
    assert (len(told("CommentPosted")), told("CommentReplied"), told("Mentioned")) == (before, [], [])
    for _ in range(2):
        actions.approve_comment(said, by=world.ana)
    assert (counted(world), told("CommentReplied"), told("Mentioned")) == (2, [said.pk], [said.pk])
    assert say(world, "Mine at once.", by=world.ana).state == Standing.SHOWN
    assert recount() == []


def test_removed_by_the_author_its_words_are_gone(world: World) -> None:
    for _ in range(2):
        actions.remove_comment(world.comment, by=world.ana)
    gone = Comment.objects.get(pk=world.comment.pk)
    assert (gone.body, gone.author, counted(world)) == ("", None, 0)
    rows = FactRow.objects.filter(name="CommentDeleted").values_list("payload__by_author", flat=True)
    assert list(rows) == [False]


def test_only_who_writes_the_story_or_moderates_looks_after_comments(world: World) -> None:
    for act in (actions.hide_comment, actions.approve_comment, actions.show_comment, actions.remove_comment):
        for other in (world.ben, world.cleo):
            with pytest.raises(Refused, match="Only those who write this story"):
                act(world.comment, by=other)  # type: ignore[operator]
    with pytest.raises(Refused, match="Only those who write"):
        actions.mark_comment(world.comment, "pin", given=True, by=world.cleo)
    world.cleo.role = "moderator"
    world.cleo.save()
    with pytest.raises(Refused, match="give a heart"):
        actions.mark_comment(world.comment, "heart", given=True, by=world.cleo)
    assert actions.hide_comment(world.comment, by=world.cleo).state == Standing.HIDDEN


def test_hearts_pins_and_locks(world: World) -> None:
    answer = say(world, parent=world.comment)
    for mark in ("heart", "pin", "lock"):
        for _ in range(2):
            actions.mark_comment(world.comment, mark, given=True, by=world.ana)
    assert told("CommentMarked") == [world.comment.pk] * 3
    with pytest.raises(Refused, match="thread is locked"):
        say(world, parent=answer)
    say(world, parent=answer, by=world.ana)
    with pytest.raises(Refused, match="first comment of a thread"):
        actions.mark_comment(answer, "pin", given=True, by=world.ana)
    actions.mark_comment(world.comment, "lock", given=False, by=world.ana)
    assert say(world, parent=answer).pk


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("everyone", {"ana", "ben", "cleo", "guest"}),
        ("signed_in", {"ana", "ben", "cleo"}),
        ("followers", {"ana", "ben"}),
        ("nobody", {"ana"}),
        ("closed", {"ana"}),
    ],
)
def test_who_may_comment(world: World, who: str, may: set[str]) -> None:
    from inkstead.stories.actions import follow_story

    follow_story(world.story, by=world.ben)
    if who == "closed":
        actions.decide_part_talk(world.part, who="", approve_first=None, closed=True, by=world.ana)
    else:
        actions.decide_talk(world.story, who=who, approve_first=False, by=world.ana)

    def refusal(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refused:
            return refused.code
        return ""

    people = {"ana": world.ana, "ben": world.ben, "cleo": world.cleo}
    codes = {name: refusal(lambda person=person: say(world, by=person)) for name, person in people.items()}
    guest = {"body": "Hm.", "name": "Gus", "address": "192.0.2.7"}
    codes["guest"] = refusal(lambda: actions.post_guest_comment(world.part, **guest))
    found = {name for name, code in codes.items() if not code}
    assert set(codes.values()) <= {"", "forbidden"}
    assert found == may
    assert recount() == []


def test_a_part_differs_from_its_story_where_it_says_so(world: World) -> None:
    actions.decide_talk(world.story, who="nobody", approve_first=True, by=world.ana)
    actions.decide_part_talk(world.part, who="signed_in", approve_first=False, closed=False, by=world.ana)
    assert say(world).state == Standing.SHOWN
    for other in (world.ben, world.cleo):
        with pytest.raises(Refused):
            actions.decide_talk(world.story, who="everyone", approve_first=False, by=other)
    with pytest.raises(Refused, match="Choose who"):
        actions.decide_talk(world.story, who="cats", approve_first=False, by=world.ana)
