"""Several stories at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from inkstead.accounts.models import User
from inkstead.exchange import bundles
from inkstead.stories.models import Series, Story
from inkstead.web.pages import PRIVATE


@require_safe
def series(request: HttpRequest, series_id: int, slug: str, name: str) -> HttpResponseBase:
    """Every book of a series that this reader may see and take."""
    found = get_object_or_404(Series, pk=series_id)
    stories = bundles.stories_of_series(found, request.user)
    return _bundle(request, stories, name, f"series-{found.pk}")


@login_required
@require_safe
def followed(request: HttpRequest, name: str) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return _bundle(request, bundles.stories_followed(request.user), name, "library")


def _bundle(request: HttpRequest, stories: Sequence[Story], name: str, called: str) -> HttpResponseBase:
    if name not in bundles.AT_ONCE or not stories:
        raise Http404
    pieces = bundles.bundle(stories, name, reader=request.user) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{called}-{name}.zip") or "attachment"
    response["Cache-Control"], response["X-Content-Type-Options"] = PRIVATE, "nosniff"
    return response
