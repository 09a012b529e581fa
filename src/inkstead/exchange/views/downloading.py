"""Books for readers."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from inkstead.exchange import downloads
from inkstead.exchange.downloads import SLOW, Wanted
from inkstead.exchange.editions import name_of, own_name_of
from inkstead.exchange.formats import WRITERS
from inkstead.exchange.jobs import ask_for_book
from inkstead.lib.refusals import Refused
from inkstead.stories.finding import refuse_tombstone
from inkstead.stories.gate import holds_adult, must_have_said_yes
from inkstead.stories.models import Part, Story, Volume
from inkstead.stories.queries import story_card
from inkstead.stories.training import robots_of
from inkstead.web.files import file_answer, unchanged
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE, SHARED

# What takes longer than a reader's patience is built by the background worker, once.
WORDS_AT_ONCE = 1_500_000


@require_safe
def download(request: HttpRequest, story_id: int, slug: str, ending: str) -> HttpResponseBase:
    """A story as a file whose address never changes; whatever stands for the title in it opens the same book."""
    return _book(request, _story(request, story_id), ending)


@require_safe
def download_volume(request: HttpRequest, story_id: int, volume_id: int, slug: str, ending: str) -> HttpResponseBase:
    story = _story(request, story_id)
    return _book(request, story, ending, get_object_or_404(Volume, pk=volume_id, story=story))


@require_safe
def download_part(request: HttpRequest, story_id: int, part_id: int, slug: str, ending: str) -> HttpResponseBase:
    story = _story(request, story_id)
    parts = Part.objects.visible_to(request.user).filter(story=story)
    return _book(request, story, ending, get_object_or_404(parts, pk=part_id))


@require_safe
def take_away(request: HttpRequest, story_id: int) -> HttpResponse:
    """What of a story there is to take away: the whole, a volume or a part, in which format."""
    story = _story(request, story_id)
    told = downloads.told_parts(story, request.user).select_related(None).select_related("volume")
    parts = list(told.only("title", "volume__title"))
    volumes = list({part.volume_id: part.volume for part in parts if part.volume}.values())
    if not parts:
        raise Http404
    name = request.GET.get("format", "")
    if name in downloads.OFFERED:
        return redirect(_address(story, request.GET.get("what", ""), WRITERS[name].ending))
    formats = [(name, WRITERS[name].label) for name in downloads.OFFERED]
    meta = PageMeta(title=f"Take {story.title} with you", description="", url=request.path, robots="noindex")
    shown = {"page": meta, "story": story, "card": story_card(story), "parts": parts, "volumes": volumes}
    response = render(request, "exchange/take_away.html", {**shown, "formats": formats})
    response["Cache-Control"] = PRIVATE
    return response


def _address(story: Story, what: str, ending: str) -> str:
    kind, _, number = what.partition("-")
    if kind in ("volume", "part") and number.isdecimal() and len(number) < 19:
        return reverse(f"download_{kind}", args=[story.pk, int(number), story.slug, ending])
    return reverse("download", args=[story.pk, story.slug, ending])


def _story(request: HttpRequest, story_id: int) -> Story:
    stories = Story.objects.visible_to(request.user).select_related("author", "counts")
    story = stories.filter(pk=story_id).first()
    if story is None:
        refuse_tombstone(story=story_id)
        raise Http404
    if not downloads.may_be_taken(story, request.user):
        raise Http404
    return story


def _book(request: HttpRequest, story: Story, ending: str, only: Volume | Part | None = None) -> HttpResponseBase:
    name = next((name for name in downloads.OFFERED if WRITERS[name].ending == ending), "")
    if not name:
        raise Http404
    book = downloads.wanted(story, name, reader=request.user, only=only)
    if book is None:
        raise Http404
    adult = holds_adult(story)
    if adult:
        must_have_said_yes(request, story)
    response = _known(request, book) or _file(request, book)
    shared = book.is_shared and story.downloads and response.status_code != 202 and not adult
    response["Cache-Control"] = SHARED if shared else PRIVATE
    if robots := robots_of([story]):
        response["X-Robots-Tag"] = robots
    return response


def _known(request: HttpRequest, book: Wanted) -> HttpResponse | None:
    return unchanged(request, book.tag, book.modified) if book.is_shared else None


def _file(request: HttpRequest, book: Wanted) -> HttpResponseBase:
    file = downloads.open_book(book)
    if file is None:
        if refused := downloads.refusal_of(book):
            raise Refused(refused, code="too_long")
        if book.format in SLOW or book.words > WORDS_AT_ONCE:
            ask_for_book(book)
            return _being_made(request, book)
        file = io.BytesIO(downloads.build(book) if book.is_shared else downloads.write_book(book))
    size = file.seek(0, io.SEEK_END)
    of = "" if book.only is None else f"-{type(book.only).__name__.lower()}-{book.only.pk}"
    own = own_name_of(book.story)
    return file_answer(
        request,
        file,
        size=size,
        content_type=book.kind.content_type,
        name=f"{name_of(book.story)}{of}.{book.kind.ending}",
        own_name=f"{own}{of}.{book.kind.ending}" if own else "",
        tag=book.tag,
        modified=book.modified,
    )


def _being_made(request: HttpRequest, book: Wanted) -> HttpResponse:
    meta = PageMeta(title="One moment", description="", url=iri_to_uri(request.path), robots="noindex")
    shown = {"page": meta, "story": book.story, "label": book.kind.label, "is_shared": book.is_shared}
    response = render(request, "exchange/being_made.html", shown, status=202)
    response["Refresh"], response["Retry-After"] = "3", "3"
    return response
