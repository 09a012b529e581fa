"""Feeds under their addresses. What everybody may read is kept as public pages are; the rest is made for its reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from inkstead.accounts.models import PenName
from inkstead.catalogues import queries
from inkstead.catalogues.feeds import FORMS, Feed
from inkstead.catalogues.models import AddressKind, SecretAddress
from inkstead.discovery.models import SavedSearch
from inkstead.library.models import Shelf
from inkstead.stories.finding import refuse_tombstone
from inkstead.web import encodings
from inkstead.web.front import tag_matches
from inkstead.web.pages import PRIVATE, Page, make_page
from inkstead.web.responses import has_own_lists, private_page, shared_page

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


@require_safe
def site(request: HttpRequest, form: str) -> HttpResponse:
    return _shared(request, form, queries.site_feed)


@require_safe
def story(request: HttpRequest, story_id: int, form: str) -> HttpResponse:
    def made(reader: Reader) -> Feed:
        found = queries.public_story(story_id, reader)
        if found is None:
            refuse_tombstone(story=story_id)
            raise Http404
        return queries.story_feed(found)

    return _shared(request, form, made)


@require_safe
def writer(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    def made(reader: Reader) -> Feed:
        return queries.writer_feed(get_object_or_404(PenName.objects.open_to(reader), slug=slug), reader)

    return _shared(request, form, made)


@require_safe
def tag(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    def made(reader: Reader) -> Feed:
        found = queries.public_tag(slug, reader)
        if found is None:
            raise Http404
        feed = queries.tag_feed(found, reader)
        return replace(feed, names=(*feed.names, *queries.names_of_tag(slug, found)))

    return _shared(request, form, made)


@require_safe
def shelf(request: HttpRequest, shelf_id: int, form: str) -> HttpResponse:
    def made(reader: Reader) -> Feed:
        return queries.shelf_feed(get_object_or_404(Shelf.objects.listed(reader), pk=shelf_id), reader)

    return _shared(request, form, made)


@require_safe
def search(request: HttpRequest, secret: str, form: str = "atom") -> HttpResponse:
    rows = SavedSearch.objects.select_related("user")
    saved = get_object_or_404(rows, secret=secret, user__is_active=True)
    return _own(request, form, queries.search_feed(saved))


@require_safe
def follows(request: HttpRequest, secret: str, form: str) -> HttpResponse:
    rows = SecretAddress.objects.select_related("user")
    found = get_object_or_404(rows, kind=AddressKind.FEED, secret=secret, user__is_active=True)
    return _own(request, form, queries.follows_feed(found.user))


def _shared(request: HttpRequest, form: str, made: Callable[[Reader], Feed]) -> HttpResponse:
    kind, write = FORMS[form]

    def build(reader: Reader = None) -> Page:
        feed = replace(made(reader), hub=settings.WEBSUB_HUB)
        written = write(feed, settings.BASE_URL + iri_to_uri(request.path))
        updated = feed.updated.timestamp()
        return make_page("feed", written, feed.names, {}, content_type=kind, modified=updated, robots=feed.robots)

    if has_own_lists(request):  # a browser that is signed in: somebody may keep its reader out
        return private_page(request, build(request.user))
    return shared_page(request, build)


def _own(request: HttpRequest, form: str, feed: Feed) -> HttpResponse:
    """A feed reader comes every quarter of an hour and remembers the tag of what it got. No cache may: a story that is
    for followers only may be in it."""
    kind, write = FORMS[form]
    body = write(feed, settings.BASE_URL + iri_to_uri(request.path)).encode()
    tag = f'"{sha256(body).hexdigest()[:20]}"'
    if tag_matches(request.headers.get("If-None-Match", ""), tag):
        answer = HttpResponse(status=304)
    else:
        encoding = encodings.negotiate(request.headers.get("Accept-Encoding", ""))
        answer = HttpResponse(encodings.encode_once(body, encoding), content_type=kind)
        if encoding != "identity":
            answer["Content-Encoding"] = encoding
    answer["ETag"] = f"W/{tag}"
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer
