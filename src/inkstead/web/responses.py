"""Django's side of a shared page: what the front could not answer from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from inkstead.web import encodings
from inkstead.web.context import site_values
from inkstead.web.front import tag_matches
from inkstead.web.holes import Visitor
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE, Page, make_page, pages


def shared_page(
    request: HttpRequest, build: Callable[[], Page], *, key: str = "", alone: Callable[[], Page] | None = None
) -> HttpResponse:
    """Answer with the page every stranger may see, its holes filled for whoever asks.

    What follows a question mark changes nothing: were it part of the key, made-up ones would fill the memory. `key` is
    for what stands in several forms under one address: it is no path, so that the front leaves the choice to the view.

    To whom an owner of the page keeps out it is not there. `alone` makes it for somebody who is not to hear, or does
    not want to hear, of somebody on it.
    """
    page = pages.obtain(key or request.META["PATH_INFO"], build)
    visitor = visitor_behind(request)
    if visitor is not None and not visitor.away.isdisjoint(page.people):
        if page.is_closed_to(visitor):
            raise Http404
        page = alone() if alone is not None else page
    extra = _messages(request)
    # An ended session's cookie is being taken away by this very answer: no cache may keep that.
    if settings.SESSION_COOKIE_NAME in request.COOKIES or visitor is not None or extra:
        return private_page(request, page, extra)
    encoding = encodings.negotiate(request.headers.get("Accept-Encoding", ""))
    headers, body, tag = page.answer(encoding)
    if tag_matches(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponse(status=304)
        headers = [pair for pair in headers if not pair[0].startswith("Content-")]
    else:
        response = HttpResponse(b"" if request.method == "HEAD" else body)
    for name, value in headers:
        response[name] = value
    return response


def private_page(request: HttpRequest, page: Page, extra: dict[str, str] | None = None) -> HttpResponse:
    """A page for this person alone: never kept anywhere."""
    extra = _messages(request) if extra is None else extra
    body = page.personal_body(visitor_behind(request), extra)
    encoding = encodings.negotiate(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(encodings.encode_once(body, encoding), content_type=page.content_type)
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    response["Cache-Control"] = PRIVATE
    if page.robots:
        response["X-Robots-Tag"] = page.robots
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def render_page(
    kind: str,
    template: str,
    view: dict[str, Any],
    *,
    names: tuple[str, ...],
    context: dict[str, Any],
    owners: Iterable[int] = (),
    people: Iterable[int] = (),
) -> Page:
    """Render a template that knows no request: what it shows is the same for everyone, but for its holes.

    `owners` and `people` are ids of pen names, see `Page`."""
    robots = view["page"].robots if isinstance(view.get("page"), PageMeta) else ""
    whose = frozenset(owners)
    return make_page(
        kind,
        render_to_string(template, {**site_values(), **view}),
        names,
        context,
        robots=robots,
        owners=whose,
        workers=frozenset(context.get("worker_ids", ())),
        people=whose.union(people),
    )


def has_own_lists(request: HttpRequest) -> bool:
    """What this person hides, or who keeps them out, makes their lists different from everybody's."""
    visitor = visitor_behind(request)
    return visitor is not None and visitor.own_lists


def visitor_behind(request: HttpRequest) -> Visitor | None:
    """The signed-in person, put there by the accounts' middleware."""
    return getattr(request, "visitor", None) or None


def _messages(request: HttpRequest) -> dict[str, str]:
    """Flash messages rendered into their hole; reading them marks them as shown."""
    if "messages" not in request.COOKIES:
        return {}
    return {"messages": render_to_string("components/messages.html", request=request)}
