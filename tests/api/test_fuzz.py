"""Whatever is sent: never a 500, and always what the description says."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.calls import BASE, Program, described
from tests.world import World

CALLS = [
    (method.upper(), path.removeprefix(BASE), operation)
    for path, operations in described()["paths"].items()
    for method, operation in operations.items()
]
IDS = st.sampled_from(["0", "1", "2", "3", "7", "-1", str(2**63 - 1), str(2**63), "1e3", "%00", "é", "٣"])
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["\x00", "\u2028", "﷽", "<p>Hi.</p>", "2030-01-01T00:00:00Z", "html", "draft", "b-1"]
)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats() | st.integers(0, 3)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def bodies(operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Often the fields that the description names, with any value; sometimes none of that."""
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = described()["components"]["schemas"][schema["$ref"].rsplit("/")[-1]]
    named = st.dictionaries(st.sampled_from(sorted(schema.get("properties", {"paper": 1}))), VALUES, max_size=5)
    likely = st.fixed_dictionaries(dict.fromkeys(schema.get("required", []), TEXTS))
    return st.tuples(likely, named).map(lambda pair: pair[0] | pair[1]) | VALUES


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(data=st.data())
def test_nothing_that_is_sent_makes_a_500(
    world: World, by_ana: Program, by_guest: Program, call: tuple[str, str, dict[str, Any]], data: st.DataObject
) -> None:
    method, path, operation = call
    for name in ("story_id", "part_id", "comment_id", "revision"):
        path = path.replace("{" + name + "}", data.draw(IDS) if "{" + name + "}" in path else "")
    query = data.draw(QUERIES)
    body = data.draw(bodies(operation))
    headers = data.draw(st.fixed_dictionaries({}, optional={"If_Match": HEADERS, "Idempotency_Key": HEADERS}))
    program = data.draw(st.sampled_from([by_ana, by_ana, by_guest]))
    raw = json.dumps(body).encode() if method not in ("GET", "DELETE") else b""
    told = program.call(method, f"{path}?{encoded(query)}" if query else path, raw=raw, **headers)
    assert told.status < 500, told.json


QUERIES = st.lists(
    st.tuples(st.sampled_from(["q", "tag", "-tag", "sort", "status", "cursor", "limit"]), TEXTS), max_size=3
)
HEADERS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=12)


def encoded(query: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in query)
