from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

from inkstead.api.endpoints import api
from inkstead.api.openapi import document, document_bytes

SNAPSHOT = Path(__file__).parents[2] / "docs/api/openapi.json"
# DESIGN, section 6: what programs out there rely on. It may grow, and never shrink.
PROMISED = {
    "GET /stories", "GET /stories/{story_id}", "POST /stories", "POST /stories/{story_id}/parts",
    "GET /parts/{part_id}", "PATCH /parts/{part_id}", "GET /parts/{part_id}/revisions",
    "GET /parts/{part_id}/revisions/{revision}", "POST /parts/{part_id}/publish", "PUT /parts/{part_id}/vote",
    "DELETE /parts/{part_id}/vote", "GET /parts/{part_id}/comments", "POST /parts/{part_id}/comments",
    "POST /parts/{part_id}/reads", "GET /me/places/{story_id}", "PUT /me/places/{story_id}", "GET /me",
}  # fmt: skip


def calls() -> dict[str, dict[str, object]]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, operations in document(api)["paths"].items()
        for method, operation in operations.items()
    }


def test_every_promised_call_is_there() -> None:
    assert PROMISED - set(calls()) == set()


def test_every_call_says_what_it_does_who_may_and_what_may_go_wrong() -> None:
    for name, operation in calls().items():
        assert operation.get("description"), name
        assert operation["security"] in ([{"token": []}, {"session": []}], [{}, {"token": []}, {"session": []}]), name
        assert {"401", "500"} <= {str(status) for status in operation["responses"]}, name  # type: ignore[attr-defined]


def test_what_is_served_is_what_is_kept_in_the_docs() -> None:
    """When it is not: `python -m tests.api.snapshot` writes it anew; look at the difference before you commit it."""
    served = Client().get("/api/v1/openapi.json")
    assert json.loads(served.content)["openapi"].startswith("3.1")
    assert served.content == SNAPSHOT.read_bytes() == document_bytes(api)


def test_every_name_that_is_pointed_to_is_there() -> None:
    told = document_bytes(api).decode()
    pointed = {word.partition('"')[0] for word in told.split('"#/components/schemas/')[1:]}
    assert pointed <= set(document(api)["components"]["schemas"])
