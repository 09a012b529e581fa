"""Who came back: blocks and rings weigh once, as everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from inkstead.accounts.models import User
from inkstead.library.actions import keep_place
from inkstead.library.models import ReadMark
from inkstead.rankings import keeping, snapshots, weighing
from inkstead.rankings.models import StoryPeople
from inkstead.rankings.queries import places_of
from inkstead.stories.actions import note_networks
from inkstead.stories.models import NetworkDay, Part
from tests.factories import make_part, make_user
from tests.rankings.by_hand import NOW, TODAY, day, read, vote
from tests.rankings.test_standing import make_all, old_part

MON, TUE, WED = (date(2026, 5, number) for number in (11, 12, 13))


def test_people_are_counted_by_hand() -> None:
    days_of = {1: {MON, TUE}, 2: {MON, TUE}, 3: {MON}, 4: {TUE, WED}}
    assert keeping.people_of(days_of, {}, ()) == (4, 3)
    # Two blocks on Monday: 1 and 2 count there. One on Tuesday: 1 does. Wednesday was not counted yet: 4 does.
    assert keeping.people_of(days_of, {MON: 2, TUE: 1}, ()) == (3, 1)
    # 1 and 4 trade votes with the author: one person of three days, who comes first.
    assert keeping.people_of(days_of, {}, {1, 4}) == (3, 2)
    assert keeping.people_of(days_of, {MON: 1, TUE: 1, WED: 1}, {1, 4}) == (1, 1)
    assert keeping.people_of({}, {}, {1}) == (0, 0)


def finish(part: Part, people: list[User], *, ago: int, network: str = "") -> None:
    at = datetime.combine(day(ago), time(12), UTC)
    ReadMark.objects.bulk_create(ReadMark(user=person, part=part, reached=1.0, at=at) for person in people)
    note_networks(NetworkDay.KEPT, [(day(ago), part.story_id, network or f"a:{person.pk}") for person in people])


def kept(part: Part) -> tuple[int, ...]:
    keeping.count_people(TODAY)
    row = StoryPeople.objects.get(pk=part.story_id)
    return tuple(getattr(row, name) for name in keeping.FIELDS)


@pytest.mark.django_db
@pytest.mark.parametrize("closed", [False, True])
def test_five_accounts_of_one_block_are_one_person(closed: bool) -> None:
    first = old_part()
    second, pushing, honest = make_part(first.story), [make_user() for _ in range(5)], [make_user() for _ in range(6)]
    for part, ago in ((first, 4), (second, 3)):
        finish(part, pushing, ago=ago, network="203.0.112.0/24")
    if closed:
        weighing.close_days(NOW)
        assert not NetworkDay.objects.exists()
    assert kept(first) == (1, 1, 1, 1)
    # Beside six others, on both days out of blocks of their own: seven people.
    for part, ago in ((first, 4), (second, 3)):
        finish(part, honest, ago=ago)
    if closed:
        weighing.close_days(NOW)
    assert kept(first) == (7, 7, 7, 7)


@pytest.mark.django_db
def test_the_control_five_blocks_are_five_people_and_old_days_are_not_touched() -> None:
    first = old_part()
    second, people = make_part(first.story), [make_user() for _ in range(5)]
    finish(first, people, ago=45)
    finish(second, people[:3], ago=2)
    assert kept(first) == (3, 0, 5, 3)
    NetworkDay.objects.all().delete()  # from before they were counted
    assert kept(first) == (3, 0, 5, 3)
    make_all()
    [place] = [place for place in places_of(first.story) if (place.ranking.name, place.window) == ("kept", "all")]
    assert place.reason.line == "3 of 5 people came back on another day."
    [tally] = snapshots.known_tallies(TODAY)
    assert (tally.people, tally.came_back) == ({"month": 3, "all": 5}, {"month": 0, "all": 3})


@pytest.mark.django_db
def test_people_who_trade_votes_with_the_author_are_one_person() -> None:
    part = old_part()
    theirs, others = [old_part() for _ in range(3)], [make_user() for _ in range(4)]
    ring = [one.story.author.user for one in theirs]
    for ago in (4, 3):
        finish(make_part(part.story), [*ring, *others], ago=ago)
    assert kept(part) == (7, 7, 7, 7)
    vote(part, ring, ago=3)
    for one in theirs:
        vote(one, [part.story.author.user], ago=3)
    assert kept(part) == (5, 5, 5, 5)


@pytest.mark.django_db
def test_a_part_that_is_finished_notes_its_block_and_a_forged_day_does_not_help() -> None:
    part, people = old_part(), [make_user() for _ in range(5)]
    for number, person in enumerate(people):
        at = datetime.now(UTC) - timedelta(days=number)
        keep_place(part, block="", reached=0.5, by=person, at=at, address="93.184.216.34")
        assert not NetworkDay.objects.filter(what=NetworkDay.KEPT).exists() or number
        keep_place(part, block="", reached=1.0, by=person, at=at, address="93.184.216.34")
    assert NetworkDay.objects.filter(what=NetworkDay.KEPT).count() == 1
    assert {mark.at.date() for mark in ReadMark.objects.all()} <= {row.day for row in NetworkDay.objects.all()}
    keeping.count_people(datetime.now(UTC).date())
    assert StoryPeople.objects.get().people_all == 1


@pytest.mark.django_db
def test_votes_without_a_reader_have_no_place_and_are_told_so() -> None:
    part = old_part()
    vote(part, [make_user() for _ in range(6)], ago=0, address="93.184.216.34")
    make_all()
    places = {(place.ranking.name, place.window): place for place in places_of(part.story)}
    reason = places["loved", "week"].reason
    assert (places["loved", "week"].place, reason.line) == (0, "1 voice from 0 readers.")
    assert reason.sum == "no place: nobody has read in this time"
    read(part, 3, ago=0)
    make_all()
    places = {(place.ranking.name, place.window): place for place in places_of(part.story)}
    assert places["loved", "week"].place == 1
    assert places["loved", "week"].reason.sum.startswith("(1 + 50 × ")
