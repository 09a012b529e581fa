"""Sums are what the rows say, whatever happened in whatever order."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest

from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote, delete_comment, post_comment, take_back_vote
from inkstead.discussion.models import Comment, Vote
from inkstead.readership import adding
from inkstead.readership.actions import add_up, follow_up, recount_figures
from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.reading.models import Read
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories import actions
from inkstead.stories.models import VOICES, FollowDay, Part, StaleDay, State, Story
from tests.factories import make_part, make_story
from tests.jobs import work_off
from tests.readership.by_hand import differences
from tests.world import World

FIRST = date(2026, 3, 1)
BLOCKS = ("", "b-1", "b-2", "b-3")


class Walk:
    """Whatever can happen to a story, by dice."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.people: list[User] = [world.ben, world.cleo]
        self.story = make_story(world.ana)
        for _ in range(4):
            make_part(self.story)

    def step(self) -> None:
        acts = [self.read] * 8 + [self.vote, self.take_back] * 2 + [self.comment] * 2
        acts += [self.delete_comment, self.follow, self.unfollow, self.withdraw, self.publish, self.move, self.add_part]
        acts += [self.delete_part] if self.dice.random() < 0.3 else []
        self.dice.choice(acts)()

    def part(self) -> Part | None:
        parts = list(Part.objects.filter(story=self.story).order_by("pk"))
        return self.dice.choice(parts) if parts else None

    def day(self) -> date:
        return FIRST + timedelta(days=self.dice.randrange(4))

    def moment(self) -> datetime:
        return datetime.combine(self.day(), datetime.min.time(), UTC) + timedelta(hours=self.dice.uniform(0, 24))

    def read(self) -> None:
        part = self.part()
        if part is None:
            return
        readers = [f"a:{self.dice.randrange(4)}", f"g:{self.dice.randrange(4)}"]
        keys = [(part.pk, self.day(), self.dice.choice(readers)) for _ in range(self.dice.randrange(1, 4))]
        told = Heard(self.story.pk, self.dice.choice([0, 0.3, 0.89, 0.9, 1.0]), 5, self.dice.choice(BLOCKS), "")
        write_reads(dict.fromkeys(keys, told))

    def vote(self) -> None:
        part = self.part()
        if part is not None and part.is_published:
            by = self.dice.choice(self.people)
            new = not Vote.objects.filter(part=part, user=by).exists()
            cast_vote(part, by=by)
            if new:
                Vote.objects.filter(part=part, user=by).update(created_at=self.moment())

    def take_back(self) -> None:
        if (part := self.part()) is not None:
            take_back_vote(part, by=self.dice.choice(self.people))

    def comment(self) -> None:
        part, by = self.part(), self.dice.choice(self.people)
        if part is not None and part.is_published:
            assert by.pen_name is not None
            post_comment(part, body="So.", by=by, pen_name=by.pen_name, at=self.moment())

    def delete_comment(self) -> None:
        found = Comment.objects.visible().filter(part__story=self.story).select_related("author__user").first()
        if found is not None and found.author is not None:
            delete_comment(found, by=found.author.user)

    def follow(self) -> None:
        actions.follow_story(self.story, by=self.dice.choice(self.people))

    def unfollow(self) -> None:
        actions.unfollow_story(self.story, by=self.dice.choice(self.people))

    def withdraw(self) -> None:
        if (part := self.part()) is not None:
            actions.withdraw_part(part, by=self.world.ana)

    def publish(self) -> None:
        if (part := self.part()) is not None:
            actions.publish_part(part, by=self.world.ana)

    def move(self) -> None:
        if (part := self.part()) is not None:
            actions.move_part(part, to=self.dice.randrange(1, 6), by=self.world.ana)

    def add_part(self) -> None:
        make_part(self.story, state=self.dice.choice([State.PUBLISHED, State.DRAFT]))

    def delete_part(self) -> None:
        if (part := self.part()) is not None:
            actions.delete_part(part, by=self.world.ana)


def bring_up_to_date() -> None:
    work_off("readership")
    add_up()
    StoryFigures.objects.update(followed_at=None)  # its turn, whatever time it took
    follow_up()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_walk_the_sums_are_what_the_rows_say(world: World, seed: int) -> None:
    walk = Walk(world, seed)
    bring_up_to_date()
    for _ in range(4):
        for _ in range(walk.dice.randrange(1, 30)):
            walk.step()
        bring_up_to_date()
        assert differences() == []
        assert not StaleDay.objects.exists()
    assert recount_figures() == []
    assert differences() == []


def test_one_lost_mark_is_seen(world: World) -> None:
    """The control: an increment that is dropped makes the comparison above fail, and recount finds and mends it."""
    walk = Walk(world, 1)
    for _ in range(60):
        walk.step()
    StaleDay.objects.filter(pk=StaleDay.objects.exclude(day=VOICES).order_by("pk")[0].pk).delete()
    bring_up_to_date()
    assert differences() != []
    found = recount_figures()
    assert {one.counter for one in found} >= {"reads"}
    assert differences() == []
    assert recount_figures() == []


def test_adding_up_twice_changes_nothing(world: World) -> None:
    walk = Walk(world, 2)
    for _ in range(40):
        walk.step()
    bring_up_to_date()
    once = list(PartDay.objects.order_by("pk").values_list())
    StaleDay.objects.bulk_create(StaleDay(part_id=row.part_id, day=row.day) for row in PartDay.objects.all())
    bring_up_to_date()
    assert list(PartDay.objects.order_by("pk").values_list()) == once


def read(world: World, *readers: str, day: date = FIRST, reached: float = 1.0) -> None:
    write_reads({(world.part.pk, day, reader): Heard(world.story.pk, reached, 9) for reader in readers})


