"""Who is calling: the holder of a token, or the person behind the site's own session cookie."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.utils import check_csrf

from inkstead.accounts.actions import user_for_token
from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import SUSPENDED, is_own
from inkstead.api.errors import ApiError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_COOKIE = settings.SESSION_COOKIE_NAME + "="


@dataclass(frozen=True, slots=True)
class Caller:
    """A guest has no user. `pen_name` is the one that is spoken under."""

    user: User | None = None
    pen_name: PenName | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A caller who is known."""

    user: User
    pen_name: PenName


class ApiRequest(HttpRequest):
    caller: Caller


GUEST = Caller()


def person(request: ApiRequest) -> Person:
    """Whoever calls an endpoint that is not for guests."""
    caller = request.caller
    if caller.user is None:
        raise ApiError(401, "unauthorized", "Sign in first, or send a token: Authorization: Bearer …")
    if caller.pen_name is None:
        raise ApiError(403, "forbidden", "Choose a pen name first.")
    return Person(caller.user, caller.pen_name)


def bearer(request: HttpRequest) -> str | None:
    """The token that was sent, if any. Basic is left alone: it belongs to a proxy in front of a site not yet open."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return None if scheme.lower() in ("", "basic") else token.strip() if scheme.lower() == "bearer" else ""


def has_session(request: HttpRequest) -> bool:
    return SESSION_COOKIE in request.META.get("HTTP_COOKIE", "")


def caller_of(request: HttpRequest, *, beacon: bool = False) -> Caller:
    """A wrong token is refused everywhere, also where guests may look: it is a mistake that its owner should see."""
    token = bearer(request)
    if token is not None:
        return _caller_by_token(request, token)
    if not has_session(request) or not hasattr(request, "user"):
        return GUEST
    return _caller_by_session(request, beacon)


def _caller_by_token(request: HttpRequest, token: str) -> Caller:
    found = user_for_token(token) if token else None
    if found is None:
        raise ApiError(401, "unauthorized", "This token is not known. It may have been taken back.")
    _must_not_be_suspended(request, found.user)
    return Caller(found.user, found.pen_name)


def _caller_by_session(request: HttpRequest, beacon: bool) -> Caller:
    user = request.user
    if not isinstance(user, User):
        return GUEST
    if beacon:
        # A beacon cannot carry the key; the browser itself tells where it came from.
        if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
            return GUEST
    elif request.method not in SAFE and check_csrf(request) is not None:
        raise ApiError(403, "csrf", "This page is out of date. Reload it and try again.")
    pen_name = user.pen_name or user.pen_names.first()
    _must_not_be_suspended(request, user)
    return Caller(user, pen_name)


def _must_not_be_suspended(request: HttpRequest, user: User) -> None:
    if user.is_suspended and request.method not in SAFE and not is_own(request.method or "", request.path):
        raise ApiError(403, "suspended", SUSPENDED)
