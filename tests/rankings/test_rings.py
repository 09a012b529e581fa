"""Who is in a ring, and who only reads one another."""

from __future__ import annotations

import random
import time

import pytest

from inkstead.rankings import standing
from inkstead.rankings.models import Standing
from inkstead.rankings.rings import Trades, groups_of, longer_rings
from inkstead.stories.models import Part
from tests.factories import make_user
from tests.rankings.by_hand import NOW, read, vote
from tests.rankings.test_standing import make_all, old_part

RING = list(range(1, 8))
ROUND_IT = {person: {person % 7 + 1} for person in RING}  # 1 votes for 2, 2 for 3, … 7 for 1
CHAIN = {person: {person + 1} for person in range(100, 140)}  # forty others whose votes never come back
VOICES = dict.fromkeys(range(1000), 3)


def test_a_ring_of_seven_is_found_among_forty_others() -> None:
    rings = longer_rings(ROUND_IT | CHAIN, VOICES)
    assert set(rings) == set(RING)
    assert len(set(rings.values())) == 1
    trades = Trades(ROUND_IT, rings)
    assert trades.ring_of(1, [7, 500]) == {7}
    assert Trades(ROUND_IT).ring_of(1, [7, 500]) == set()  # the control: by two steps it was not found
    broken = ROUND_IT | CHAIN | {7: {100}}
    assert longer_rings(broken, VOICES) == {}


def test_who_votes_for_many_or_has_many_voters_is_in_no_longer_ring() -> None:
    reads_around = ROUND_IT | CHAIN | {4: {5, *range(100, 106)}}
    assert longer_rings(reads_around, VOICES) == {}
    assert longer_rings(ROUND_IT | CHAIN, VOICES | {4: 21}) == {}


def test_a_community_is_not_taken_for_a_ring() -> None:
    dice = random.Random(7)
    people = range(400)
    wide = {person: set(dice.sample(people, 120)) - {person} for person in people}
    assert longer_rings(wide, dict.fromkeys(people, 120)) == {}
    # Young and small, everybody votes for three whom they like: all are connected, and nobody is punished for it.
    young = {person: set(dice.sample(range(60), 3)) - {person} for person in range(60)}
    assert longer_rings(young, dict.fromkeys(range(60), 6)) == {}
    # The same with a ring beside them.
    beside = {person + 500: {others + 500 for others in ROUND_IT[person]} for person in RING}
    assert set(longer_rings(young | beside, VOICES)) == {person + 500 for person in RING}


def test_groups_are_those_between_whom_there_is_a_way_both_ways() -> None:
    groups = groups_of({1: [2], 2: [3], 3: [1, 4], 4: [5], 5: [4], 6: [1]})
    assert sorted(sorted(group) for group in groups) == [[1, 2, 3], [4, 5], [6]]


def test_two_hundred_thousand_writers_take_seconds() -> None:
    dice, many = random.Random(1), 200_000
    given = {person: {dice.randrange(many) for _ in range(4)} for person in range(many)}
    began = time.process_time()
    longer_rings(given, dict.fromkeys(range(many), 4))
    assert time.process_time() - began < 20


@pytest.mark.django_db
def test_a_longer_ring_is_one_voice_by_the_rows_themselves() -> None:
    ring = [old_part() for _ in range(5)]
    others = [old_part() for _ in range(21)]
    for number, part in enumerate(ring):
        read(part, 20, ago=0)
        _votes_for(part, ring[number - 1])
    stranger = make_user()
    vote(ring[0], [stranger], ago=0)
    for number, part in enumerate(others[1:], 1):
        _votes_for(part, others[number - 1])
    _votes_for(ring[0], ring[3])  # a second of the ring, by a shorter way
    make_all()
    assert Standing.objects.get(pk=ring[0].story_id).tally["voices"]["today"] == 2
    # The control: the ring is broken, and each is a voice.
    ring[2].votes.all().delete()
    standing.make_standings(NOW)
    assert Standing.objects.get(pk=ring[0].story_id).tally["voices"]["today"] == 3


def _votes_for(part: Part, by: Part) -> None:
    vote(part, [by.story.author.user], ago=0)
