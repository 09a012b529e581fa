"""Make, change and delete a story."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils.html import escape

from inkstead.discussion.actions import cast_vote, post_comment
from inkstead.discussion.models import Vote
from inkstead.lib.refusals import Refused
from inkstead.library.actions import keep_place
from inkstead.reading import counting
from inkstead.reading.actions import record_read, recount
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, StoryCounts, StoryTag, Tag, Visibility
from tests.factories import make_part, make_story
from tests.through_front import BROWSER
from tests.world import World


def tags_of(story: Story) -> list[str]:
    return list(StoryTag.objects.filter(story=story).values_list("tag__name", flat=True))


def test_a_story_is_written_under_ones_own_pen_names_only(world: World) -> None:
    assert world.ana.pen_name is not None
    with pytest.raises(Refused, match="your own pen names"):
        actions.create_story(world.ana.pen_name, title="Forged", by=world.ben)
    assert not Story.objects.filter(title="Forged").exists()
    assert actions.create_story(world.other_name, title="Hers", by=world.ana).author == world.other_name


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "\u200b \u2060"}, {"title"}),
        ({"title": "x" * 201}, {"title"}),
        ({"title": 7}, {"title"}),
        ({"summary": "x" * 5001}, {"summary"}),
        ({"status": "asleep"}, {"status"}),
        ({"rating": "R"}, {"rating"}),
        ({"visibility": "everyone"}, {"visibility"}),
        ({"tags": [f"t{number}" for number in range(41)]}, {"tags"}),
        ({"tags": ["x" * 61]}, {"tags"}),
        ({"warnings": ["x" * 81]}, {"warnings"}),
    ],
)
def test_edit_story_refuses_and_changes_nothing(world: World, fields: dict[str, Any], wrong: set[str]) -> None:
    before = Story.objects.filter(pk=world.story.pk).values().get(), tags_of(world.story)
    with pytest.raises(Refused) as refused:
        actions.edit_story(world.story, by=world.ana, **fields)
    assert set(refused.value.fields) == wrong
    assert (Story.objects.filter(pk=world.story.pk).values().get(), tags_of(world.story)) == before


def test_edit_story_refuses_a_stranger(world: World) -> None:
    for stranger in (world.ben, world.cleo):
        with pytest.raises(Refused, match="Only the authors"):
            actions.edit_story(world.story, by=stranger, title="Mine")
        with pytest.raises(Refused, match="Only the author of"):
            actions.delete_story(world.story, by=stranger)
    assert Story.objects.get(pk=world.story.pk).title == "The Lighthouse"


def test_a_field_that_no_story_has_is_a_mistake_in_the_program(world: World) -> None:
    with pytest.raises(TypeError):
        actions.edit_story(world.story, by=world.ana, parts_published=9)


def test_tags_keep_their_order_each_once_and_what_is_taken_off_is_gone(world: World) -> None:
    actions.edit_story(world.story, by=world.ana, tags=["Salt", "sea", "SALT", " ", "night watch"])
    assert tags_of(world.story) == ["Salt", "sea", "night watch"]
    actions.edit_story(world.story, by=world.ana, title="Same tags")
    assert tags_of(world.story) == ["Salt", "sea", "night watch"]
    actions.edit_story(world.story, by=world.ana, tags=[])
    assert tags_of(world.story) == []
    assert tags_of(world.stories[Visibility.UNLISTED]) == ["sea", "lamps"]


def test_tags_that_signs_tell_apart_are_different_tags(world: World, client: Client) -> None:
    tags = ["C", "C++", "C#", "Mira & Toma", "Mira/Toma", "🐉", "♥", "🏳️‍🌈", "...", "untitled"]
    actions.edit_story(world.story, by=world.ana, tags=tags)
    assert tags_of(world.story) == tags
    for tag in Tag.objects.filter(name__in=tags):
        assert f">{escape(tag.name)}</h1>" in client.get(tag.get_absolute_url()).content.decode()


def test_a_tag_of_before_moves_to_the_address_of_its_signs(world: World) -> None:
    """Unless another one stands there already."""
    move = import_module("inkstead.stories.migrations.0017_tags_by_their_signs").by_their_signs
    for name, slug in (("Mira & Toma", "mira-toma"), ("C#", "c"), ("C Sharp", "c-sharp"), ("🐉", "untitled")):
        Tag.objects.create(name=name, slug=slug)
    move(apps, connection.schema_editor(atomic=False))
    kept = dict(Tag.objects.exclude(slug__in=["sea", "lamps"]).values_list("name", "slug"))
    assert kept == {"Mira & Toma": "mira-and-toma", "C#": "c", "C Sharp": "c-sharp", "🐉": "u1f409"}


@pytest.mark.parametrize("visibility", Visibility)
def test_hiding_a_story_changes_none_of_its_numbers_only_who_finds_it(world: World, visibility: Visibility) -> None:
    def numbers() -> object:
        story = Story.objects.get(pk=world.story.pk)
        return (story.parts_published, story.words_published, story.last_published_at), (
            StoryCounts.objects.filter(story=story).values().get()
        )

    before = numbers()
    actions.edit_story(world.story, by=world.ana, visibility=visibility)
    assert numbers() == before
    assert (world.story in Story.objects.listed()) == (visibility == Visibility.PUBLIC)
    assert recount() == []


def test_a_part_hidden_within_a_public_story_leaves_its_totals(world: World) -> None:
    def told() -> tuple[int, int, int]:
        story = Story.objects.select_related("counts").get(pk=world.story.pk)
        return story.parts_published, story.counts.votes, story.counts.comments

    for visibility in (Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.PRIVATE):
        actions.edit_part(world.part, by=world.ana, visibility=visibility)
        assert told() == (1, 0, 0)
        if visibility != Visibility.PRIVATE:
            actions.follow_story(world.story, by=world.cleo)
            cast_vote(world.part, by=world.cleo)  # counted at the part, not in the story's sums
            assert told() == (1, 0, 0)
    actions.edit_part(world.part, by=world.ana, visibility=Visibility.PUBLIC)
    assert told() == (2, 2, 1)
    assert recount() == []


def rows_everywhere() -> dict[str, set[Any]]:
    """Every row of every table, but what happened (facts and the work they make) and words that stories share."""
    passed_over = {"events.FactRow", "background.Job", "stories.Tag", "sessions.Session"}
    return {
        model._meta.label: set(model._default_manager.values_list("pk", flat=True))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label not in passed_over
    }


def live_through(world: World, story: Story) -> Part:
    """Everything that can hang on a story and its parts."""
    part = make_part(story, volume="Only here")
    part = actions.revise_part(part, text="Second thoughts.", by=world.ana)
    make_part(story, state=State.SCHEDULED, volume="Only here")
    assert world.ben.pen_name is not None
    actions.follow_story(story, by=world.ben)
    cast_vote(part, by=world.ben)
    first = post_comment(part, body="First.", by=world.ben, pen_name=world.ben.pen_name)
    post_comment(part, body="Answer.", by=world.ben, pen_name=world.ben.pen_name, parent=first)
    keep_place(part, block="", reached=1, by=world.ben)
    record_read(part, reached=1, seconds=9, by=world.ben, user_agent=BROWSER)
    counting.buffer.flush()
    return part


def test_delete_story_leaves_nothing_behind_and_twice_is_harmless(world: World) -> None:
    before = rows_everywhere()
    story = make_story(world.ana, "Soon gone", tags=["sea"], summary="…")
    live_through(world, story)
    grown = {label for label, rows in rows_everywhere().items() if rows != before[label]}
    assert grown == {
        *("stories.Story", "stories.StoryTag", "stories.StoryCounts", "stories.StoryFollow", "stories.Volume"),
        *("stories.Part", "stories.PartCounts", "stories.Revision", "discussion.Vote", "discussion.Comment"),
        *("library.Place", "library.ReadMark", "library.HistoryEntry", "reading.Read", "reading.Arrival"),
        *("stories.StaleDay", "stories.FollowDay", "stories.NetworkDay"),
    }
    for _ in range(2):
        actions.delete_story(story, by=world.ana)
    assert rows_everywhere() == before
    assert recount() == []


def test_delete_part_leaves_nothing_behind_and_twice_is_harmless(world: World) -> None:
    story = make_story(world.ana)
    before = rows_everywhere()
    by_day = ("stories.FollowDay", "reading.Arrival")  # numbers of the story's days, which it keeps
    networks = "stories.NetworkDay"  # goes when the day is over
    part = live_through(world, story)
    for gone in (part, *story.parts.all(), part):
        actions.delete_part(gone, by=world.ana)
    actions.unfollow_story(story, by=world.ben)
    after = rows_everywhere()
    assert after.pop(networks) != before.pop(networks)
    assert all(len(after.pop(label) - before.pop(label)) == 1 for label in by_day)
    assert after == before
    assert recount() == []


def test_deleting_one_part_takes_its_numbers_and_nobody_elses(world: World) -> None:
    cast_vote(world.second, by=world.ben)
    actions.delete_part(world.part, by=world.ana)
    story = Story.objects.select_related("counts").get(pk=world.story.pk)
    assert (story.parts_published, story.counts.votes, story.counts.comments) == (1, 1, 0)
    assert set(Vote.objects.values_list("part", flat=True)) == {world.second.pk}


ACTS: list[Callable[[World], object]] = [
    lambda world: actions.follow_story(world.story, by=world.cleo),
    lambda world: actions.unfollow_story(world.stories[Visibility.FOLLOWERS], by=world.ben),
]


@pytest.mark.parametrize("act", ACTS)
def test_following_twice_counts_once(world: World, act: Callable[[World], object]) -> None:
    act(world)
    once = sorted(StoryCounts.objects.values_list("story", "followers"))
    act(world)
    assert sorted(StoryCounts.objects.values_list("story", "followers")) == once
    assert recount() == []
