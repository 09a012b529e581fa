"""Programs are answered without what only browsers need: sessions, keys against forged requests, messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver

from inkstead.api.auth import bearer, has_session
from inkstead.api.openapi import PREFIX

GetResponse = Callable[[HttpRequest], HttpResponse]
INNER = len(PREFIX) - 1


def direct(get_response: GetResponse) -> GetResponse:
    """A call with a token, or by a guest, goes straight to its endpoint; one with a session goes the usual way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if len(path) <= len(PREFIX) or not path.startswith(PREFIX) or (has_session(request) and not bearer(request)):
            return get_response(request)
        match = _resolver().resolve(path[INNER:])
        request.resolver_match = match
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer

    return middleware


@cache
def _resolver() -> URLResolver:
    return get_resolver("inkstead.api.urls")
