"""The part page and the story page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from inkstead.reading.counting import SECONDS_OPEN
from inkstead.reading.queries import part_meta, part_row, part_view, story_meta, story_view
from inkstead.stories.models import Part, Story
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import private_page, render_page, shared_page


@require_safe
def part(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """Read a part. Strangers share one kept page; what only some may see is rendered for each of them."""
    found = get_object_or_404(Part.objects.visible_to(request.user).select_related("story"), pk=part_id)
    if slug != found.slug or not request.path.endswith("/"):
        return redirect(found.get_absolute_url(), permanent=True)
    if Part.objects.listed().filter(pk=part_id).exists():
        return shared_page(request, lambda: build_part_page(part_id))
    return private_page(request, build_part_page(part_id, shared=False))


@require_safe
def story(request: HttpRequest, story_id: int, slug: str = "") -> HttpResponse:
    """A story's cover, summary and table of contents."""
    found = get_object_or_404(Story.objects.visible_to(request.user), pk=story_id)
    if slug != found.slug or not request.path.endswith("/"):
        return redirect(found.get_absolute_url(), permanent=True)
    if Story.objects.listed().filter(pk=story_id).exists():
        return shared_page(request, lambda: build_story_page(story_id))
    return private_page(request, build_story_page(story_id, shared=False))


def build_part_page(part_id: int, *, shared: bool = True) -> Page:
    """The page of a part; with `shared`, only of one that every stranger may see."""
    if shared and not Part.objects.listed().filter(pk=part_id).exists():
        raise Http404  # withdrawn between the look and the build
    row = part_row(part_id)
    revision = row.live if row.is_published else row.head
    if revision is None:
        raise Http404
    view = part_view(row, revision, is_preview=not row.is_published)
    page = part_meta(view, revision.text)
    names = (
        f"part:{view.id}",
        f"story:{view.story.id}",
        f"penname:{view.story.author_id}",
        f"counts:part:{view.id}",
        f"comments:part:{view.id}",
    )
    context = {
        "part_id": view.id,
        "story_id": view.story.id,
        "author_id": view.story.author_id,
        "votes": view.counts.votes,
        "url": view.url,
    }
    return render_page("part", "reading/part.html", {"part": view, "page": page}, names=names, context=context)


def build_story_page(story_id: int, *, shared: bool = True) -> Page:
    if shared and not Story.objects.listed().filter(pk=story_id).exists():
        raise Http404
    row = Story.objects.select_related("author", "counts").get(pk=story_id)
    view = story_view(row)
    names = (f"story:{story_id}", f"penname:{row.author_id}", f"counts:story:{story_id}")
    context = {
        "story_id": story_id,
        "author_id": row.author_id,
        "url": view.card.url,
        "first_url": view.first_url,
        "parts": {entry.id: (entry.title, entry.url) for volume in view.contents for entry in volume.entries},
    }
    return render_page(
        "story", "reading/story.html", {"story": view, "page": story_meta(view)}, names=names, context=context
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(title="About", description="What this place is, and what it promises.", url="/about/")
    return shared_page(
        request, lambda: render_page("about", "reading/about.html", {"page": meta}, names=(), context={})
    )


@require_safe
def about_counting(request: HttpRequest) -> HttpResponse:
    """The written definition of a read, a vote and a comment; `counting` goes by it."""
    meta = PageMeta(
        title="What we count", description="What a read, a vote and a comment are here.", url="/about/counting/"
    )
    view = {"page": meta, "seconds": SECONDS_OPEN}
    return shared_page(request, lambda: render_page("about", "reading/counting.html", view, names=(), context={}))
