"""One form for everything that goes wrong: {"error": {"code", "message", "fields"}}, the message for a person."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic_core import to_json

from inkstead.lib.refusals import OutOfReach, Refused, TooOften
from inkstead.stories.actions import Stale

log = logging.getLogger(__name__)

JSON = "application/json"
STATUS_OF = {
    "forbidden": 403,
    "suspended": 403,
    "not_found": 404,
    "gone": 410,
    "stale": 409,
    "conflict": 409,
    "too_long": 413,
    "bad_cursor": 400,
    "too_often": 429,
}
# Where an action calls a field by its name for people.
FIELDS = {"comment": "body", "notes before": "notes_before", "notes after": "notes_after"}
TYPE_SAYS = {
    "missing": "This is needed.",
    "extra_forbidden": "This is not known here.",
    "string_type": "This must be a text.",
    "bool_type": "This must be true or false.",
    "int_type": "This must be a whole number.",
    "float_type": "This must be a number.",
    "list_type": "This must be a list.",
    "finite_number": "This must be a finite number.",
    "model_attributes_type": "This must be an object.",
    "model_type": "This must be an object.",
}


class ApiError(Exception):
    """Something the API itself refuses, before any action is asked."""

    def __init__(self, status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = dict(fields or {})


def not_found(what: str = "page") -> ApiError:
    return ApiError(404, "not_found", f"There is no such {what}, or it is not for you to see.")


def invalid(message: str, **fields: str) -> ApiError:
    return ApiError(422, "invalid", message, fields)


def error_answer(
    status: int, code: str, message: str, fields: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "fields": dict(fields or {})}, **more}
    answer = HttpResponse(to_json(body), status=status, content_type=JSON)
    # A mistake of a caller is no news for the operator, and ours is logged below with its traceback.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def answer_to(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """What is answered to this exception. Nothing escapes: the last resort is a 500 in the same form."""
    match error:
        case ApiError():
            answer = error_answer(error.status, error.code, error.message, error.fields)
            if error.status == 401:
                answer["WWW-Authenticate"] = "Bearer"
            return answer
        case Stale():
            return _stale(error)
        case TooOften():
            answer = error_answer(429, error.code, error.message)
            answer["Retry-After"] = str(error.wait)
            return answer
        case OutOfReach():
            answer = error_answer(503, error.code, error.message)
            answer["Retry-After"] = str(error.wait)
            return answer
        case Refused():
            fields = {FIELDS.get(name, name): says for name, says in error.fields.items()}
            return error_answer(STATUS_OF.get(error.code, 422), error.code, error.message, fields)
        case ValidationError():
            return _does_not_fit(error.errors)
        case Http404():
            return answer_to(request, not_found())
        case HttpError():
            return _http_error(request, error)
        case RequestDataTooBig():
            return error_answer(413, "too_large", "This is more than can be sent at once.")
        case SuspiciousOperation() | UnreadablePostError():
            return error_answer(400, "bad_request", "This request could not be understood.")
        case OperationalError():
            log.exception("%s %s: the database did not answer", request.method, request.path)
            answer = error_answer(503, "busy", "The site is too busy just now. Nothing was changed; please try again.")
            answer["Retry-After"] = "1"
            return answer
    log.exception("%s %s failed", request.method, request.path)
    return error_answer(500, "failed", "Something went wrong on our side. Nothing was changed; please try again.")


def method_not_allowed(allowed: str) -> HttpResponse:
    answer = error_answer(405, "method_not_allowed", f"This address only answers {allowed}.")
    answer["Allow"] = allowed
    return answer


def _stale(error: Stale) -> HttpResponse:
    head = error.part.head
    current = {"revision": head.number, "html": head.html} if head else None
    return error_answer(409, "stale", error.message, error.fields, current=current)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own; what our parser raised stands behind its 400."""
    if isinstance(error.__cause__, ApiError):
        return answer_to(request, error.__cause__)
    if isinstance(error, Throttled):
        answer = error_answer(429, "too_many_requests", "That was too much at once; please wait a moment.")
        answer["Retry-After"] = str(error.wait or 1)
        return answer
    if error.status_code == 400:
        return error_answer(400, "invalid_json", "The body is not valid JSON.")
    return error_answer(error.status_code, "refused", "This was refused.")


def _does_not_fit(errors: list[dict[str, Any]]) -> HttpResponse:
    """An id in the path that can be no id names nothing: 404. Everything else is named field by field."""
    if any(error["loc"][:1] == ("path",) for error in errors):
        return error_answer(404, "not_found", not_found().message)
    fields: dict[str, str] = {}
    for error in errors:
        fields.setdefault(_field(error["loc"]), _says(error))
    names = ", ".join(fields)
    return error_answer(422, "invalid", f"Some of this does not fit: {names}.", fields)


def _field(location: tuple[Any, ...]) -> str:
    """("body", "given", "title") is the field title; ("query", "limit") is limit; no body at all is body."""
    path = location[2:] if location[0] == "body" else location[1:]
    return ".".join(str(step)[:60] for step in path) or "body"


def _says(error: dict[str, Any]) -> str:
    known = TYPE_SAYS.get(error["type"])
    if known:
        return known
    text = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return text[:1].upper() + text[1:].rstrip(".") + "."
