"""Many ids as one parameter find what as many parameters find."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from inkstead.stores.ids import OneOf
from inkstead.stories.models import Story, StoryTag
from tests.factories import make_story
from tests.world import World


def test_one_of_many_ids_is_found_by_one_parameter(world: World) -> None:
    stories = [make_story(world.ana, f"Story {number}", tags=["lamp"]) for number in range(5)]
    wanted = [story.pk for story in stories[1:4]]
    # More than SQLite takes as parameters of their own.
    many = [*wanted, *range(10**6, 10**6 + 300_000)]
    with CaptureQueriesContext(connection) as asked:
        assert sorted(Story.objects.filter(OneOf("pk", many)).values_list("pk", flat=True)) == wanted
    assert len(asked) == 1
    assert StoryTag.objects.filter(OneOf("story", wanted)).count() == 3
    rest = Story.objects.exclude(OneOf(F("pk"), wanted)).filter(OneOf("pk", [story.pk for story in stories]))
    assert set(rest) == {stories[0], stories[4]}


def test_of_no_ids_nothing_is_asked(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(Story.objects.filter(OneOf("pk", []))) == []
    assert len(asked) == 0
    assert Story.objects.exclude(OneOf("pk", [])).count() == Story.objects.count() > 0


@pytest.mark.parametrize("ids", [[], [0], [2**62]])
def test_nothing_is_found_of_ids_that_nobody_has(world: World, ids: list[int]) -> None:
    assert not Story.objects.filter(OneOf("pk", ids)).exists()