def test_what_happens_while_it_is_counted_stays_marked(world: World) -> None:
    bring_up_to_date()
    read(world, "g:1")
    count_rows = adding.count_rows

    def slowly(*asked: object) -> object:
        counted = count_rows(*asked)  # type: ignore[arg-type]
        read(world, "g:2")
        return counted

    with patch.object(adding, "count_rows", slowly):
        assert add_up() == 0
    assert StaleDay.objects.filter(day=FIRST).count() == 1
    assert add_up() == 1
    assert PartDay.objects.get(part=world.part, day=FIRST).reads == 2


def test_two_that_add_up_at_once_do_not_overwrite_each_other(world: World) -> None:
    bring_up_to_date()
    read(world, "g:1")
    count_rows = adding.count_rows

    def overtaken(*asked: object) -> object:
        counted = count_rows(*asked)  # type: ignore[arg-type]
        with patch.object(adding, "count_rows", count_rows):
            read(world, "g:2")
            add_up()
        return counted

    with patch.object(adding, "count_rows", overtaken):
        add_up()
    assert PartDay.objects.get(part=world.part, day=FIRST).reads == 2
    assert not StaleDay.objects.exists()


def test_a_crash_in_the_middle_leaves_everything_to_do(world: World) -> None:
    bring_up_to_date()
    read(world, "g:1")
    with patch.object(adding, "_write", side_effect=RuntimeError("power cut")), pytest.raises(RuntimeError):
        add_up()
    assert not PartDay.objects.filter(day=FIRST).exists()
    assert add_up() == 1
    assert PartDay.objects.get(day=FIRST).reads == 1


def test_a_deleted_part_takes_its_days_along(world: World) -> None:
    read(world, "g:1", "a:7")
    write_reads({(world.second.pk, FIRST, "g:1"): Heard(world.story.pk, 1, 9)})
    bring_up_to_date()
    assert StoryDay.objects.get(story=world.story, day=FIRST).reads == 3
    actions.delete_part(world.part, by=world.ana)
    bring_up_to_date()
    row = StoryDay.objects.get(story=world.story, day=FIRST)
    assert (row.reads, row.readers, StoryFigures.objects.get(story=world.story).people) == (1, 1, 0)


def test_a_withdrawn_part_keeps_its_days_and_leaves_the_row_of_parts(world: World) -> None:
    for part in (world.part, world.second):
        write_reads({(part.pk, FIRST, "a:7"): Heard(world.story.pk, 1, 9)})
    bring_up_to_date()
    assert PartFigures.objects.get(part=world.second).people_from_previous == 1
    actions.withdraw_part(world.part, by=world.ana)
    bring_up_to_date()
    assert StoryDay.objects.get(story=world.story, day=FIRST).reads == 2
    assert PartFigures.objects.get(part=world.second).people_from_previous == 0
    actions.publish_part(world.part, by=world.ana)
    bring_up_to_date()
    assert PartFigures.objects.get(part=world.second).people_from_previous == 1


def test_a_deleted_story_leaves_nothing_to_add_up(world: World) -> None:
    read(world, "g:1")
    count_rows = adding.count_rows

    def too_late(*asked: object) -> object:
        counted = count_rows(*asked)  # type: ignore[arg-type]
        actions.delete_story(world.story, by=world.ana)
        return counted

    with patch.object(adding, "count_rows", too_late):
        add_up()
    add_up()
    assert not StoryDay.objects.filter(story=world.story.pk).exists()
    assert not Story.objects.filter(pk=world.story.pk).exists()


def test_a_long_story_rests_longer(world: World) -> None:
    bring_up_to_date()
    StoryFigures.objects.filter(story=world.story).update(following_took=100, following_is_stale=True)
    assert follow_up() == 0
    StoryFigures.objects.filter(story=world.story).update(following_took=0)
    assert follow_up() == 1


@pytest.mark.parametrize("of", ["part", "story"])
def test_recount_finds_and_mends_what_drifted(world: World, of: str) -> None:
    read(world, "g:1", "a:7")
    bring_up_to_date()
    assert recount_figures() == []
    model = PartDay if of == "part" else StoryDay
    row = model.objects.get(day=FIRST)
    model.objects.filter(pk=row.pk).update(reads=9)
    found = [(one.of, one.day, one.counter, one.stood_at, one.counted) for one in recount_figures()]
    # A part's wrong day makes its story's sum no worse: that one was added up before.
    assert (of, FIRST.isoformat(), "reads", 9, 2) in found
    assert len(found) == 1
    assert recount_figures() == []


def test_recount_mends_steps_and_follows(world: World) -> None:
    read(world, "a:7")
    bring_up_to_date()
    recount_figures()
    PartFigures.objects.filter(part=world.part).update(people=5)
    FollowDay.objects.create(story=world.story, day=FIRST, gained=3)
    found = {(one.of, one.counter, one.stood_at, one.counted) for one in recount_figures()}
    assert found == {("part", "people", 5, 1), ("story", "followers by day", 3, 0)}
    assert recount_figures() == []
    assert differences() == []


def test_recount_takes_news_for_news(world: World) -> None:
    """A read that comes while it counts is no mistake of the sums."""
    bring_up_to_date()
    count_rows = adding.count_rows

    def meanwhile(*asked: object) -> object:
        if not Read.objects.exists():
            read(world, "g:1")
        return count_rows(*asked)  # type: ignore[arg-type]

    with patch.object(adding, "count_rows", meanwhile):
        assert recount_figures() == []
    add_up()
    assert PartDay.objects.get(day=FIRST).reads == 1
