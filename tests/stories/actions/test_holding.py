"""Deleting a part or a story in the moment in which somebody votes, speaks, follows or reads there: both end well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from inkstead.discussion.actions import cast_vote, delete_comment, post_comment, take_back_vote
from inkstead.discussion.models import Comment, Vote
from inkstead.lib.refusals import Refused
from inkstead.library.actions import keep_place
from inkstead.reading.actions import recount
from inkstead.reading.counting import today
from inkstead.reading.models import Read
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories import actions
from inkstead.stories.models import Part, StoryFollow
from tests.factories import make_part, make_story, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def unless_gone(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.message
    return "done"


@pytest.mark.parametrize("whole_story", [False, True], ids=["part", "story"])
def test_nothing_fails_that_meets_a_deletion(whole_story: bool) -> None:
    writer = make_user("Wanda Ink")
    people = [make_user() for _ in range(3)]
    one, two, three = people
    for _ in range(ROUNDS):
        story = make_story(writer, "Slack Water")
        part = make_part(story, "Ebb")
        cast_vote(part, by=one)
        assert one.pen_name
        assert two.pen_name
        said = post_comment(part, body="First.", by=one, pen_name=one.pen_name)
        heard = {(part.pk, today(), f"a:{n}"): Heard(story.pk, 0.5, 10) for n in range(3)}
        keep_place(part, block="", reached=0.1, by=one, at=timezone.now() - timedelta(minutes=1))
        delete = (
            partial(actions.delete_story, story, by=writer)
            if whole_story
            else partial(actions.delete_part, part, by=writer)
        )
        acts: list[Callable[[], object]] = [
            delete,
            partial(cast_vote, part, by=two),
            partial(take_back_vote, part, by=one),
            partial(post_comment, part, body="Me too.", by=two, pen_name=two.pen_name),
            partial(delete_comment, said, by=one),
            partial(keep_place, part, block="", reached=0.9, by=one),
            partial(actions.follow_story, story, by=three),
            partial(write_reads, heard),
        ]
        told = at_once([partial(unless_gone, act) for act in acts])
        kind = "story" if whole_story else "part"
        assert told[0] == "done"
        assert set(told) <= {"done", f"This {kind} was deleted a moment ago.", "This part was deleted a moment ago."}
    assert (Part.objects.count(), Vote.objects.count(), Comment.objects.count(), Read.objects.count()) == (0, 0, 0, 0)
    assert StoryFollow.objects.count() == (0 if whole_story else ROUNDS)
    assert recount() == []
