"""The end of all letters, for whoever has the address from one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inkstead.notifications.actions import choose
from inkstead.notifications.mail.leaving import who_leaves
from inkstead.notifications.models import Rhythm
from inkstead.web.meta import PageMeta


@csrf_exempt  # mail programs press the button themselves (RFC 8058), without a cookie and without having seen a page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: programs that look at every link of a letter unsubscribe nobody."""
    user = who_leaves(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        choose(by=user, rhythm=Rhythm.NEVER)
    meta = PageMeta(title="No more letters", description="", url="/me/notices/letters/", robots="noindex")
    return render(request, "notifications/leave.html", {"page": meta, "done": request.method == "POST"})
