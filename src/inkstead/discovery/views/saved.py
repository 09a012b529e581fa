"""Searches that somebody keeps, and their feeds."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import feedgenerator
from django.views.decorators.http import require_POST, require_safe

from inkstead.discovery import actions
from inkstead.discovery.asking import with_choice
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.hiding import listed_for
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE

ENTRIES = 30


@login_required
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    rows = SavedSearch.objects.filter(user=person(request)).order_by("hides", "-pk")
    meta = PageMeta(title="Searches you keep", description="", url="/library/searches/", robots="noindex")
    return render(request, "discovery/searches.html", {"page": meta, "searches": rows})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    hides = request.POST.get("for") == "hiding"
    actions.save_search(request.POST.get("q", ""), by=person(request), hides=hides)
    told = "What this search finds is hidden from your lists." if hides else "This search is kept."
    messages.success(request, told)
    return redirect("searches")


@login_required
@require_POST
def forget(request: HttpRequest, search_id: int) -> HttpResponse:
    actions.forget_search(search_id, by=person(request))
    messages.success(request, "The search is forgotten.")
    return redirect("searches")


@login_required
@require_POST
def renew(request: HttpRequest, search_id: int) -> HttpResponse:
    actions.renew_search_secret(search_id, by=person(request))
    messages.success(request, "The feed has a new address; the old one leads nowhere.")
    return redirect("searches")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Atom, newly updated first. It names nothing of the person whose search it is."""
    saved = get_object_or_404(SavedSearch.objects.select_related("user"), secret=secret, user__is_active=True)
    found = find(Wish(q=with_choice(saved.query, "sort", "updated")), size=ENTRIES, among=listed_for(saved.user))
    base = settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")
    atom = feedgenerator.Atom1Feed(
        title=f"{settings.SITE_NAME}: {saved.query}",
        link=f"{base}/search/",
        description="",
        feed_url=f"{base}{request.path}",
    )
    for story in found.stories:
        address = base + story.get_absolute_url()
        atom.add_item(
            title=story.title,
            link=address,
            description=story.summary,
            author_name=story.author.name,
            unique_id=f"{base}/story/{story.pk}/",
            pubdate=story.first_published_at,
            updateddate=story.last_published_at,
        )
    answer = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex"
    return answer
