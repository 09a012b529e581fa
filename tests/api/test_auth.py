from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from inkstead.accounts.actions import deactivate_account, revoke_token
from inkstead.accounts.models import ApiToken
from tests.api.calls import Program
from tests.api.conftest import program_of_person
from tests.conftest import signed_in
from tests.world import World

WRONG = ["Bearer ink_wrong", "Bearer", "Bearer ", "bearer ink_\xe9", "Token abc", "ink_abc", "Bearer " + "a" * 5000]


@pytest.mark.parametrize("header", WRONG)
def test_a_wrong_token_is_refused_where_guests_may_look_too(world: World, by_guest: Program, header: str) -> None:
    told = by_guest.get("/stories", Authorization=header)
    assert (told.status, told.code) == (401, "unauthorized")


def test_basic_belongs_to_a_proxy_and_is_passed_over(world: World, by_guest: Program) -> None:
    assert by_guest.get("/stories", Authorization="Basic YTpi").status == 200


def test_a_revoked_token_and_a_closed_account_open_nothing(world: World) -> None:
    by_ben, by_cleo = program_of_person(world.ben), program_of_person(world.cleo)
    revoke_token(world.ben, ApiToken.objects.get(user=world.ben).pk)
    deactivate_account(world.cleo)
    assert [by_ben.get("/me").status, by_cleo.get("/me").status] == [401, 401]


def test_a_session_speaks_with_the_key_that_its_pages_carry(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cleo)
    path = f"/api/v1/parts/{world.part.pk}/vote"
    refused = client.put(path)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "csrf")
    client.cookies["inkstead_csrf"] = "k" * 32
    voted = client.put(path, headers={"X-CSRFToken": "k" * 32})
    assert (voted.status_code, voted.json()) == (200, {"votes": 2, "voted": True})


def test_a_session_reads_without_a_key(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)
    assert client.get("/api/v1/me").json()["pen_name"]["name"] == "Ana"
    assert client.get(f"/api/v1/parts/{world.draft.pk}").json()["state"] == "draft"


def test_a_token_counts_for_more_than_a_session(world: World) -> None:
    by_ben = program_of_person(world.ben)
    by_ben.client = signed_in(world.ana)
    assert by_ben.get("/me")["pen_name"]["name"] == "Ben"


def test_a_call_with_a_token_asks_nothing_of_sessions(
    world: World, by_ben: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        by_ben.get("/me")


def test_what_is_somebodys_own_is_kept_nowhere(world: World, by_ben: Program, by_guest: Program) -> None:
    path = f"/parts/{world.part.pk}"
    assert by_ben.get(path).headers["Cache-Control"] == "private, no-store"
    shared = by_guest.get(path)
    assert shared.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Authorization", "Cookie"} <= set(shared.headers["Vary"].split(", "))
    assert by_guest.get("/parts/999999").headers["Cache-Control"] == "private, no-store"
