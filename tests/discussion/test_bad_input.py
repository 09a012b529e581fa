"""What cannot be meant is answered with one clear sentence, by the page and by the API, and nothing of it is done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from inkstead.discussion.actions import delete_comment, post_comment
from inkstead.stories.models import State, Visibility
from tests.conftest import signed_in
from tests.copies import all_rows
from tests.discussion.actions.test_placing import ids
from tests.factories import make_token
from tests.notifications.push.services import FakeBrowser
from tests.world import World

# Who asked, when, how often: no part of what was to be done.
ASIDE = {"background_job", "accounts_apitoken", "api_idempotencykey"}


def rows() -> dict[str, Any]:
    return {table: sorted(map(repr, found)) for table, found in all_rows().items() if table not in ASIDE}


@pytest.fixture
def bad(world: World) -> dict[str, tuple[str, str, dict[str, Any], str]]:
    """By what is wrong: the address of a page's form, the call, what both send, and what is said (after a bar: by the
    API)."""
    cleo = world.cleo
    assert cleo.pen_name is not None
    gone = post_comment(world.part, body="Soon gone.", by=cleo, pen_name=cleo.pen_name)
    answer = post_comment(world.part, body="Stays.", by=cleo, pen_name=cleo.pen_name, parent=gone)
    delete_comment(gone, by=cleo)
    assert answer.parent_id == gone.pk
    part, story = world.part, world.story
    say, api = f"{part.get_absolute_url()}comments/", f"parts/{part.pk}/comments"
    hidden = world.stories[Visibility.PRIVATE]
    draft = world.parts[Visibility.PUBLIC, State.DRAFT]
    elsewhere = ids(world.second)[0]
    react = f"{part.get_absolute_url()}margin/{elsewhere}/react/"
    return {
        "nothing": (say, f"POST {api}", {"body": " \n "}, ""),
        "10,001 characters": (say, f"POST {api}", {"body": "x" * 10_001}, "10,000"),
        "1,000 mentions": (say, f"POST {api}", {"body": "@Ana @Ben " * 500}, "can mention 10 people at most"),
        "an answer to what was deleted": (
            say,
            f"POST {api}",
            {"body": "?", "parent": gone.pk},
            "was deleted|is not there",
        ),
        "an answer to what stands elsewhere": (
            f"{world.second.get_absolute_url()}comments/",
            f"POST parts/{world.second.pk}/comments",
            {"body": "?", "parent": world.comment.pk},
            "",
        ),
        "a block of another part": (
            f"{part.get_absolute_url()}margin/{elsewhere}/",
            f"POST {api}",
            {"body": "?", "block": elsewhere},
            "|not in this part",
        ),
        "a reaction there": (
            react,
            f"PUT parts/{part.pk}/margins/{elsewhere}/reaction",
            {"kind": "love"},
            "not in this part",
        ),
        "a reaction that is none": (
            f"/comment/{world.comment.pk}/react/",
            f"PUT comments/{world.comment.pk}/reaction",
            {"kind": "hate"},
            "A reaction is one of these",
        ),
        "blocking oneself": ("/me/apart/cleo/", "PUT names/cleo/block", {}, "block yourself|"),
        "following what is hidden": (f"/story/{hidden.pk}/follow/", f"PUT stories/{hidden.pk}/follow", {}, ""),
        "a vote for a draft": (
            f"/part/{draft.pk}-x/vote/",
            f"PUT parts/{draft.pk}/vote",
            {},
            "",
        ),
        "a report of a report": (
            "/report/report/1/",
            "POST reports",
            {"kind": "report", "id": 1, "reason": "spam"},
            "A report cannot be reported",
        ),
        "a report for no reason": (
            f"/report/story/{story.pk}/",
            "POST reports",
            {"kind": "story", "id": story.pk, "reason": "envy"},
            "",
        ),
        "a wall post that is too long": (
            "/by/ana/wall/",
            "POST names/ana/wall",
            {"body": "x" * 20_000},
            "20,000 characters",
        ),
    }


def test_it_is_refused_in_a_sentence_and_nothing_is_half_done(
    world: World, bad: dict[str, tuple[str, str, dict[str, Any], str]]
) -> None:
    by_page, program, key = signed_in(world.cleo), Client(), {"Authorization": f"Bearer {make_token(world.cleo)}"}
    by_page.get("/me/")  # a session is a row too
    before = rows()
    for what, (path, call, given, told) in bad.items():
        answer = by_page.post(path, {"act": "block", **{name: str(value) for name, value in given.items()}})
        assert 400 <= answer.status_code < 500, (what, answer.status_code)
        page, _, program_said = told.partition("|")
        assert page in answer.content.decode(), what
        method, _, at = call.partition(" ")
        asked = program.generic(
            method, f"/api/v1/{at}", json.dumps(given), content_type="application/json", headers=key
        )
        assert 400 <= asked.status_code < 500, (what, asked.status_code)
        error = asked.json()["error"]
        assert error["message"].endswith("."), what
        assert (program_said or page) in error["message"], (what, error)
        assert rows() == before, what
    by_page.post(f"{world.part.get_absolute_url()}comments/", {"body": "Good."})
    assert rows() != before  # the control


def test_a_push_endpoint_that_is_replayed_by_somebody_else_stays_whose_it_is(world: World) -> None:
    """Through the page and with other keys: whoever learned the address alone cannot have it."""
    ben, cleo, browser = signed_in(world.ben), signed_in(world.cleo), FakeBrowser()
    address = {"endpoint": "https://push.example/secret"}
    assert ben.post("/me/notices/push/", {**address, **browser.keys}).status_code == 201
    before = rows()
    for _ in range(2):
        refused = cleo.post("/me/notices/push/", {**address, **FakeBrowser().keys})
        assert (refused.status_code, rows()) == (403, before)
        assert "taken already" in refused.content.decode()
    assert ben.post("/me/notices/push/", {**address, **browser.keys}).status_code == 201
    assert rows() == before
