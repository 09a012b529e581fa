from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from inkstead.accounts.models import User
from inkstead.accounts.visitors import visitor_of

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SUSPENDED = "Your account is suspended: you can read, take away what is yours, and appeal. You → Decisions says why."


def visitor(get_response: GetResponse) -> GetResponse:
    """`request.visitor`: who the holes of a page are filled for; false for a stranger. Asked only when needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visitor = SimpleLazyObject(lambda: visitor_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def suspended(get_response: GetResponse) -> GetResponse:
    """Who is suspended changes nothing but what is their own: their keys, their settings, their appeal, and what they
    take back or take away."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not _is_own(request.path):
            user = request.user
            if isinstance(user, User) and user.is_suspended:
                if "application/json" in request.headers.get("Accept", ""):
                    body = {"error": {"code": "suspended", "message": SUSPENDED, "fields": {}}}
                    return JsonResponse(body, status=403)
                return render(request, "refused.html", {"message": SUSPENDED}, status=403)
        return get_response(request)

    return middleware


def _is_own(path: str) -> bool:
    if path.startswith("/me/"):
        return not path.startswith(("/me/pen-names/", "/me/apart/", "/me/wall/"))
    return path.startswith("/comment/") and path.endswith("/delete/")
