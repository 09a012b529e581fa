"""From part to part: only what has changed is counted again, and it is what the rows say all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db.models import F

from inkstead.readership import following, walking
from inkstead.readership.actions import add_up, follow_story, follow_up, recount_figures
from inkstead.readership.models import PartFigures, StoryFigures, StoryPerson
from inkstead.readership.people import find_people
from inkstead.readership.walking import Walk, set_out
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories import actions
from inkstead.stories.models import Part, Story
from tests.factories import make_part, make_story
from tests.readership.by_hand import differences
from tests.readership.test_adding import bring_up_to_date
from tests.world import World

FIRST = date(2026, 3, 1)
Read = tuple[Part, str]


@pytest.fixture
def story(world: World) -> Story:
    """Six parts that "a:1" and "g:1" read to the end of, added up and followed."""
    story = make_story(world.ana)
    parts = [make_part(story) for _ in range(6)]
    read(*((part, reader) for part in parts for reader in ("a:1", "g:1")))
    bring_up_to_date()
    return story


def read(*reads: Read, ago: int = 0) -> None:
    told = {(part.pk, FIRST - timedelta(days=ago), reader): Heard(part.story_id, 1.0, 9) for part, reader in reads}
    write_reads(told)


def parts_of(story: Story) -> list[Part]:
    return list(Part.objects.filter(story=story).in_order())


def pairs_counted(story: Story) -> list[tuple[int, int]]:
    """Which parts were held against which, by their numbers from one, while the story was followed."""
    number = {part.pk: n for n, part in enumerate(parts_of(story), start=1)}
    counted: list[tuple[int, int]] = []
    count = walking.from_previous

    def noted(part: int, previous: int) -> dict[str, int]:
        counted.append((number[previous], number[part]))
        return count(part, previous)

    with patch.object(walking, "from_previous", noted):
        follow_story(story.pk)
    return sorted(counted)


def held_against_first(story: Story) -> list[int]:
    counted: list[int] = []
    count = walking.people_from

    def noted(first: int, parts: list[int]) -> dict[int, int]:
        counted.extend(parts)
        return count(first, parts)

    with patch.object(walking, "people_from", noted):
        follow_story(story.pk)
    number = {part.pk: n for n, part in enumerate(parts_of(story), start=1)}
    return sorted(number[part] for part in counted)


def test_only_what_was_read_is_counted_again_and_the_part_after_it(story: Story) -> None:
    assert pairs_counted(story) == []
    read((parts_of(story)[2], "a:2"))
    add_up()
    assert pairs_counted(story) == [(2, 3), (3, 4)]
    assert pairs_counted(story) == []
    assert differences() == []


def test_new_people_in_the_first_part_count_everywhere_and_known_ones_nowhere(story: Story) -> None:
    first, *rest = parts_of(story)
    read(*((part, "a:2") for part in rest))
    bring_up_to_date()
    assert StoryFigures.objects.get(story=story).first_part == first.pk
    read((first, "a:1"), (first, "g:9"), ago=1)  # a known person on another day, and a guest
    add_up()
    assert held_against_first(story) == []
    read((first, "a:2"))
    add_up()
    assert held_against_first(story) == [2, 3, 4, 5, 6]
    assert differences() == []


def test_a_part_that_moved_is_held_against_its_new_neighbours(story: Story, world: World) -> None:
    actions.move_part(parts_of(story)[5], to=2, by=world.ana)
    assert pairs_counted(story) == [(1, 2), (2, 3)]
    assert differences() == []


def test_votes_count_nobody_again(story: Story, world: World) -> None:
    part = parts_of(story)[3]
    actions.add_counts(part, votes=1)
    add_up()
    assert not StoryFigures.objects.get(story=story).following_is_stale


def cut_short(story: Story, *, forwards: bool) -> None:
    """Killed in the middle of a walk in which the third part has been read: `forwards` is the wrong way round."""
    kept = following._keep
    written: list[int] = []

    def killed(walk: Walk, rows: list[PartFigures]) -> object:
        if written and rows:
            raise RuntimeError("power cut")
        written.extend(row.pk for row in rows)
        return kept(walk, rows)

    def turned(figures: StoryFigures, *, anew: bool) -> Walk:
        walk = set_out(figures, anew=anew)
        return replace(walk, lines=walk.lines[::-1]) if forwards else walk

    with (
        patch.object(following, "_keep", killed),
        patch.object(following, "set_out", turned),
        patch.object(following, "AT_ONCE", 1),
        pytest.raises(RuntimeError),
    ):
        follow_story(story.pk)


@pytest.mark.parametrize(("forwards", "is_right"), [(False, True), (True, False)])
def test_a_walk_that_is_cut_short_leaves_everything_to_do(story: Story, forwards: bool, is_right: bool) -> None:
    """The control goes the other way: then the part after the one that was read is taken for counted."""
    third, fourth = parts_of(story)[2:4]
    read((fourth, "a:2"), (fourth, "g:2"))
    bring_up_to_date()
    read((third, "a:2"), (third, "g:2"))
    add_up()
    cut_short(story, forwards=forwards)
    follow_story(story.pk)
    assert (differences() == []) is is_right


@pytest.mark.parametrize("held", [True, False])
def test_a_walk_that_was_overtaken_writes_no_more(story: Story, held: bool) -> None:
    """The control does not look whose turn it is, and writes what was true before."""
    part = parts_of(story)[2]
    read((part, "a:2"))
    add_up()
    count, turns = following.count, [0]

    def slowly(walk: Walk, lines: object) -> object:
        counted = count(walk, lines)  # type: ignore[arg-type]
        if not turns[0]:
            turns[0] = 1
            read((parts_of(story)[3], "a:2"), (part, "a:3"))
            add_up()
            follow_story(story.pk)
            assert differences() == []
        return counted

    with patch.object(following, "count", slowly):
        if held:
            follow_story(story.pk)
        else:
            with patch.object(following, "_hold_turn", lambda _: None):
                follow_story(story.pk)
    assert (differences() == []) is held


def test_what_is_read_during_a_walk_is_counted_in_the_next(story: Story) -> None:
    count = following.count
    read((parts_of(story)[4], "a:2"))
    add_up()

    def meanwhile(walk: Walk, lines: object) -> object:
        counted = count(walk, lines)  # type: ignore[arg-type]
        read((parts_of(story)[5], "a:2"), (parts_of(story)[4], "g:2"))
        add_up()
        return counted

    with patch.object(following, "count", meanwhile):
        follow_story(story.pk)
    assert StoryFigures.objects.get(story=story).following_is_stale
    bring_up_to_date()
    assert differences() == []


def test_people_are_known_by_their_last_day(story: Story) -> None:
    read((parts_of(story)[1], "a:2"), ago=3)
    read((parts_of(story)[1], "a:1"), ago=-2)
    bring_up_to_date()
    rows = StoryPerson.objects.filter(story=story).order_by("account").values_list("account", "last_day")
    assert list(rows) == [(1, FIRST + timedelta(days=2)), (2, FIRST - timedelta(days=3))]
    assert StoryFigures.objects.get(story=story).last_seen == '{"2026-02-26": 1, "2026-03-03": 1}'


def test_people_go_with_the_part_that_they_read(story: Story, world: World) -> None:
    last = parts_of(story)[5]
    read((last, "a:1"), (last, "a:5"), ago=-1)
    bring_up_to_date()
    actions.delete_part(last, by=world.ana)
    bring_up_to_date()
    assert list(StoryPerson.objects.filter(story=story).values_list("account", "last_day")) == [(1, FIRST)]
    assert not StoryFigures.objects.get(story=story).people_are_stale
    assert recount_figures() == []


def test_nobodys_day_is_taken_back_while_somebody_adds_up(story: Story) -> None:
    """A read that comes after the rows were looked through, and before days are taken back."""
    StoryPerson.objects.create(story=story, account=9, last_day=FIRST)
    version = StoryFigures.objects.get(story=story).version
    read((parts_of(story)[0], "a:9"))
    add_up()
    assert find_people(story.pk, version).version is not None  # it was seen: nothing is taken back
    StoryPerson.objects.create(story=story, account=10, last_day=FIRST)
    assert find_people(story.pk, version).version is None
    assert StoryPerson.objects.filter(story=story, account=10).exists()
    version = StoryFigures.objects.get(story=story).version
    assert find_people(story.pk, version).version == version + 1
    assert not StoryPerson.objects.filter(story=story, account=10).exists()


def test_people_are_looked_for_in_shares_of_what_memory_holds(story: Story) -> None:
    read(*((parts_of(story)[0], f"a:{n}") for n in range(2, 12)))
    add_up()
    StoryPerson.objects.filter(story=story, account__in=[3, 8]).delete()
    StoryPerson.objects.create(story=story, account=77, last_day=FIRST)
    with patch("inkstead.readership.people.IN_MEMORY", 3):
        found = find_people(story.pk, StoryFigures.objects.get(story=story).version)
    assert found.wrong == 3
    assert set(StoryPerson.objects.filter(story=story).values_list("account", flat=True)) == set(range(1, 12))


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"people": 9}, ("people", 9, 1)),
        ({"people_finished": 0}, ("people_finished", 0, 1)),
        ({"people_from_first": 0}, ("people_from_first", 0, 1)),
        ({"people_from_previous": 7}, ("people_from_previous", 7, 1)),
        ({"guests_from_previous": 7}, ("guests_from_previous", 7, 1)),
        ({"guests": 7}, ("guests", 7, 1)),
        ({"finished": 1}, ("finished", 1, 2)),
    ],
)
def test_recount_finds_a_part_that_drifted(story: Story, changed: dict[str, int], found: tuple[str, int, int]) -> None:
    part = parts_of(story)[3]
    assert recount_figures() == []
    PartFigures.objects.filter(part=part).update(**changed)
    follow_up()
    assert [(one.id, one.counter, one.stood_at, one.counted) for one in recount_figures()] == [(part.pk, *found)]
    assert recount_figures() == []


@pytest.mark.parametrize("drift", ["missing", "later", "nobody", "told"])
def test_recount_finds_people_that_drifted(story: Story, drift: str) -> None:
    assert recount_figures() == []
    people = StoryPerson.objects.filter(story=story)
    if drift == "missing":
        people.delete()
    elif drift == "later":
        people.update(last_day=FIRST + timedelta(days=1))
    elif drift == "nobody":
        StoryPerson.objects.create(story=story, account=99, last_day=FIRST)
    else:
        StoryFigures.objects.filter(story=story).update(people=5)
    assert [(one.of, one.id) for one in recount_figures()] == [("story", story.pk)]
    assert recount_figures() == []
    assert differences() == []


def test_a_mark_that_got_lost_is_found(story: Story) -> None:
    """The control of all that is counted in steps: what nobody marked stays wrong until everything is counted."""
    part = parts_of(story)[2]
    read((part, "a:2"))
    add_up()
    PartFigures.objects.filter(part=part).update(counted=F("changes"))
    follow_story(story.pk)
    assert differences() != []
    assert {(one.id, one.counter) for one in recount_figures()} >= {(part.pk, "people")}
    assert differences() == []
