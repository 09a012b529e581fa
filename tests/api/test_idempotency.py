from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inkstead.api.jobs import prune_idempotency_keys
from inkstead.api.models import IdempotencyKey
from inkstead.discussion.models import Comment
from inkstead.stories.models import Story
from tests.api.calls import Program
from tests.api.conftest import program_of_person
from tests.factories import make_pen_name
from tests.world import World


def test_the_same_request_acts_once_and_is_answered_alike(world: World, by_ben: Program) -> None:
    path, body = f"/parts/{world.part.pk}/comments", {"body": "Only once."}
    first, second = (by_ben.post(path, body, Idempotency_Key="k-1") for _ in range(2))
    assert (second.status, second.json) == (first.status, first.json) == (201, first.json)
    assert (first.headers.get("Idempotency-Replayed"), second.headers["Idempotency-Replayed"]) == (None, "true")
    assert Comment.objects.filter(body="Only once.").count() == 1


def test_another_request_under_the_same_key_is_refused(world: World, by_ana: Program) -> None:
    path = f"/parts/{world.part.pk}"
    by_ana.patch(path, {"title": "One"}, Idempotency_Key="k", If_Match="1")
    asked: list[tuple[str, str, Any, dict[str, Any]]] = [
        ("PATCH", path, {"title": "Two"}, {"If_Match": "1"}),
        ("PATCH", path, {"title": "One"}, {"If_Match": "2"}),
        ("PATCH", path, {"title": "One"}, {}),
        ("PATCH", f"/parts/{world.second.pk}", {"title": "One"}, {"If_Match": "1"}),
        ("POST", path + "/publish", None, {}),
        ("DELETE", path, None, {}),
    ]
    for method, where, body, headers in asked:
        told = by_ana.call(method, where, body, Idempotency_Key="k", **headers)
        assert (told.status, set(told["error"]["fields"])) == (422, {"Idempotency-Key"})
    world.part.refresh_from_db()
    assert world.part.title == "One"


def test_keys_are_each_persons_own(world: World, by_ben: Program, by_cleo: Program) -> None:
    path = f"/parts/{world.part.pk}/comments"
    said = {program.post(path, {"body": "Mine."}, Idempotency_Key="k")["id"] for program in (by_ben, by_cleo)}
    assert len(said) == 2


def test_what_was_answered_under_one_pen_name_is_not_told_to_another(world: World) -> None:
    first, path = program_of_person(world.ana), f"/parts/{world.part.pk}/comments"
    world.ana.pen_name = make_pen_name(world.ana)
    second = program_of_person(world.ana)
    assert first.post(path, {"body": "Hello."}, Idempotency_Key="k").status == 201
    assert second.post(path, {"body": "Hello."}, Idempotency_Key="k").status == 422


def test_what_was_refused_may_be_sent_again(world: World, by_ana: Program) -> None:
    assert by_ana.post("/stories", {"title": " "}, Idempotency_Key="k").status == 422
    assert by_ana.post("/stories", {"title": "Tides"}, Idempotency_Key="k").status == 201
    assert Story.objects.filter(title="Tides").count() == 1


def test_an_empty_answer_is_kept_too(world: World, by_ben: Program) -> None:
    path = f"/comments/{world.comment.pk}"
    first, second = (by_ben.delete(path, Idempotency_Key="k") for _ in range(2))
    assert [(told.status, told.json) for told in (first, second)] == [(204, None)] * 2


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "clé"])
def test_what_can_be_no_key(world: World, by_ana: Program, key: str) -> None:
    assert by_ana.post("/stories", {"title": "Tides"}, Idempotency_Key=key).status == 422


def test_the_longest_key(world: World, by_ana: Program) -> None:
    assert by_ana.post("/stories", {"title": "Tides"}, Idempotency_Key="x" * 200).status == 201


def test_keys_are_forgotten_after_two_days(world: World, by_ana: Program) -> None:
    for key in ("old", "new"):
        by_ana.post("/stories", {"title": key}, Idempotency_Key=key)
    IdempotencyKey.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=49))
    assert prune_idempotency_keys.call() == 1
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"new"}
