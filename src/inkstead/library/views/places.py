"""The library: what one is reading."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.accounts.models import User
from inkstead.library.actions import forget_place
from inkstead.library.queries import places_of
from inkstead.web.meta import PageMeta


@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    meta = PageMeta(title="Library", description="", url="/library/", robots="noindex")
    return render(request, "library/library.html", {"page": meta, "places": places_of(request.user)})


@login_required
@require_POST
def forget(request: HttpRequest, story_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    forget_place(story_id, by=request.user)
    return redirect("library")
