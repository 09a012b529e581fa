"""Books for readers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from inkstead.exchange import downloads
from inkstead.exchange.formats import WRITERS, Format
from inkstead.exchange.jobs import ask_for_book
from inkstead.exchange.leaving import book_of, readable
from inkstead.stories.models import Part, Story
from inkstead.web.front import tag_matches
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE, SHARED

# What takes longer than a reader's patience is built by the background worker, once.
SLOW = {"pdf"}
WORDS_AT_ONCE = 1_500_000


@require_safe
def download(request: HttpRequest, story_id: int, slug: str, ending: str) -> HttpResponse:
    """A story as a file whose address never changes; whatever stands for the title in it opens the same book."""
    name = next((name for name in downloads.OFFERED if WRITERS[name].ending == ending), "")
    if not name:
        raise Http404
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("author"), pk=story_id)
    if not story.downloads:
        raise Http404
    if not readable(story).exists() or not Story.objects.listed().filter(pk=story_id).exists():
        return _for_one(request, story, name)
    return _for_all(request, story, name)


def _for_all(request: HttpRequest, story: Story, name: str) -> HttpResponse:
    known = downloads.digest(story, name)
    tag = f'"{known}"'
    if tag_matches(request.headers.get("If-None-Match", ""), tag):
        response: HttpResponse = HttpResponseNotModified()
    else:
        data = _kept(story, name, known)
        if data is None:
            return _being_made(request, story, name)
        response = _file(story, WRITERS[name], data)
    response["ETag"], response["Cache-Control"] = tag, SHARED
    return response


def _kept(story: Story, name: str, tag: str) -> bytes | None:
    """None while the background worker is at it."""
    try:
        return downloads.kept_file(story, name, tag).read_bytes()
    except FileNotFoundError:
        pass
    if name in SLOW or story.words_published > WORDS_AT_ONCE:
        ask_for_book(story, name, tag)
        return None
    return downloads.build(story, name, tag)


def _for_one(request: HttpRequest, story: Story, name: str) -> HttpResponse:
    parts = Part.objects.filter(story=story).told_to(request.user).select_related("head", "live", "volume").in_order()
    book = book_of(story, parts)
    if not book.parts:
        raise Http404
    response = _file(story, WRITERS[name], WRITERS[name].write(book))
    response["Cache-Control"] = PRIVATE
    return response


def _file(story: Story, format: Format, data: bytes) -> HttpResponse:  # noqa: A002
    response = HttpResponse(data, content_type=format.content_type)
    named = f"{story.slug}.{format.ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=named) or "attachment"
    # A book that is opened in the browser must not be able to act as a page of ours.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _being_made(request: HttpRequest, story: Story, name: str) -> HttpResponse:
    meta = PageMeta(title="One moment", description="", url=iri_to_uri(request.path), robots="noindex")
    shown = {"page": meta, "story": story, "label": WRITERS[name].label}
    response = render(request, "exchange/being_made.html", shown, status=202)
    response["Cache-Control"], response["Refresh"], response["Retry-After"] = PRIVATE, "3", "3"
    return response
