from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import PenName, User
from inkstead.stores.ids import Ids, OneOf
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part, Story
from tests.world import World

by_slug = Prepared(lambda slug, user: PenName.objects.select_related("user").filter(slug=slug, user=user), str, int)


def test_the_row_is_the_one_the_queryset_finds(world: World) -> None:
    found = by_slug.one("ana", world.ana.pk)
    expected = PenName.objects.select_related("user").get(slug="ana")
    assert found is not None
    assert vars(found) | {"_state": None} == vars(expected) | {"_state": None}
    assert found.user.created_at == expected.user.created_at
    assert found._state.db == "default"
    assert not found._state.adding


def test_other_values_find_other_rows(world: World) -> None:
    assert [by_slug.one("ben", world.ben.pk), by_slug.one("ben", world.ana.pk), by_slug.one("x", 2**62)] == [
        world.ben.pen_name,
        None,
        None,
    ]


def test_it_costs_one_query(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        by_slug.one("ana", world.ana.pk)
    assert len(queries) == 1


def test_values_that_decide_the_shape_of_the_query_are_refused(db: None) -> None:
    shaping = Prepared(lambda pk: User.objects.filter(is_active=bool(pk)), int)
    with pytest.raises(TypeError, match="no parameter"):
        shaping.one(1)


def test_all_rows_of_a_values_list_are_what_the_queryset_gives(world: World) -> None:
    fields = ("pk", "title", "published_at", "publish_at", "live__words", "story__author__name")
    rows: Prepared[Part] = Prepared(
        lambda story: Part.objects.filter(story=story).order_by("pk").values_list(*fields), int
    )
    for story in (*world.stories.values(), Story(pk=10**9)):
        asked = Part.objects.filter(story=story.pk).order_by("pk").values_list(*fields)
        assert rows.all(story.pk) == list(asked)


def test_any_number_of_ids_is_one_value(world: World) -> None:
    rows: Prepared[Story] = Prepared(
        lambda ids: Story.objects.filter(OneOf("pk", ids)).order_by("pk").values_list("pk", "title"), Ids
    )
    known = [story.pk for story in world.stories.values()]
    for ids in ([], known[:1], known, [*known, 10**9]):
        assert rows.all(ids) == list(Story.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "title"))
