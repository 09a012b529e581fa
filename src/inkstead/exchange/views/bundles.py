"""Several stories at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from inkstead.accounts.models import User
from inkstead.exchange import bundles
from inkstead.exchange.gathering import Gathering, gather
from inkstead.library.models import Shelf
from inkstead.stories.gate import without_adult
from inkstead.stories.models import Series, Story
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE


@require_safe
def series(request: HttpRequest, series_id: int, slug: str, name: str) -> HttpResponseBase:
    """Every book of a series that this reader may see and take."""
    found = get_object_or_404(Series, pk=series_id)
    stories = bundles.stories_of_series(found, request.user)
    return _bundle(request, stories, name, f"series-{found.pk}", found.title)


@require_safe
def shelf(request: HttpRequest, shelf_id: int, name: str) -> HttpResponseBase:
    """Every book of a shelf that this reader may see and take."""
    return _shelf(request, get_object_or_404(Shelf.objects.visible_to(request.user), pk=shelf_id), name)


@require_safe
def unlisted_shelf(request: HttpRequest, secret: str, name: str) -> HttpResponseBase:
    return _shelf(request, get_object_or_404(Shelf.objects.with_secret(secret, request.user)), name)


def _shelf(request: HttpRequest, shelf: Shelf, name: str) -> HttpResponseBase:
    called = shelf.slug if shelf.slug.isascii() else f"shelf-{shelf.pk}"
    return _bundle(request, bundles.stories_on_shelf(shelf, request.user), name, called, shelf.title)


@login_required
@require_safe
def followed(request: HttpRequest, name: str) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return _bundle(request, bundles.stories_followed(request.user), name, "library", "what you follow")


@login_required
@require_safe
def being_read(request: HttpRequest, name: str) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return _bundle(request, bundles.stories_being_read(request.user), name, "reading", "what you are reading")


def _bundle(request: HttpRequest, stories: Sequence[Story], name: str, called: str, title: str) -> HttpResponseBase:
    stories = without_adult(stories, request)
    if name not in bundles.AT_ONCE or not stories:
        raise Http404
    gathering = gather(request.path, stories, name, reader=request.user) if request.method == "GET" else None
    if gathering is not None:
        return _being_gathered(request, gathering, title)
    pieces = bundles.bundle(stories, name, reader=request.user) if request.method == "GET" else iter(())
    first = next(pieces, b"")  # what cannot be fetched at all is no answer that breaks off
    response = StreamingHttpResponse(chain([first], pieces), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{called}-{name}.zip") or "attachment"
    response["Cache-Control"], response["X-Content-Type-Options"] = PRIVATE, "nosniff"
    return response


def _being_gathered(request: HttpRequest, gathering: Gathering, title: str) -> HttpResponse:
    meta = PageMeta(title="One moment", description="", url=iri_to_uri(request.path), robots="noindex")
    shown = {"page": meta, "gathering": gathering, "title": title}
    response = render(request, "exchange/being_gathered.html", shown, status=202)
    response["Refresh"], response["Retry-After"], response["Cache-Control"] = "3", "3", PRIVATE
    return response
