"""Limits are for each person, shared where machines share something, and end with the minute."""

from __future__ import annotations

from typing import Any

import pytest

from inkstead.discussion.models import Comment
from inkstead.lib.refusals import TooOften
from inkstead.web import pace as pacing
from inkstead.web.pace import Pace
from tests.api.calls import Program
from tests.conftest import ClientOf
from tests.factories import make_token
from tests.world import World


@pytest.fixture(autouse=True)
def minute(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands in the middle of a minute until it is moved."""
    now = [1_800_000_030.0]
    monkeypatch.setattr(pacing.time, "time", lambda: now[0])
    return now


def test_a_limit_is_for_one_person_and_one_minute(minute: list[float]) -> None:
    pace = Pace(2)
    assert [pace.allows(1), pace.allows(1), pace.allows(1), pace.allows(2)] == [True, True, False, True]
    with pytest.raises(TooOften) as refused:
        pace.must_allow(1)
    assert refused.value.wait == 30
    minute[0] += 30
    assert pace.allows(1)
    assert all(Pace(0).allows(1) for _ in range(1000))


def test_too_many_comments_keep_their_text(world: World, client_of: ClientOf, settings: Any) -> None:
    settings.COMMENTS_PER_MINUTE = 2
    cleo, path = client_of(world.cleo), world.part.get_absolute_url() + "comments/"
    before = Comment.objects.count()
    answers = [cleo.post(path, {"body": f"Thought {n}."}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "30"
    assert "Thought 2." in answers[2].content.decode()
    assert "more than 2 in one minute" in answers[2].content.decode()
    assert client_of(world.ben).post(path, {"body": "Mine."}).status_code == 302
    assert Comment.objects.count() == before + 3


def test_the_api_counts_comments_and_all_writes(world: World, settings: Any) -> None:
    settings.COMMENTS_PER_MINUTE, settings.API_WRITES_PER_MINUTE = 1, 4
    cleo = Program(make_token(world.cleo))
    said = [cleo.post(f"/parts/{world.part.pk}/comments", {"body": "Hm."}) for _ in range(2)]
    assert [(one.status, one.headers.get("Retry-After")) for one in said] == [(201, None), (429, "30")]
    assert said[1].code == "too_many_requests"
    votes = [cleo.put(f"/parts/{world.part.pk}/vote").status for _ in range(3)]
    assert votes == [200, 200, 429]
    assert cleo.get(f"/parts/{world.part.pk}").status == 200
    assert cleo.post(f"/parts/{world.part.pk}/reads", {"reached": 1, "seconds": 20}).status == 202
