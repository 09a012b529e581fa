"""Views for our own scripts: they answer JSON whatever happens, and never send anybody to another page."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError

from inkstead.lib.refusals import OutOfReach, Refused, TooOften

P = ParamSpec("P")
log = logging.getLogger(__name__)
STATUS_OF = {"forbidden": 403, "not_found": 404, "stale": 409, "too_long": 413, "invalid_json": 400}


def error(status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> JsonResponse:
    """In the form that the API has for what goes wrong."""
    return JsonResponse({"error": {"code": code, "message": message, "fields": dict(fields or {})}}, status=status)


def in_json(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """For people who are signed in; a session that ended is a 401, so that the script can say so and wait."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return error(401, "signed_out", "You are signed out. Sign in again in another tab; your text is safe here.")
        try:
            return view(request, *args, **kwargs)
        except Exception as problem:
            known = _known(problem)
            if known is None:
                raise
            return known

    return answer


def _known(problem: Exception) -> JsonResponse | None:
    match problem:
        case TooOften():
            too_often = error(429, problem.code, problem.message)
            too_often["Retry-After"] = str(problem.wait)
            return too_often
        case OutOfReach():
            out_of_reach = error(503, problem.code, problem.message)
            out_of_reach["Retry-After"] = str(problem.wait)
            return out_of_reach
        case Refused():
            return error(STATUS_OF.get(problem.code, 422), problem.code, problem.message, problem.fields)
        case Http404():
            return error(404, "not_found", "This is not there any more, or no longer yours to change.")
        case RequestDataTooBig():
            return error(413, "too_large", "This is more than can be sent at once. Divide it into several parts.")
        case UnreadablePostError():
            return error(400, "invalid_json", "This arrived incomplete; nothing was changed by it.")
        case OperationalError():
            log.exception("the database did not answer")
            busy = error(503, "busy", "The site is too busy just now. It is tried again by itself.")
            busy["Retry-After"] = "2"
            return busy
    return None


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
