"""The API: its routers, how bodies are read and answers written, and what is done around every endpoint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic_core import from_json, to_json

from inkstead.api import errors, idempotency
from inkstead.api.auth import SAFE, ApiRequest, caller_of
from inkstead.api.routers import (
    apart,
    comments,
    covers,
    departures,
    figures,
    follows,
    hides,
    keeping,
    margins,
    me,
    moderation,
    notices,
    parts,
    perspectives,
    rankings,
    reads,
    recommendations,
    revisions,
    shelves,
    stories,
    tags,
    tending,
    votes,
    walls,
)
from inkstead.web.gate import said_yes
from inkstead.web.pace import Pace

View = Callable[..., HttpResponse]
PRIVATE = "private, no-store"
SHARED = "public, max-age=0, must-revalidate"
BEACON = "/reads"
COVER = "/cover"  # takes a second to make, for which no transaction waits, and once more is harmless
writes = Pace(lambda: settings.API_WRITES_PER_MINUTE, "api-writes")


class JsonBody(Parser):
    """Strict: no NaN, no half surrogates, no depths that would exhaust the stack."""

    def parse_body(self, request: HttpRequest) -> Any:
        kind = request.content_type or ""
        if kind != errors.JSON and not kind.endswith("+json") and not request.path.endswith(BEACON):
            raise errors.ApiError(415, "unsupported_media_type", "Send JSON, with Content-Type: application/json.")
        return from_json(request.body, allow_inf_nan=False)


class JsonAnswer(BaseRenderer):
    media_type = errors.JSON

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Inkstead",
    version="1",
    description="Read, write and talk about serial fiction. Times are UTC; addresses are paths on this site.",
    openapi_url=None,
    docs_url=None,
    renderer=JsonAnswer(),
    parser=JsonBody(),
    urls_namespace="api",
)
for router in (
    votes,
    walls,
    reads,
    comments,
    margins,
    parts,
    revisions,
    perspectives,
    stories,
    covers,
    rankings,
    recommendations,
    figures,
    me,
    moderation,
    apart,
    hides,
    follows,
    shelves,
    notices,
    keeping,
    tending,
    departures,
    tags,
):
    api.add_router("", router.router)
for kind in (Exception, Http404, HttpError, ValidationError, RequestDataTooBig):
    api.add_exception_handler(kind, errors.answer_to)


def endpoints() -> list[URLPattern]:
    """Ninja's addresses, each with what is done around every endpoint."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        pattern.name = None  # ninja's names are those of our functions, and would shadow the site's own pages
        pattern.callback = around(pattern.callback)
    return found


def around(view: View) -> View:
    """Who calls; once per key; errors in one form; what caches may do. Forged requests are refused by `caller_of`."""

    @csrf_exempt
    @wraps(view)
    def endpoint(request: ApiRequest, **path: Any) -> HttpResponse:
        try:
            answer = _answer(view, request, path)
        except Exception as error:
            answer = errors.answer_to(request, error)
        return finished(request, answer)

    return endpoint


def _answer(view: View, request: ApiRequest, path: dict[str, Any]) -> HttpResponse:
    request.caller = caller_of(request, beacon=request.path.endswith(BEACON))
    method = request.method
    if method not in SAFE and request.caller.user is not None and not request.path.endswith(BEACON):
        writes.must_allow(request.caller.user.pk)
    if method == "HEAD":
        request.method = "GET"
    key = None if method in SAFE or request.path.endswith(COVER) else idempotency.key_of(request)
    answer = view(request, **path) if key is None else idempotency.once(request, key, lambda: view(request, **path))
    if isinstance(answer, HttpResponseNotAllowed):
        return errors.method_not_allowed(answer["Allow"])
    if method == "HEAD":
        length = len(answer.content)
        answer.content = b""
        answer["Content-Length"] = str(length)
    return answer


def finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Only what a stranger gets may be kept anywhere, and even that is asked for anew each time."""
    caller = getattr(request, "caller", None)
    is_guest = caller is not None and caller.user is None
    # What somebody said yes to is for them alone (`web.gate`).
    is_shared = request.method == "GET" and answer.status_code == 200 and is_guest and not said_yes(request)
    answer["Cache-Control"] = SHARED if is_shared else PRIVATE
    patch_vary_headers(answer, ("Authorization", "Cookie"))
    return answer
