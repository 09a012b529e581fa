from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from inkstead.accounts.visitors import visitor_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def visitor(get_response: GetResponse) -> GetResponse:
    """`request.visitor`: who the holes of a page are filled for; false for a stranger. Asked only when needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visitor = SimpleLazyObject(lambda: visitor_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
