from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from inkstead.accounts.models import User
from inkstead.accounts.rules import SUSPENDED, is_own
from inkstead.accounts.visitors import visitor_of
from inkstead.web.giving_back import given_back

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def visitor(get_response: GetResponse) -> GetResponse:
    """`request.visitor`: who the holes of a page are filled for; false for a stranger. Asked only when needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visitor = SimpleLazyObject(lambda: visitor_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def suspended(get_response: GetResponse) -> GetResponse:
    """Who is suspended changes nothing but what is their own (`rules.is_own`). What they typed comes back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not is_own(request.method or "", request.path):
            user = request.user
            if isinstance(user, User) and user.is_suspended:
                if "application/json" in request.headers.get("Accept", ""):
                    body = {"error": {"code": "suspended", "message": SUSPENDED, "fields": {}}}
                    return JsonResponse(body, status=403)
                return given_back(request, SUSPENDED, 403) or suspended_page(request)
        return get_response(request)

    return middleware


def unless_suspended(view: View) -> View:
    """In the place of a form that would be refused when it is sent."""

    @wraps(view)
    def asked(request: HttpRequest, **path: Any) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_suspended:
            return suspended_page(request)
        return view(request, **path)

    return asked


def suspended_page(request: HttpRequest) -> HttpResponse:
    told = {"message": SUSPENDED, "more": reverse("my_decisions"), "more_label": "Decisions"}
    return render(request, "refused.html", told, status=403)
