"""Calling the API as a program does, through Django's whole handler; every answer is held against the description."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client

from inkstead.api.endpoints import api
from inkstead.api.openapi import document
from tests.through_front import BROWSER

BASE = "/api/v1"


@dataclass(frozen=True)
class Told:
    """An answer; `told == 200` and `told["title"]` read well."""

    status: int
    headers: dict[str, str]
    json: Any

    def __getitem__(self, name: str) -> Any:
        return self.json[name]

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


class Program:
    def __init__(self, token: str) -> None:
        self.token = token
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **more: Any) -> Told:
        return self.call("GET", path, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Told:
        return self.call("PUT", path, body, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Told:
        return self.call("POST", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Told:
        return self.call("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> Told:
        return self.call("DELETE", path, **more)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        kind: str = "application/json",
        **headers: str,
    ) -> Told:
        sent = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("User-Agent", BROWSER)
        if self.token:
            given.setdefault("Authorization", f"Bearer {self.token}")
        answer = self.client.generic(method, BASE + path, sent, content_type=kind if sent else "", headers=given)
        content = answer.content
        told = Told(answer.status_code, dict(answer.headers), json.loads(content) if content else None)
        hold_against_description(method, BASE + path.partition("?")[0], told)
        return told


def hold_against_description(method: str, path: str, told: Told) -> None:
    """What was answered is what the description says would be: the status, and the whole shape of the body."""
    described = _operation(method, path)
    if described is None:
        assert told.status in (404, 405), f"{method} {path} is not described, and answered {told.status}"
        fits(told.json, {"$ref": "#/components/schemas/ErrorAnswer"}, f"{method} {path}")
        return
    answers = {int(status): answer for status, answer in described["responses"].items()}
    assert told.status in answers, (
        f"{method} {path} answered {told.status}, described are {sorted(answers)}: {told.json}"
    )
    content = answers[told.status].get("content")
    assert (content is None) == (told.json is None)
    if content:
        fits(told.json, content["application/json"]["schema"], f"{method} {path}")


@cache
def described() -> dict[str, Any]:
    return json.loads(json.dumps(document(api)))  # type: ignore[no-any-return]


def _id(name: re.Match[str]) -> str:
    """Numbers, but for what is called by a word."""
    return "[^/]+" if name[0] in ("{block}", "{act}", "{slug}", "{said}") else "[0-9]+"


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in described()["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", _id, template), path) and method.lower() in operations:
            return dict(operations[method.lower()])
    return None


TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip


def fits(value: Any, schema: dict[str, Any], where: str) -> None:
    """As much of JSON Schema as our description uses; a name that it does not mention is wrong too."""
    if "$ref" in schema:
        return fits(value, described()["components"]["schemas"][schema["$ref"].rsplit("/")[-1]], where)
    if "anyOf" in schema:
        return _fits_any(value, schema["anyOf"], where)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    right = any(isinstance(value, TYPES[kind]) and (kind == "boolean") >= isinstance(value, bool) for kind in kinds)
    assert right or not kinds, f"{where} is {value!r}, not {kinds}"
    assert value in schema.get("enum", [value]), f"{where} is {value!r}, none of {schema.get('enum')}"
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", [])) <= set(value) <= set(schema["properties"]), (
            f"{where} has {sorted(value)}"
        )
        for name, inner in schema["properties"].items():
            if name in value:
                fits(value[name], inner, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            fits(item, schema["items"], f"{where}[{number}]")
    return None


def _fits_any(value: Any, schemas: list[dict[str, Any]], where: str) -> None:
    wrong = []
    for schema in schemas:
        try:
            return fits(value, schema, where)
        except AssertionError as error:
            wrong.append(str(error))
    raise AssertionError("; or ".join(wrong))
