"""Thin layers around every view that Django serves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from inkstead.lib.refusals import OutOfReach, Refused, TakenAway, TooOften
from inkstead.web.addresses import client_address
from inkstead.web.errors import incomplete, only_sent_to
from inkstead.web.gate import GatedError, gate_page
from inkstead.web.giving_back import GONE, SIGNED_OUT, given_back
from inkstead.web.headers import headers_for
from inkstead.web.whole import broke_off

GetResponse = Callable[[HttpRequest], HttpResponse]


def real_address(get_response: GetResponse) -> GetResponse:
    """Behind a trusted proxy the reader's address is in X-Forwarded-For; from anyone else that header is a claim."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(request.META)
        return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """The same headers as on shared pages; and nothing that Django rendered for somebody may be kept by a cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            response.headers.pop("Last-Modified", None)  # its name says what it holds, so nobody asks again
        for name, value in headers_for(request.path):
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class Refusals:
    """`Refused` becomes a message where the person was, or a page of its own; a JSON body for scripts.

    Whatever was typed into a form that is refused, or whose sender is signed out, comes back on a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(request, response):
            back = _back_to(request)
            if back is not None:
                response["Location"] = f"{settings.LOGIN_URL}?{urlencode({'next': back}, safe='/')}"
            return given_back(request, SIGNED_OUT, 403, sign_in=response["Location"]) or response
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return only_sent_to(request, response)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Asked after the token was looked for, which reads the form."""
        return incomplete(request) if broke_off(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return given_back(request, GONE, 404)
        if isinstance(exception, UnreadablePostError):
            return incomplete(request)
        if isinstance(exception, GatedError):
            return gate_page(request, exception)
        if isinstance(exception, Refused):
            answer = self._told(request, exception)
            if isinstance(exception, TooOften):
                answer.status_code = 429 if answer.status_code == 403 else answer.status_code
                answer["Retry-After"] = str(exception.wait)
            if isinstance(exception, TakenAway):
                answer.status_code = 410 if answer.status_code == 403 else answer.status_code
            if isinstance(exception, OutOfReach):
                answer.status_code = 503 if answer.status_code == 403 else answer.status_code
                answer["Retry-After"] = str(exception.wait)
            return answer
        return None

    def _told(self, request: HttpRequest, exception: Refused) -> HttpResponse:
        if "application/json" in request.headers.get("Accept", ""):
            body = {"error": {"code": exception.code, "message": exception.message, "fields": exception.fields}}
            return JsonResponse(body, status=403)
        if (page := given_back(request, exception.message, 403)) is not None:
            return page
        came_from = request.headers.get("Referer", "")
        may_go_back = request.method == "POST" and not isinstance(exception, TooOften)
        if may_go_back and _is_ours(came_from, request):
            messages.error(request, exception.message)
            return redirect(came_from)
        return render(request, "refused.html", {"message": exception.message}, status=403)


def _is_ours(address: str, request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()})


def _back_to(request: HttpRequest) -> str | None:
    """The page where the button is that somebody pressed who was signed out: its own address cannot be opened."""
    came_from = request.headers.get("Referer", "")
    if not came_from or not _is_ours(came_from, request):
        return None
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL + "?next=")


refusals = Refusals
