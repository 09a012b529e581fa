"""Many programs at the same moment, with real commits: each thing happens exactly once, and no counter drifts."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial

import pytest
from django.db import connections

from inkstead.api.models import IdempotencyKey
from inkstead.discussion.models import Comment, Reaction, Vote
from inkstead.reading.actions import recount
from inkstead.stories.actions import follows
from inkstead.stories.models import PartCounts, Story, StoryFollow
from tests.api.calls import Program, Told
from tests.api.conftest import program_of_person
from tests.factories import make_user
from tests.journeys.careless import by_hand, not_once, votes_without_constraint
from tests.journeys.crowd import Client, Send, Target, play
from tests.threads import at_once
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def programs(token: str) -> list[Program]:
    return [Program(token) for _ in range(THREADS)]


def test_one_person_votes_once_however_many_times_at_once() -> None:
    world = build_world()
    token = program_of_person(world.cleo).token
    told = at_once([partial(program.put, f"/parts/{world.part.pk}/vote") for program in programs(token)])
    assert [answer.json for answer in told] == [{"votes": 2, "voted": True}] * THREADS
    assert Vote.objects.filter(part=world.part, user=world.cleo).count() == 1


def test_votes_of_many_and_taking_back_leave_the_counter_right() -> None:
    world = build_world()
    people = [program_of_person(make_user()) for _ in range(THREADS)]
    path = f"/parts/{world.part.pk}/vote"
    at_once([partial(program.put, path) for program in people])
    assert PartCounts.objects.get(part=world.part).votes == 1 + THREADS
    mixed = [partial(program.delete if at % 2 else program.put, path) for at, program in enumerate(people)]
    told: list[Told] = at_once(mixed)
    assert {answer.status for answer in told} == {200}
    assert PartCounts.objects.get(part=world.part).votes == 1 + THREADS / 2
    assert recount() == []


def test_the_same_request_under_one_key_acts_once_and_all_get_its_answer() -> None:
    world = build_world()
    token = program_of_person(world.ben).token
    path, body = f"/parts/{world.part.pk}/comments", {"body": "Only once."}
    told = at_once([partial(program.post, path, body, Idempotency_Key="k") for program in programs(token)])
    assert [answer.json for answer in told] == [told[0].json] * THREADS
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in told) == [""] + ["true"] * (THREADS - 1)
    assert Comment.objects.filter(body="Only once.").count() == 1
    assert PartCounts.objects.get(part=world.part).comments == 2


def test_different_requests_under_one_key_let_one_through() -> None:
    world = build_world()
    token = program_of_person(world.ana).token
    asked = [
        partial(program.post, "/stories", {"title": f"No. {at}"}, Idempotency_Key="k")
        for at, program in enumerate(programs(token))
    ]
    assert sorted(answer.status for answer in at_once(asked)) == [201] + [422] * (THREADS - 1)
    assert Story.objects.filter(title__startswith="No. ").count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_of_changes_from_the_same_revision_one_is_saved_and_the_others_are_told() -> None:
    world = build_world()
    token = program_of_person(world.ana).token
    asked = [
        partial(program.patch, f"/parts/{world.part.pk}", {"text": f"No. {at}.", "format": "text"}, If_Match="1")
        for at, program in enumerate(programs(token))
    ]
    told = at_once(asked)
    assert sorted(answer.status for answer in told) == [200] + [409] * (THREADS - 1)
    assert {answer["current"]["revision"] for answer in told if answer.status == 409} == {2}


def test_a_crowd_does_everything_once_and_what_is_broken_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small one; the whole crowd, against a real server, is `python -m tests.journeys.crowd`."""
    world = build_world()
    targets = [Target(world.story.pk, world.part.pk, world.comment.pk)]
    people = [program_of_person(make_user()) for _ in range(4)]
    shelves = {who: [shelf["id"] for shelf in who.get("/me/shelves").json["items"]] for who in people}

    def crowd(rounds: int) -> tuple[Counter[int], dict[str, int], set[str]]:
        clients = [
            Client(_send(Program(who.token)), shelves[who], random.Random(at), connections.close_all)
            for at, who in enumerate(people * 2)
        ]
        play(clients, targets, rounds, lambda done: None)
        drifted = {one.counter for one in recount()}
        return sum((one.refused for one in clients), Counter()), not_once(people_and_things), drifted

    for mine in (Vote, StoryFollow, Reaction):
        mine.objects.all().delete()  # of people who are not in this crowd
    recount()
    people_and_things = len(people)
    assert crowd(5) == (Counter(), {}, set())
    StoryFollow.objects.all().delete()
    recount()
    monkeypatch.setattr(follows, "_count", by_hand(0.3))
    with votes_without_constraint():
        _, twice, drifted = crowd(1)
    assert set(twice) == {"votes"}
    assert "followers" in drifted


def _send(program: Program) -> Send:
    def send(method: str, path: str, body: dict[str, str]) -> int:
        return program.call(method, path, body if method == "PUT" else None).status

    return send
