from __future__ import annotations

import pytest
from django.test import Client

from inkstead.rankings import jobs
from tests.rankings.test_views import read_part

pytestmark = pytest.mark.django_db


def test_a_ranking_with_its_formula_and_numbers(client: Client) -> None:
    for number in range(3):
        read_part(f"Story {number}", 4 + number)
    jobs.make_rankings.call()
    answer = client.get("/api/v1/rankings/read?limit=2").json()
    assert answer["window"] == "week"
    assert [(item["place"], item["why"]) for item in answer["items"]] == [(1, "6 readers."), (2, "5 readers.")]
    following = client.get(f"/api/v1/rankings/read?limit=2&cursor={answer['next']}").json()
    assert [item["place"] for item in following["items"]] == [3]
    assert following["next"] is None


@pytest.mark.parametrize(
    "asked", ["rising?window=all", "nonsense", "read?cursor=forged", "read?tag=none", "read?limit=0"]
)
def test_what_there_is_not_is_said(client: Client, asked: str) -> None:
    answer = client.get(f"/api/v1/rankings/{asked}")
    assert answer.status_code in (400, 404, 422)
    assert answer.json()["error"]["message"]
