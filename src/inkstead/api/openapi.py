"""The description of the API, true to what is answered: errors are declared too."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from pydantic_core import to_json

from inkstead.api.schemas.base import ErrorAnswer

PREFIX = "/api/v1/"
SECURITY_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of yours, made under /me/tokens/."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The site's own scripts. Everything but GET also carries the header X-CSRFToken.",
    },
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The revision this change started from. When another one stands, nothing is saved and you get 409.",
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "The same request with the same key acts once, and gets the same answer for 48 hours.",
}
STALE = {
    "type": "object",
    "required": ["error", "current"],
    "properties": {
        "error": {"$ref": "#/components/schemas/Problem"},
        "current": {
            "type": ["object", "null"],
            "required": ["revision", "html"],
            "properties": {"revision": {"type": "integer"}, "html": {"type": "string"}},
        },
    },
}
ALWAYS = (400, 401, 500, 503)


def says(
    *statuses: int, guests: bool = False, writes: bool = False, if_match: bool = False, key: bool = True
) -> dict[str, Any]:
    """What an endpoint may answer besides its success, and who may ask."""
    known: set[int] = {*ALWAYS, *statuses} | ({403, 409, 413, 415, 422, 429} if writes else set())
    security: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
    extra: dict[str, Any] = {
        "responses": {status: _error(status) for status in sorted(known)},
        "security": [{}, *security] if guests else security,
    }
    if if_match:
        extra["responses"][409] = _response(409, {"anyOf": [STALE, {"$ref": "#/components/schemas/ErrorAnswer"}]})
    if writes and key:
        extra["parameters"] = [IDEMPOTENCY_KEY, *([IF_MATCH] if if_match else [])]
    return extra


def document(api: NinjaAPI) -> dict[str, Any]:
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    schema = ErrorAnswer.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    told["components"]["schemas"].update({**schema.pop("$defs"), "ErrorAnswer": schema})
    told["components"]["securitySchemes"] = SECURITY_SCHEMES
    return told


@cache
def document_bytes(api: NinjaAPI) -> bytes:
    return to_json(document(api), indent=2) + b"\n"


def _error(status: int) -> dict[str, Any]:
    return _response(status, {"$ref": "#/components/schemas/ErrorAnswer"})


def _response(status: int, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": {"application/json": {"schema": schema}}}
