"""The page of a series: its stories in the order in which they are meant to be read."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from inkstead.accounts.models import PenName
from inkstead.stories.models import Series, Story, StoryQuerySet
from inkstead.stories.queries import story_cards, typed_paragraphs
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import has_own_lists, private_page, render_page, shared_page


class _NotSharedError(Exception):
    """Nothing in it that every stranger may see, or another address."""


@require_safe
def series(request: HttpRequest, series_id: int, slug: str = "") -> HttpResponse:
    try:
        if not has_own_lists(request):
            return shared_page(request, lambda: _shared(series_id, request.path))
        raise _NotSharedError
    except _NotSharedError:
        found = get_object_or_404(Series.objects.select_related("author"), pk=series_id)
    stories = _in_order(Story.objects.visible_to(request.user), found)
    if not stories:
        raise Http404
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found.get_absolute_url(), permanent=True)
    if not PenName.objects.open_to(request.user).filter(pk=found.author_id).exists():
        raise Http404
    return private_page(request, _page(found, stories))


def _shared(series_id: int, path: str) -> Page:
    found = Series.objects.select_related("author").filter(pk=series_id).first()
    stories = _in_order(Story.objects.listed(), found) if found is not None else []
    if found is None or not stories or path != unquote(found.get_absolute_url()):
        raise _NotSharedError
    return _page(found, stories)


def _in_order(stories: StoryQuerySet, series: Series) -> list[Story]:
    rows = stories.filter(series_entries__series=series).select_related("author", "counts")
    return list(rows.order_by("series_entries__position", "pk"))


def _page(series: Series, stories: Sequence[Story]) -> Page:
    """Made of every story in it, hidden ones too: one that is published comes into it at once."""
    inside = series.entries.values_list("story", flat=True)
    names = (f"series:{series.pk}", f"penname:{series.author_id}", *(f"story:{pk}" for pk in inside))
    counts = tuple(f"counts:story:{story.pk}" for story in stories)
    meta = PageMeta(title=series.title, description=series.summary[:200], url=series.get_absolute_url())
    shown = {
        "page": meta,
        "series": series,
        "summary": typed_paragraphs(series.summary),
        "cards": story_cards(stories),
        "words": sum(story.words_published for story in stories),
        "may_be_taken": any(story.downloads for story in stories),
    }
    return render_page("series", "reading/series.html", shown, names=(*names, *counts), context={})
