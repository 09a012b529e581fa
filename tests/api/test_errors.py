"""Whatever goes wrong has one form, and nothing that is sent makes a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import Settings

from inkstead.api.routers import me
from tests.api.calls import Program
from tests.world import World


@pytest.mark.parametrize(
    "path", ["/nothing", "/stories/", "/parts/1/vote/", "/parts/x", "/parts/-1", "/%00", "/\N{SNOWMAN}", "/openapi"]
)
def test_an_unknown_address_is_not_found(db: None, by_guest: Program, path: str) -> None:
    told = by_guest.get(path)
    assert (told.status, told.code, told["error"]["fields"]) == (404, "not_found", {})


def test_a_method_that_is_not_there_names_those_that_are(world: World, by_ana: Program) -> None:
    told = by_ana.call("PATCH", f"/parts/{world.part.pk}/vote")
    assert (told.status, told.code) == (405, "method_not_allowed")
    assert set(told.headers["Allow"].split(", ")) == {"PUT", "DELETE"}


def test_head_answers_as_get_without_the_body(world: World, by_guest: Program) -> None:
    path = f"/api/v1/parts/{world.part.pk}"
    got, headed = by_guest.client.get(path), by_guest.client.head(path)
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"", b"nothing", b'{"body": "half"', b'{"body": NaN}', b'{"body": "\xff"}', b'{"body": "\\ud800"}',
        b'{"body":' + b"[" * 100_000, b"\x00", b"\xef\xbb\xbf{}", b'{"body": "a", }',
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(world: World, by_ben: Program, raw: bytes) -> None:
    told = by_ben.post(f"/parts/{world.part.pk}/comments", raw=raw)
    assert (told.status, told.code) == ((422, "invalid") if raw == b"" else (400, "invalid_json"))


@pytest.mark.parametrize("body", [[], "text", 3, None, {"body": 3}, {"body": None}, {"body": ["a"]}, {}])
def test_what_is_of_the_wrong_kind_is_named(world: World, by_ben: Program, body: Any) -> None:
    told = by_ben.post(f"/parts/{world.part.pk}/comments", raw=b"null" if body is None else None, body=body)
    assert (told.status, told.code) == (422, "invalid")
    assert set(told["error"]["fields"]) <= {"body"}


def test_a_field_we_do_not_know_is_named(world: World, by_ana: Program) -> None:
    told = by_ana.post("/stories", {"title": "T", "sumary": "Lost?"})
    assert (told.status, told["error"]["fields"]) == (422, {"sumary": "This is not known here."})


def test_characters_that_are_none_are_taken_out_or_refused(world: World, by_ben: Program, by_guest: Program) -> None:
    said = by_ben.post(f"/parts/{world.part.pk}/comments", {"body": "a\x00b"})
    assert (said.status, said["body"]) == (201, "ab")
    assert by_guest.get("/stories?q=%00").status == 422
    assert by_guest.get("/stories?q=%ff%ed%a0%80").status == 200


def test_a_form_is_not_json(world: World, by_ben: Program) -> None:
    told = by_ben.post(f"/parts/{world.part.pk}/comments", raw=b"body=x", kind="application/x-www-form-urlencoded")
    assert (told.status, told.code) == (415, "unsupported_media_type")


def test_more_than_can_be_sent_at_once(world: World, by_ben: Program, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    told = by_ben.post(f"/parts/{world.part.pk}/comments", {"body": "x" * 1000})
    assert (told.status, told.code) == (413, "too_large")


def test_a_text_that_is_too_long_is_refused_and_never_cut(world: World, by_ben: Program) -> None:
    told = by_ben.post(f"/parts/{world.part.pk}/comments", {"body": "x" * 10_001})
    assert (told.status, told.code) == (413, "too_long")
    assert told["error"]["fields"] == {"body": "At most 10,000 characters."}


@pytest.mark.parametrize(
    ("error", "answer"), [(RuntimeError("secret"), (500, "failed")), (OperationalError("secret"), (503, "busy"))]
)
def test_our_own_mistakes_have_the_same_form_and_tell_no_secrets(
    world: World, by_ben: Program, monkeypatch: pytest.MonkeyPatch, error: Exception, answer: tuple[int, str]
) -> None:
    def fail(stored: object) -> None:
        raise error

    monkeypatch.setattr(me, "attributes", fail)
    told = by_ben.get("/me/settings")
    assert (told.status, told.code) == answer
    assert "secret" not in str(told.json)


def test_what_the_caller_may_not_do_with_what_they_see_is_forbidden(world: World, by_cleo: Program) -> None:
    told = by_cleo.patch(f"/stories/{world.story.pk}", {"title": "Mine"})
    assert (told.status, told.code) == (403, "forbidden")
