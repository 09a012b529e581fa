"""Two at once never double anything, with real commits and in threads of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote, delete_comment, post_comment, take_back_vote
from inkstead.discussion.models import Comment, Vote
from inkstead.events.models import FactRow
from inkstead.library.actions import keep_place
from inkstead.library.models import Place, ReadMark
from inkstead.reading.actions import recount
from inkstead.reading.counting import today
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories import actions
from inkstead.stories.models import Part, PartCounts, State, Story, StoryCounts, StoryFollow, Visibility
from tests.factories import make_user
from tests.threads import at_once
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


@pytest.fixture
def whole() -> World:
    return build_world()


def people() -> list[User]:
    return [make_user() for _ in range(THREADS)]


def told(story: Story, name: str) -> int:
    return FactRow.objects.filter(story_id=story.pk, name=name).count()


def test_votes_and_follows_of_one_person(whole: World) -> None:
    at_once([partial(cast_vote, whole.part, by=whole.cleo)] * THREADS)
    at_once([partial(actions.follow_story, whole.story, by=whole.cleo)] * THREADS)
    assert (Vote.objects.filter(user=whole.cleo).count(), StoryFollow.objects.filter(user=whole.cleo).count()) == (1, 1)
    assert PartCounts.objects.get(part=whole.part).votes == 2
    assert StoryCounts.objects.get(story=whole.story).followers == 1
    at_once([partial(take_back_vote, whole.part, by=whole.cleo)] * THREADS)
    at_once([partial(actions.unfollow_story, whole.story, by=whole.cleo)] * THREADS)
    assert PartCounts.objects.get(part=whole.part).votes == 1
    assert StoryCounts.objects.get(story=whole.story).followers == 0
    assert recount() == []


def test_follows_and_comments_of_many(whole: World) -> None:
    readers = people()
    at_once([partial(actions.follow_story, whole.story, by=reader) for reader in readers])
    said = at_once(
        [partial(post_comment, whole.part, body="Me too.", by=reader, pen_name=reader.pen_name) for reader in readers]
    )
    assert len({comment.pk for comment in said}) == THREADS
    assert StoryCounts.objects.get(story=whole.story).followers == THREADS
    assert PartCounts.objects.get(part=whole.part).comments == THREADS + 1
    assert recount() == []


def test_deleting_one_comment_or_one_part_many_times(whole: World) -> None:
    at_once([partial(delete_comment, whole.comment, by=whole.ben)] * THREADS)
    assert Comment.objects.visible().count() == 0
    assert PartCounts.objects.get(part=whole.part).comments == 0
    assert told(whole.story, "CommentDeleted") == 1
    at_once([partial(actions.delete_part, whole.part, by=whole.ana)] * THREADS)
    assert told(whole.story, "PartWithdrawn") == 2  # and the one that the world withdrew
    assert set(Part.objects.filter(story=whole.story).published()) == {whole.second}
    at_once([partial(actions.delete_story, whole.story, by=whole.ana)] * THREADS)
    assert told(whole.story, "StoryDeleted") == 1
    assert recount() == []


def test_publishing_one_part_many_times_and_by_the_clock(whole: World) -> None:
    before = told(whole.story, "PartPublished")
    at_once([partial(actions.publish_part, whole.draft, by=whole.ana)] * THREADS)
    assert told(whole.story, "PartPublished") == before + 1
    due = Part.objects.filter(state=State.SCHEDULED)
    due.update(publish_at=timezone.now())
    number = due.count()
    assert sum(at_once([actions.publish_due_parts] * THREADS)) == number
    assert told(whole.story, "PartPublished") == before + 2
    assert Story.objects.get(pk=whole.story.pk).parts_published == 4


def test_places_of_many_devices(whole: World) -> None:
    now = timezone.now() - timedelta(minutes=1)
    sent = [
        partial(keep_place, whole.part, block=f"b{at}", reached=at / 10, by=whole.cleo, at=now + timedelta(seconds=at))
        for at in range(THREADS)
    ]
    at_once(sent)
    place = Place.objects.get(user=whole.cleo)
    assert (place.block, place.at) == (f"b{THREADS - 1}", now + timedelta(seconds=THREADS - 1))
    assert ReadMark.objects.get(user=whole.cleo).reached == (THREADS - 1) / 10


def test_votes_reads_and_a_part_that_comes_and_goes(whole: World) -> None:
    readers = people()

    def vote(reader: User) -> None:
        for _ in range(5):
            cast_vote(whole.part, by=reader)
            take_back_vote(whole.part, by=reader)
        cast_vote(whole.part, by=reader)
        write_reads({(whole.part.pk, today(), f"g:{reader.pk}"): Heard(whole.story.pk, 1, 20)})

    def come_and_go() -> None:
        for visibility in (Visibility.PRIVATE, Visibility.PUBLIC, Visibility.FOLLOWERS, Visibility.PUBLIC):
            actions.edit_part(whole.part, by=whole.ana, visibility=visibility)

    at_once([*(partial(vote, reader) for reader in readers), come_and_go])
    assert PartCounts.objects.filter(part=whole.part).values_list("reads", "votes").get() == (THREADS, THREADS + 1)
    assert recount() == []


@contextmanager
def meanwhile(before: str, act: Callable[[], object]) -> Iterator[list[str]]:
    """Just before the first statement that has these words, somebody else acts, as far as the store lets them: where
    there is one writer at a time they wait, and are done when we are."""
    met: list[str] = []

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    other = threading.Thread(target=run)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if before in sql and not met:
            met.append(sql)
            other.start()
            other.join(0.3)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield met
    assert met, "those words were never met: this shows nothing"
    other.join(20)
    assert not other.is_alive()


def test_a_vote_during_a_recount_is_counted_once(whole: World) -> None:
    for words in ('FROM "stories_storycounts"', 'FROM "stories_partcounts"', 'FROM "stories_storyfollow"'):
        reader = make_user()
        with meanwhile(words, partial(cast_vote, whole.part, by=reader)):
            found = recount()
        assert found == []
        assert recount() == []


def test_a_part_deleted_during_a_recount_stops_nothing(whole: World) -> None:
    PartCounts.objects.filter(part=whole.second).update(votes=9)
    with meanwhile('FROM "stories_storycounts"', partial(actions.delete_part, whole.part, by=whole.ana)):
        found = recount()
    assert {(row.of, row.id, row.stood_at, row.counted) for row in found} == {("part", whole.second.pk, 9, 0)}
    assert recount() == []


def test_rows_gone_since_they_were_listed_are_passed_over(whole: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listed, and gone when their turn came: no counters are made for what is not there."""
    monkeypatch.setattr("inkstead.reading.actions._batches", lambda ids: iter([[*ids, 10**9]]))
    assert recount() == []
    assert not PartCounts.objects.filter(pk=10**9).exists()
    assert not StoryCounts.objects.filter(pk=10**9).exists()


# Before the sums are added to, and where rows are locked at all, before they are.
MOMENTS = ["UPDATE stories_storycounts", 'UPDATE "stories_storycounts"']
MOMENTS += ["FOR UPDATE"] if connection.vendor == "postgresql" else []


@pytest.mark.parametrize("words", MOMENTS)
def test_a_part_withdrawn_while_somebody_votes_or_reads(whole: World, words: str) -> None:
    withdraw = partial(actions.withdraw_part, whole.part, by=whole.ana)
    if words != 'UPDATE "stories_storycounts"':
        with meanwhile(words, withdraw):
            cast_vote(whole.part, by=whole.cleo)
        assert recount() == []
        actions.publish_part(whole.part, by=whole.ana)
    if words != "UPDATE stories_storycounts":
        with meanwhile(words, withdraw):
            write_reads({(whole.part.pk, today(), "g:somebody"): Heard(whole.story.pk, 1, 20)})
    assert recount() == []
