"""Many parts at once keep the same rules as one."""

from __future__ import annotations

import pytest
from django.db import connection

from inkstead.events.models import FactRow
from inkstead.lib.prose import read_prose
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.actions import NewPart
from inkstead.stories.actions import writing as writing_actions
from inkstead.stories.models import Part, State, Story
from tests.factories import make_part, make_story
from tests.world import World


def new(title: str, volume: str = "") -> NewPart:
    return NewPart(title, read_prose(f"The words of {title}.\n\nAnd more.", "text"), volume=volume)


def test_added_parts_are_what_one_by_one_would_have_made(world: World) -> None:
    story = make_story(world.ana)
    make_part(story, "Before")

    parts = actions.add_parts(story, [new("One", "I"), new("Two", "I"), new("Three", "II")], by=world.ana)

    rows = list(story.parts.in_order().select_related("head", "volume", "counts"))
    assert [row.title for row in rows] == ["Before", "One", "Two", "Three"]
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert [row.volume.title if row.volume else "" for row in rows] == ["", "I", "I", "II"]
    assert [row.pk for row in rows[1:]] == [part.pk for part in parts]
    for row in rows[1:]:
        assert row.head is not None
        assert (row.head.part_id, row.head.number, row.state, row.live) == (row.pk, 1, State.DRAFT, None)
        assert row.counts.reads == 0
    assert [volume.position for volume in story.volumes.all()] == [1, 2]


def test_one_bad_title_keeps_all_out(world: World) -> None:
    with pytest.raises(Refused):
        actions.add_parts(world.story, [new("Good"), new("x" * 201)], by=world.ana)

    assert not Part.objects.filter(title="Good").exists()


def test_a_stranger_adds_and_publishes_nothing(world: World) -> None:
    with pytest.raises(Refused):
        actions.add_parts(world.story, [new("One")], by=world.ben)
    with pytest.raises(Refused):
        actions.publish_parts(world.story, [world.draft], by=world.ben)


def test_published_at_once_they_are_announced_each_and_added_up(world: World) -> None:
    story = make_story(world.ana)
    parts = actions.add_parts(story, [new("One"), new("Two")], by=world.ana)
    before = FactRow.objects.filter(name="PartPublished").count()

    actions.publish_parts(story, parts, by=world.ana)
    actions.publish_parts(story, parts, by=world.ana)

    told = Story.objects.get(pk=story.pk)
    assert (told.parts_published, told.words_published) == (2, sum(part.head.words for part in parts if part.head))
    assert FactRow.objects.filter(name="PartPublished").count() == before + 2
    assert all(part.live_id == part.head_id for part in Part.objects.filter(story=story))


def test_parts_of_another_story_are_not_published_along(world: World) -> None:
    other = make_part(make_story(world.ana), state=State.DRAFT)

    actions.publish_parts(world.story, [other], by=world.ana)

    assert Part.objects.get(pk=other.pk).state == State.DRAFT


def test_a_text_is_read_before_any_lock_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = []
    outer = len(connection.savepoint_ids)

    def watching(*given: object) -> object:
        inside.append(len(connection.savepoint_ids) > outer)
        return read_prose(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(writing_actions, "read_prose", watching)
    part = actions.create_part(world.story, title="One", text="Words.", format="text", by=world.ana)
    actions.revise_part(part, text="Other words.", format="text", by=world.ana)

    assert inside == [False, False]


def test_volumes_of_one_story_have_titles_of_their_own(world: World) -> None:
    story = make_story(world.ana)
    make_part(story, volume="I")
    make_part(story, volume="II")
    first = story.volumes.get(title="I")

    with pytest.raises(Refused, match="already"):
        actions.rename_volume(first, title="II", by=world.ana)
    with pytest.raises(Refused):
        actions.rename_volume(first, title="Mine", by=world.ben)
    actions.rename_volume(first, title="Book One", by=world.ana)

    assert [volume.title for volume in story.volumes.all()] == ["Book One", "II"]
