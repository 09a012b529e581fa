"""Rankings, why a story stands where it does, and the files of the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inkstead.discovery.queries.hiding import listed_for
from inkstead.lib.refusals import Refused
from inkstead.rankings.lists import RANKINGS, WINDOW_DAYS, WINDOW_LABELS, Ranking, ranking_named
from inkstead.rankings.models import Snapshot
from inkstead.rankings.queries import COUNTED, RankedPage, made_at, places_of, ranked
from inkstead.rankings.snapshots import path_of
from inkstead.rankings.standing import PAGES
from inkstead.stories.models import Story
from inkstead.web.files import file_answer
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import private_page, render_page, shared_page

FEW = 4  # of each ranking on the page of all


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    """The first places of every ranking."""
    among = listed_for(request.user)
    return shared_page(request, _all) if among is None else private_page(request, _all(among))


@require_safe
def ranking(request: HttpRequest, name: str, window: str = "") -> HttpResponse:
    """One ranking. The first page for everybody is kept; what is narrowed or hidden for one is made anew."""
    try:
        known, window = ranking_named(name, window)
        wanted = {key: request.GET.get(key, "").replace("\x00", "") for key in ("tag", "language", "after")}
        among = listed_for(request.user)
        if not any(wanted.values()):
            if among is not None:
                return private_page(request, _one(known.name, window, among))
            return shared_page(request, lambda: _one(known.name, window))
        page = ranked(
            known.name,
            window,
            tag=wanted["tag"],
            language=wanted["language"].strip(),
            cursor=wanted["after"],
            among=among,
        )
    except Refused as refused:
        if name not in RANKINGS:
            raise Http404 from refused
        return render(request, "400.html", {"explanation": refused.message}, status=400)
    return render(request, "rankings/ranking.html", _view(page, wanted))


@require_safe
def why(request: HttpRequest, story_id: int) -> HttpResponse:
    """Where a story stands in every ranking, with its own numbers in each formula."""
    story = get_object_or_404(Story.objects.listed().visible_to(request.user).select_related("author"), pk=story_id)
    meta = PageMeta(
        title=f"Where “{story.title}” stands",
        description="",
        url=reverse("why_ranked", args=[story.pk]),
        robots="noindex",
    )
    groups: dict[str, list[Any]] = {}
    for place in places_of(story):
        groups.setdefault(place.ranking.title, []).append(place)
    view = {
        "page": meta,
        "story": story,
        "groups": list(groups.items()),
        "labels": WINDOW_LABELS,
        "counted": COUNTED,
        "made_at": made_at(),
    }
    return render(request, "rankings/why.html", view)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Every formula, and what weighs how much."""
    return shared_page(request, _about)


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """The files of the days that are kept."""
    meta = PageMeta(title="Rankings, day by day", description="", url=reverse("ranking_days"), robots="noindex")
    return render(request, "rankings/days.html", {"page": meta, "days": Snapshot.objects.order_by("-day")[:400]})


@require_safe
def day_file(request: HttpRequest, day: str) -> HttpResponseBase:
    try:
        known = get_object_or_404(Snapshot, pk=date.fromisoformat(day))
    except ValueError as error:
        raise Http404 from error
    return file_answer(
        request,
        default_storage.open(path_of(known.day)),
        size=known.bytes,
        content_type="application/gzip",
        name=f"rankings-{day}.jsonl.gz",
        tag=f"rankings-{day}",
        modified=known.made_at,
    )


def _all(among: QuerySet[Story] | None = None) -> Page:
    lists = [ranked(name, size=FEW, among=among) for name in RANKINGS]
    meta = PageMeta(
        title="Rankings",
        description="What is rising, most read, best loved and best kept here, and how each is counted.",
        url=reverse("rankings"),
    )
    view = {
        "page": meta,
        "lists": [page for page in lists if page.items],
        "labels": WINDOW_LABELS,
        "made_at": made_at(),
    }
    return render_page("rankings", "rankings/rankings.html", view, names=_names(*lists), context={})


def _one(name: str, window: str, among: QuerySet[Story] | None = None) -> Page:
    page = ranked(name, window, among=among)
    return render_page("ranking", "rankings/ranking.html", _view(page, {}), names=_names(page), context={})


def _about() -> Page:
    meta = PageMeta(
        title="How rankings are made", description="Every formula of every ranking.", url=reverse("about_rankings")
    )
    view = {"page": meta, "rankings": RANKINGS.values()}
    return render_page("about-rankings", "rankings/about.html", view, names=(), context={})


def _view(page: RankedPage, wanted: dict[str, str]) -> dict[str, Any]:
    url = reverse("ranking", args=[page.ranking.name, page.window])
    kept = {key: value for key in ("tag", "language") if (value := wanted.get(key, ""))}
    title = page.ranking.title + (f": {page.tag.name}" if page.tag else "")
    meta = PageMeta(title=title, description=page.ranking.line, url=url, robots="noindex" if kept else "")
    asked = f"?{urlencode(kept)}" if kept else ""
    return {
        "page": meta,
        "ranking": page.ranking,
        "rankings": [
            Tab(one.title, _url(one, page.window) + asked, one.name == page.ranking.name) for one in RANKINGS.values()
        ],
        "windows": [
            Tab(WINDOW_LABELS[one], _url(page.ranking, one) + asked, one == page.window) for one in page.ranking.windows
        ],
        "window_days": WINDOW_DAYS[page.window],
        "items": page.items,
        "tag": page.tag,
        "language": page.language,
        "url": url,
        "next_url": "?" + urlencode(kept | {"after": page.next}) if page.next else "",
        "made_at": made_at(),
    }


def _url(ranking: Ranking, window: str) -> str:
    """Of a ranking in this window, or in its usual one when it is not made for this."""
    return reverse("ranking", args=[ranking.name, window if window in ranking.windows else ranking.usual])


def _names(*pages: RankedPage) -> tuple[str, ...]:
    """Made of the rankings themselves, the library, and the stories they show."""
    shown = [item.card.story.id for page in pages for item in page.items]
    return (PAGES, "library", *(name for pk in shown for name in (f"story:{pk}", f"counts:story:{pk}")))
