from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from inkstead.discussion.models import Vote
from inkstead.stories.models import State, Visibility
from tests.api.calls import Program
from tests.world import World


def test_a_vote_is_cast_once(world: World, by_cleo: Program) -> None:
    path = f"/parts/{world.part.pk}/vote"
    first, second = by_cleo.put(path), by_cleo.put(path)
    assert (first.status, first.json) == (200, {"votes": 2, "voted": True})
    assert second.json == first.json
    assert set(Vote.objects.filter(part=world.part).values_list("user", flat=True)) == {world.ben.pk, world.cleo.pk}


def test_a_vote_is_taken_back_once(world: World, by_ben: Program) -> None:
    path = f"/parts/{world.part.pk}/vote"
    assert [by_ben.delete(path).json for _ in range(2)] == [{"votes": 0, "voted": False}] * 2


def test_guests_cannot_vote(world: World, by_guest: Program) -> None:
    told = by_guest.put(f"/parts/{world.part.pk}/vote")
    assert (told.status, told.code, told.headers["WWW-Authenticate"]) == (401, "unauthorized", "Bearer")


def test_who_can_vote_for_which_part(world: World, by_ana: Program, by_ben: Program, by_cleo: Program) -> None:
    """What a caller may not see is not there; what only its author sees cannot be voted for yet."""

    def votable(program: Program) -> set[tuple[Visibility, State]]:
        return {key for key, part in world.parts.items() if program.put(f"/parts/{part.pk}/vote").status == 200}

    def hidden(program: Program) -> set[tuple[Visibility, State]]:
        return {key for key, part in world.parts.items() if program.put(f"/parts/{part.pk}/vote").status == 404}

    published = {(visibility, State.PUBLISHED) for visibility in Visibility}
    private = (Visibility.PRIVATE, State.PUBLISHED)
    assert votable(by_cleo) == {(Visibility.PUBLIC, State.PUBLISHED), (Visibility.UNLISTED, State.PUBLISHED)}
    assert votable(by_ben) == published - {private}
    assert votable(by_ana) == published
    assert hidden(by_cleo) == set(world.parts) - votable(by_cleo)
    assert hidden(by_ben) == set(world.parts) - votable(by_ben)
    assert hidden(by_ana) == set()


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9223372036854775807", "9223372036854775808", "9" * 5000, "1.0"])
def test_a_number_that_can_be_no_part_is_not_found(world: World, by_ben: Program, number: str) -> None:
    assert by_ben.put(f"/parts/{number}/vote").status == 404


def test_a_vote_costs_few_queries(
    world: World, by_cleo: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The two that stand for BEGIN and COMMIT in a test included; PostgreSQL takes the story's counters first.
    # One of them notes out of which network it came, for rankings.
    with django_assert_num_queries(10 + connection.features.has_select_for_update):
        by_cleo.put(f"/parts/{world.part.pk}/vote")
