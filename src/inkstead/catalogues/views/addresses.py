"""The secret addresses of a reader."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.catalogues import actions
from inkstead.catalogues.models import SecretAddress
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta


@login_required
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    rows = SecretAddress.objects.filter(user=person(request))
    meta = PageMeta(title="Feeds and catalogue", description="", url="/library/feeds/", robots="noindex")
    shown = {"page": meta, "base": settings.BASE_URL, **{row.kind: row.secret for row in rows}}
    return render(request, "catalogues/addresses.html", shown)


@login_required
@require_POST
def renew(request: HttpRequest, kind: str) -> HttpResponse:
    actions.renew_address(kind, by=person(request))
    messages.success(request, "Here is your address. One that you had before leads nowhere now.")
    return redirect("reader_feeds")


@login_required
@require_POST
def take_back(request: HttpRequest, kind: str) -> HttpResponse:
    actions.take_back_address(kind, by=person(request))
    messages.success(request, "The address leads nowhere now.")
    return redirect("reader_feeds")
