"""Whatever people do, in whatever order: counters and totals are what the rows beneath them say."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote, delete_comment, edit_comment, post_comment, take_back_vote
from inkstead.discussion.models import Comment, Vote
from inkstead.lib.refusals import Refused
from inkstead.library.actions import forget_place, keep_place
from inkstead.reading import counting
from inkstead.reading.actions import record_read, recount
from inkstead.stories import actions
from inkstead.stories.models import Part, PartCounts, State, Story, StoryCounts, StoryFollow, Visibility
from tests.through_front import BROWSER
from tests.world import World

Thing = TypeVar("Thing")
STEPS = 200


class Walk:
    """People doing things at random; the same number walks the same way."""

    def __init__(self, world: World, number: int) -> None:
        self.dice = random.Random(number)
        self.ana, self.people = world.ana, [world.ana, world.ben, world.cleo]
        self.done: list[str] = []

    def one_of(self, things: list[Thing]) -> Thing:
        if not things:
            raise Refused("There is none left.")
        return self.dice.choice(things)

    def story(self) -> Story:
        return self.one_of(list(Story.objects.order_by("pk")))

    def part(self) -> Part:
        return self.one_of(list(Part.objects.select_related("story__author", "live").order_by("pk")))

    def reader_and_part(self) -> tuple[User, Part]:
        reader = self.dice.choice(self.people)
        seen = Part.objects.visible_to(reader).select_related("story__author", "live").order_by("pk")
        return reader, self.one_of(list(seen))

    def comment(self) -> Comment:
        rows = Comment.objects.select_related("author__user", "part__story").order_by("pk")
        return self.one_of(list(rows))

    def visibility(self) -> str:
        return self.dice.choice(Visibility.values)

    # What writers do.

    def begin_a_story(self) -> None:
        assert self.ana.pen_name is not None
        actions.create_story(self.ana.pen_name, title="Another", by=self.ana, visibility=self.visibility())

    def hide_or_show_a_story(self) -> None:
        actions.edit_story(self.story(), by=self.ana, visibility=self.visibility())

    def delete_a_story(self) -> None:
        if Story.objects.count() < 4:
            raise Refused("The others need something to do.")
        actions.delete_story(self.story(), by=self.ana)

    def write_a_part(self) -> None:
        volume = self.dice.choice(["", "One", "Two"])
        actions.create_part(
            self.story(), title="Next", text="A few words.", by=self.ana, volume=volume, visibility=self.visibility()
        )

    def publish(self) -> None:
        actions.publish_part(self.part(), by=self.ana)

    def publish_several(self) -> None:
        story = self.story()
        actions.publish_parts(story, list(story.parts.all()), by=self.ana)

    def withdraw(self) -> None:
        actions.withdraw_part(self.part(), by=self.ana)

    def schedule(self) -> None:
        actions.schedule_part(self.part(), publish_at=timezone.now() + timedelta(days=1), by=self.ana)

    def publish_what_is_due(self) -> None:
        Part.objects.filter(state=State.SCHEDULED).update(publish_at=timezone.now())
        actions.publish_due_parts()

    def hide_or_show_a_part(self) -> None:
        actions.edit_part(self.part(), by=self.ana, visibility=self.visibility())

    def rewrite(self) -> None:
        text = " ".join(["word"] * self.dice.randint(1, 9))
        actions.revise_part(self.part(), by=self.ana, text=text, keep_draft=self.dice.random() < 0.5)

    def move(self) -> None:
        actions.move_part(self.part(), to=self.dice.randint(0, 9), by=self.ana)

    def delete_a_part(self) -> None:
        actions.delete_part(self.part(), by=self.ana)

    # What readers do.

    def vote(self) -> None:
        reader, part = self.reader_and_part()
        cast_vote(part, by=reader)

    def take_back(self) -> None:
        vote = self.one_of(list(Vote.objects.select_related("user", "part").order_by("pk")))
        take_back_vote(vote.part, by=vote.user)

    def say(self) -> None:
        reader, part = self.reader_and_part()
        said = list(Comment.objects.filter(part=part).order_by("pk"))
        parent = self.dice.choice([None, *said])
        assert reader.pen_name is not None
        post_comment(part, body="Hm.", by=reader, pen_name=reader.pen_name, parent=parent)

    def say_otherwise(self) -> None:
        comment = self.comment()
        edit_comment(comment, body="Hm!", by=comment.author.user if comment.author else self.ana)

    def unsay(self) -> None:
        comment = self.comment()
        delete_comment(comment, by=comment.author.user if comment.author else self.ana)

    def follow(self) -> None:
        actions.follow_story(self.story(), by=self.dice.choice(self.people))

    def unfollow(self) -> None:
        actions.unfollow_story(self.story(), by=self.dice.choice(self.people))

    def read(self) -> None:
        reader, part = self.reader_and_part()
        record_read(part, reached=0.5, seconds=20, by=reader)
        record_read(part, reached=0.5, seconds=20, by=None, address=str(self.dice.random()), user_agent=BROWSER)
        keep_place(part, block="", reached=self.dice.random(), by=reader)

    def write_the_reads(self) -> None:
        counting.buffer.flush()

    def forget(self) -> None:
        forget_place(self.story().pk, by=self.dice.choice(self.people))

    def step(self) -> None:
        acts: list[Callable[[], None]] = [
            *(self.begin_a_story, self.hide_or_show_a_story, self.delete_a_story, self.write_a_part, self.publish),
            *(self.publish_several, self.withdraw, self.schedule, self.publish_what_is_due, self.hide_or_show_a_part),
            *(self.rewrite, self.move, self.delete_a_part, self.vote, self.vote, self.take_back, self.say, self.say),
            *(self.say_otherwise, self.unsay, self.follow, self.follow, self.unfollow, self.read, self.read),
            *(self.write_the_reads, self.forget),
        ]
        act = self.dice.choice(acts)
        try:
            act()
            self.done.append(act.__name__)
        except Refused:
            self.done.append(f"({act.__name__})")


def standing() -> tuple[object, ...]:
    parts = PartCounts.objects.order_by("pk").values_list()
    stories = StoryCounts.objects.order_by("pk").values_list()
    return list(parts), list(stories)


def expected_totals(story: Story) -> tuple[object, ...]:
    """In plain Python, row by row: what the database adds up must be the same."""
    told = [
        part for part in story.parts.select_related("live", "counts")
        if part.state == State.PUBLISHED and part.visibility == Visibility.PUBLIC
    ]  # fmt: skip
    dates = sorted(part.published_at for part in told if part.published_at)
    rows = {name: sum(getattr(part, name).count() for part in told) for name in ("reads", "votes")}
    comments = sum(part.comments.filter(deleted_at=None).count() for part in told)
    words = sum(part.live.words for part in told if part.live)
    ends = (dates[0], dates[-1]) if dates else (None, None)
    followers = StoryFollow.objects.filter(story=story).count()
    return (len(told), words, *ends, rows["reads"], rows["votes"], comments, followers)


def totals(story: Story) -> tuple[object, ...]:
    row = StoryCounts.objects.get(story=story)
    kept = (story.parts_published, story.words_published, story.first_published_at, story.last_published_at)
    return (*kept, row.reads, row.votes, row.comments, row.followers)


@pytest.mark.parametrize("number", range(2))
def test_recount_finds_nothing_after_two_hundred_acts_in_any_order(world: World, number: int) -> None:
    walk = Walk(world, number)
    for step in range(STEPS):
        walk.step()
        if step % 20 == 19:
            counting.buffer.flush()
            assert {story.pk: totals(story) for story in Story.objects.all()} == {
                story.pk: expected_totals(story) for story in Story.objects.all()
            }, walk.done
    before = standing()
    assert recount() == [], walk.done
    assert standing() == before
    done = {name for name in walk.done if not name.startswith("(")}
    assert len(done) >= 20, "the control: nearly everything that can be done was done, and not only refused"
