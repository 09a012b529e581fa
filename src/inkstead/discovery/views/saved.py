"""Searches that somebody keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.discovery import actions
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries.hiding import is_all_hidden
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta


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
    saved = actions.save_search(request.POST.get("q", ""), by=person(request), hides=hides)
    told = "What this search finds is hidden from your lists." if hides else "This search is kept."
    if hides and not is_all_hidden(saved.query):
        told = "This search finds more than can be hidden: the newest thousands of it are hidden from your lists."
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
