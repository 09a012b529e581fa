"""Finding by a prepared query finds exactly what `visible_to` does, for everybody."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from inkstead.accounts.models import Role, User
from inkstead.api.auth import ApiRequest, Caller
from inkstead.api.errors import ApiError
from inkstead.api.finding import find_part
from inkstead.stories.models import Part
from tests.factories import make_user
from tests.world import World


def found_by(user: User | None, *joins: str) -> set[int]:
    request: ApiRequest = RequestFactory().get("/")  # type: ignore[assignment]
    request.caller = Caller(user, user.pen_name if user else None)
    found = set()
    for pk in Part.objects.values_list("pk", flat=True):
        try:
            found.add(find_part(request, pk, *joins).pk)
        except ApiError as error:
            assert error.status == 404  # noqa: PT017 - each part is asked for
    return found


@pytest.mark.parametrize("joins", [(), ("story__author", "counts", "volume", "live", "head")])
def test_what_is_found_is_what_is_visible(world: World, joins: tuple[str, ...]) -> None:
    watchful = make_user("Mona", role=Role.MODERATOR)
    for user in (world.ana, world.ben, world.cleo, watchful, None):
        assert found_by(user, *joins) == set(Part.objects.visible_to(user).values_list("pk", flat=True))


def test_a_found_part_has_its_joins(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    request: ApiRequest = RequestFactory().get("/")  # type: ignore[assignment]
    request.caller = Caller(world.ben, world.ben.pen_name)
    with django_assert_num_queries(1):
        part = find_part(request, world.part.pk, "story__author", "volume", "live")
        assert (part.story.author.name, part.volume, part.live and part.live.number) == ("Ana", None, 1)
    assert part == world.part
    assert part.published_at == world.part.published_at
