"""What one read."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.queries import history_page, is_paused
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta


@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")[:200].strip()
    try:
        found = history_page(person(request), q=q, cursor=request.GET.get("after", ""))
    except Refused as refused:  # a forged or outdated cursor in an address
        return render(request, "400.html", {"explanation": refused.message}, status=400)
    asked = {"q": q} if q else {}
    view = {
        "page": PageMeta(title="History", description="", url="/library/history/", robots="noindex"),
        "q": q,
        "lines": found.lines,
        "paused": is_paused(person(request)),
        "next_url": "?" + urlencode(asked | {"after": found.next}) if found.next else "",
    }
    return render(request, "library/history.html", view)


@login_required
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """The button turns."""
    if is_paused(person(request)):
        actions.go_on_with_history(by=person(request))
        messages.success(request, "What you read is written down again.")
    else:
        actions.pause_history(by=person(request))
        messages.success(request, "Your history is paused: nothing is written down until you go on.")
    return redirect("history")


@login_required
@require_POST
def forget(request: HttpRequest, part_id: int) -> HttpResponse:
    actions.forget_part(part_id, by=person(request))
    return redirect("history")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def forget_all(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.forget_history(by=person(request))
        messages.success(request, "Your history is forgotten.")
        return redirect("history")
    meta = PageMeta(title="Forget your history", description="", url=request.path, robots="noindex")
    return render(request, "library/forget_history.html", {"page": meta})
