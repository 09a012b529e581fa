"""Browsers that are told, and the script that tells in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from inkstead.notifications import actions
from inkstead.stories.finding import writer as person
from inkstead.web.pages import SHARED

WORKER = Path(__file__).parents[1] / "push" / "worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Where it lies it sees the pages of notices only; and it answers none."""
    return HttpResponse(_script(), content_type="text/javascript", headers={"Cache-Control": SHARED})


@login_required
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    given = request.POST
    row = actions.subscribe(
        by=person(request),
        endpoint=given.get("endpoint", ""),
        p256dh=given.get("p256dh", ""),
        auth=given.get("auth", ""),
        label=given.get("label", ""),
    )
    return JsonResponse({"id": row.pk}, status=201)


@login_required
@require_POST
def unsubscribe(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    actions.unsubscribe(endpoint_id, by=person(request))
    messages.success(request, "That browser is told nothing any more.")
    return redirect("notice_choices")


@cache
def _script() -> bytes:
    return WORKER.read_bytes()
