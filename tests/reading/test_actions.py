"""record_read and recount."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F

from inkstead.accounts.models import Role, User
from inkstead.discussion.models import Comment, Vote
from inkstead.reading import counting
from inkstead.reading.actions import Difference, record_read, recount
from inkstead.reading.models import Read
from inkstead.stories.models import PartCounts, StoryCounts
from tests.factories import make_user
from tests.through_front import BROWSER, FrontClient
from tests.world import World


def read(
    world: World, by: User | None = None, *, reached: float = 0.5, seconds: float = 20, agent: str = BROWSER
) -> bool:
    return record_read(world.part, reached=reached, seconds=seconds, by=by, address="203.0.113.7", user_agent=agent)


def test_who_counts(world: World) -> None:
    moderator = make_user("Mod", role=Role.MODERATOR)
    people = {"guest": None, "ben": world.ben, "cleo": world.cleo, "ana": world.ana, "mod": moderator}
    taken = {name: read(world, by) for name, by in people.items()}
    assert taken == {"guest": True, "ben": True, "cleo": True, "ana": False, "mod": False}
    counting.buffer.flush()
    assert PartCounts.objects.get(part=world.part).reads == 3


def test_what_does_not_count(world: World) -> None:
    assert not read(world, reached=0, seconds=9)
    assert not read(world, agent="Googlebot/2.1")
    assert not record_read(world.draft, reached=1, seconds=60, by=world.cleo)
    assert counting.buffer.flush() == 0


def test_recount_finds_nothing_where_nothing_is_wrong(world: World) -> None:
    read(world)
    read(world, world.ben)
    assert recount() == []


@pytest.mark.parametrize("counter", ["reads", "votes", "comments"])
@pytest.mark.parametrize("by", [+3, -1])
def test_recount_finds_and_mends_a_planted_drift(world: World, front: FrontClient, counter: str, by: int) -> None:
    for number in range(2):
        Read.objects.create(part=world.part, reader=f"g:{number}", day=date(2026, 3, 1))
    PartCounts.objects.filter(part=world.part).update(reads=2)
    StoryCounts.objects.filter(story=world.story).update(reads=2)
    stood = getattr(PartCounts.objects.get(part=world.part), counter)
    path = world.part.get_absolute_url()
    front.get(path)
    PartCounts.objects.filter(part=world.part).update(**{counter: F(counter) + by})
    assert recount() == [Difference("part", world.part.pk, counter, stood + by, stood)]
    assert recount() == []
    assert getattr(PartCounts.objects.get(part=world.part), counter) == stood
    assert f'{counter.title()}: </span><data value="{stood}"' in front.get(path).text


def test_recount_mends_a_story_too(world: World) -> None:
    StoryCounts.objects.filter(story=world.story).update(followers=7, votes=9)
    found = recount()
    assert {(d.of, d.id, d.counter, d.stood_at, d.counted) for d in found} == {
        ("story", world.story.pk, "followers", 7, 0),
        ("story", world.story.pk, "votes", 9, 1),
    }
    assert recount() == []


def test_recount_sees_rows_that_came_or_went_behind_the_counters(world: World) -> None:
    Vote.objects.create(user=world.cleo, part=world.part)
    Comment.objects.filter(pk=world.comment.pk).delete()
    found = {(d.of, d.counter, d.stood_at, d.counted) for d in recount()}
    assert found == {
        ("part", "votes", 1, 2),
        ("part", "comments", 1, 0),
        ("story", "votes", 1, 2),
        ("story", "comments", 1, 0),
    }


def test_recount_makes_missing_rows(world: World) -> None:
    PartCounts.objects.filter(part=world.part).delete()
    StoryCounts.objects.filter(story=world.story).delete()
    recount()
    counts = PartCounts.objects.get(part=world.part)
    assert (counts.reads, counts.votes, counts.comments) == (0, 1, 1)
    assert StoryCounts.objects.get(story=world.story).votes == 1


def test_recount_goes_over_many_parts_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.reading.actions.BATCH", 3)
    PartCounts.objects.update(votes=F("votes") + 1)
    assert len([d for d in recount() if d.of == "part"]) == len(world.parts) + 1
    assert recount() == []
