"""From rows to places: what weighs once, what is closed, and a small library computed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inkstead.library.models import ReadMark
from inkstead.rankings import keeping, queries, standing, weighing
from inkstead.rankings.models import Ledger, Standing, StoryVoices
from inkstead.rankings.queries import places_of, ranked
from inkstead.rankings.rings import Trades
from inkstead.stories.actions import withdraw_part
from inkstead.stories.models import NetworkDay, Part, Story
from tests.factories import make_part, make_story, make_user
from tests.rankings.by_hand import NOW, TODAY, day, read, vote

pytestmark = pytest.mark.django_db
OLD = NOW - timedelta(days=200)


def old_part(title: str = "") -> Part:
    """Of a story that is no newcomer any more."""
    part = make_part(make_story(make_user(), title))
    Story.objects.filter(pk=part.story_id).update(first_published_at=OLD)
    return part


def make_all(now: datetime = NOW) -> None:
    assert weighing.gather_old_days(now) or weighing.gather_old_days(now)
    weighing.close_days(now)
    standing.make_standings(now)


def titles(name: str, window: str = "") -> list[str]:
    return [item.card.story.title for item in ranked(name, window).items]


def test_a_small_library_equals_the_formulas_computed_by_hand() -> None:
    lamp, tide, ash = old_part("Lamp"), old_part("Tide"), old_part("Ash")
    read(lamp, 30, ago=3)
    read(lamp, 6, ago=9)
    read(tide, 100, ago=2)
    read(tide, 90, ago=10)
    read(ash, 5, ago=40)
    vote(lamp, [make_user() for _ in range(6)], ago=3)
    vote(tide, [make_user() for _ in range(2)], ago=2)
    make_all()

    rows = Standing.objects.in_bulk()
    assert rows[lamp.story_id].rising_week == pytest.approx(24 / (30 + 6 + 10) ** 0.5)
    assert rows[tide.story_id].rising_week == pytest.approx(10 / (100 + 90 + 10) ** 0.5)
    assert rows[ash.story_id].rising_week is None
    mean = 8 / 130  # voices and readers of the whole site in these seven days
    assert Ledger.objects.get().means["week"] == pytest.approx(mean)
    assert rows[lamp.story_id].loved_week == pytest.approx((6 + 50 * mean) / (30 + 50))
    assert rows[tide.story_id].loved_week == pytest.approx((2 + 50 * mean) / (100 + 50))
    assert titles("rising") == ["Lamp", "Tide"]
    assert titles("read", "all") == ["Tide", "Lamp", "Ash"]
    assert titles("loved") == ["Lamp", "Tide"]
    sentence = ranked("rising").items[0].reason
    assert sentence is not None
    assert sentence.line == "30 readers, 6 in the time before."
    assert sentence.sum == "(30 − 6) ÷ √(30 + 6 + 10) = 3.539"


def test_a_burst_from_one_address_block_weighs_once() -> None:
    honest, pushed = old_part("Honest"), old_part("Pushed")
    read(honest, 4, ago=1)
    read(pushed, 50, ago=1, network="203.0.112.0/24")
    make_all()
    assert titles("read") == ["Honest", "Pushed"]
    assert ranked("read").items[1].reason.line == "1 reader."  # type: ignore[union-attr]
    # The control: the same readers out of fifty blocks are fifty.
    read(pushed, 50, ago=1, first=100)
    make_all()
    assert titles("read") == ["Pushed", "Honest"]


def test_votes_from_one_address_block_weigh_once() -> None:
    part, voters = old_part(), [make_user() for _ in range(5)]
    read(part, 10, ago=0)
    vote(part, voters, ago=0, address="93.184.216.34")
    assert weighing.weigh(TODAY, None, Trades())[part.story_id] == (10, 1)
    vote(part, [make_user()], ago=0, address="198.41.0.4")
    assert weighing.weigh(TODAY, None, Trades())[part.story_id] == (10, 2)


def test_people_who_trade_votes_are_one_voice_on_each_others_stories() -> None:
    ours = [old_part() for _ in range(3)]
    writers = [part.story.author.user for part in ours]
    stranger = make_user()
    for part in ours:
        read(part, 20, ago=0)
    vote(ours[0], [writers[1], writers[2], stranger], ago=0)
    vote(ours[1], [writers[2]], ago=0)
    vote(ours[2], [writers[0]], ago=0)
    # 0 voted for 2, and 2 for 0: a swap. 0 voted for 2, 2 for 1, and 1 for 0: a swap through one other.
    make_all()
    assert Standing.objects.get(pk=ours[0].story_id).tally["voices"]["today"] == 2
    # The control: nobody votes back, so all three are voices.
    vote_back = ours[2].votes.get(user=writers[0])
    vote_back.delete()
    make_all()
    assert Standing.objects.get(pk=ours[0].story_id).tally["voices"]["today"] == 3


def test_ones_own_votes_are_no_voices() -> None:
    part = old_part()
    read(part, 9, ago=0)
    vote(part, [part.story.author.user], ago=0)
    assert weighing.weigh(TODAY, None, Trades())[part.story_id] == (9, 0)


def test_a_day_that_is_over_is_closed_once_and_its_networks_are_forgotten() -> None:
    part = old_part()
    read(part, 7, ago=3)
    read(part, 5, ago=0)
    make_all()
    assert list(StoryVoices.objects.values_list("day", "readers")) == [(day(3), 7)]
    assert list(NetworkDay.objects.values_list("day", flat=True).distinct()) == [TODAY]
    before = Standing.objects.get().tally
    make_all()
    assert Standing.objects.get().tally == before == {"readers": READERS, "before": {"today": 7}, **FIRST}
    make_all(NOW + timedelta(days=1))
    assert sum(StoryVoices.objects.values_list("readers", flat=True)) == 12


READERS = {"today": 5, "week": 12, "month": 12, "all": 12}
FIRST = {"first_on": OLD.date().isoformat()}


def test_midnight_waits_ten_minutes_for_reads_that_were_heard_before_it() -> None:
    read(old_part(), 3, ago=1)
    weighing.close_days(datetime(2026, 5, 20, 0, 5, tzinfo=UTC))
    assert not StoryVoices.objects.exists()
    weighing.close_days(datetime(2026, 5, 20, 0, 11, tzinfo=UTC))
    assert StoryVoices.objects.get().readers == 3


def test_reads_from_before_there_were_rankings_are_gathered_once() -> None:
    part = old_part()
    read(part, 8, ago=20)
    NetworkDay.objects.all().delete()  # as an older version of the program leaves it
    make_all()
    make_all()
    assert titles("read", "month") == [part.story.title]
    assert StoryVoices.objects.get().readers == 8


def test_who_came_back_is_told_from_five_people_on() -> None:
    part = old_part()
    second = make_part(part.story)
    people = [make_user() for _ in range(5)]
    for number, person in enumerate(people):
        ReadMark.objects.create(user=person, part=part, reached=1.0, at=NOW - timedelta(days=9))
        if number < 3:
            ReadMark.objects.create(user=person, part=second, reached=0.95, at=NOW - timedelta(days=4))
    ReadMark.objects.create(user=part.story.author.user, part=part, reached=1.0, at=NOW)
    keeping.count_people(TODAY)
    make_all()
    reason = ranked("kept").items[0].reason
    assert reason is not None
    assert reason.line == "3 of 5 people came back on another day."
    ReadMark.objects.filter(user=people[0]).delete()
    keeping.count_people(TODAY)
    make_all()
    assert not ranked("kept").items


def test_a_story_that_is_not_public_stands_nowhere() -> None:
    part, other = old_part("Gone"), old_part("Here")
    read(part, 9, ago=0)
    read(other, 8, ago=0)
    make_all()
    assert titles("read") == ["Gone", "Here"]
    withdraw_part(part, by=part.story.author.user)
    assert titles("read") == ["Here"]  # at once, not at the next making
    make_all()
    assert not Standing.objects.filter(pk=part.story_id).exists()


def test_where_a_story_stands() -> None:
    first, second = old_part(), old_part()
    read(first, 9, ago=0)
    read(second, 4, ago=0)
    make_all()
    places = {(place.ranking.name, place.window): place for place in places_of(second.story)}
    assert places["read", "week"].place == 2
    assert places["loved", "week"].place == 0
    assert places["loved", "week"].reason.sum == "no place: nobody has voted in this time"
    assert places["newcomers", "week"].reason.line == "Its first part is older than thirty days."


@pytest.mark.parametrize(("counted", "far_behind"), [(1000, 2000), (3, 5), (2, 4), (1, 2)])
def test_a_place_does_not_count_what_was_hidden_since(
    monkeypatch: pytest.MonkeyPatch, counted: int, far_behind: int
) -> None:
    """Four stand ahead, of which two are hidden by now, and two are as high but behind."""
    monkeypatch.setattr(queries, "COUNTED", counted)
    monkeypatch.setattr(queries, "FAR_BEHIND", far_behind)
    parts = [old_part(f"{number}") for number in range(7)]
    for part, times in zip(parts, (9, 8, 7, 6, 4, 4, 4), strict=True):
        read(part, times, ago=0)
    make_all()
    for hidden in parts[:2]:
        withdraw_part(hidden, by=hidden.story.author.user)
    places = {(place.ranking.name, place.window): place for place in places_of(parts[4].story)}
    assert places["read", "week"].place == min(3, counted + 1)
    assert titles("read")[2] == "4"


def test_making_them_again_writes_nothing() -> None:
    read(old_part(), 9, ago=0)
    make_all()
    assert standing.make_standings(NOW) == 0
