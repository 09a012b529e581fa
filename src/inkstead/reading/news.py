"""Announcements as readers find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from inkstead.serial.models import Announcement
from inkstead.stories.models import Story
from inkstead.stories.queries import WORKERS, owners_of
from inkstead.web.dates import day
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import private_page, render_page, shared_page

ON_STORY = 2  # the others are behind a link
BEGINNING = 280
MOST = 200


@dataclass(frozen=True, slots=True)
class News:
    id: int
    title: str
    url: str
    day: SafeString
    beginning: str


def news_of(story: Story, most: int = MOST) -> list[News]:
    """The newest first."""
    rows = Announcement.objects.made().filter(story=story).newest_first().defer("html", "typed")
    return [_news(row) for row in rows[:most]]


def _news(row: Announcement) -> News:
    flat = " ".join(row.text[: BEGINNING * 3].split())
    beginning = flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…"
    return News(row.pk, row.title, row.get_absolute_url(), day(row.published_at), beginning)


@require_safe
def announcement(request: HttpRequest, announcement_id: int, slug: str = "") -> HttpResponse:
    """One announcement. Whoever may open its story may read it."""
    rows = Announcement.objects.select_related("story__author", "by")
    found = rows.made().filter(pk=announcement_id, story__in=Story.objects.listed().values("pk")).first()
    if found is not None and request.path == unquote(found.get_absolute_url()):
        return shared_page(request, lambda: _announcement_page(rows.get(pk=announcement_id)))
    found = get_object_or_404(rows.visible_to(request.user), pk=announcement_id)
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found.get_absolute_url(), permanent=True)
    return private_page(request, _announcement_page(found))


@require_safe
def announcements(request: HttpRequest, story_id: int) -> HttpResponse:
    """All that was announced on a story."""
    rows = Story.objects.select_related("author")
    if rows.listed().filter(pk=story_id).exists():
        return shared_page(request, lambda: _listing_page(rows.get(pk=story_id)))
    return private_page(request, _listing_page(get_object_or_404(rows.visible_to(request.user), pk=story_id)))


def _announcement_page(row: Announcement) -> Page:
    story = row.story
    meta = PageMeta(
        title=f"{row.title} · {story.title}",
        description=" ".join(row.text.split())[:180],
        url=row.get_absolute_url(),
        language=story.language,
        direction=story.direction,
        published=row.published_at,
        modified=row.edited_at,
    )
    html = mark_safe(row.html)  # noqa: S308 - cleaned when it was saved
    shown = {"page": meta, "story": story, "announcement": row, "html": html}
    return _page("reading/announcement.html", story, shown)


def _listing_page(story: Story) -> Page:
    meta = PageMeta(
        title=f"Announcements · {story.title}",
        description=f"What was announced on {story.title}.",
        url=f"/story/{story.pk}/announcements/",
        language=story.language,
        direction=story.direction,
    )
    found: Sequence[News] = news_of(story)
    return _page("reading/announcements.html", story, {"page": meta, "story": story, "news": found})


def _page(template: str, story: Story, shown: dict[str, object]) -> Page:
    names = (f"story:{story.pk}", f"penname:{story.author_id}")
    workers = list(WORKERS.all(story.pk))
    context = {"worker_ids": [pen_name for pen_name, *_ in workers]}
    return render_page("news", template, shown, names=names, context=context, owners=owners_of(story, workers))
