"""Suggestions for the field of tags."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from inkstead.stories.finding import writer
from inkstead.web.pace import Pace
from inkstead.writing.queries.tags import suggestions

pace = Pace(120)


@login_required
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed of one tag."""
    if not pace.allows(writer(request).pk):
        return JsonResponse({"items": []}, status=429)
    found = suggestions(writer(request), request.GET.get("q", "")[:60].replace("\x00", ""))
    return JsonResponse({"items": [asdict(item) for item in found]})
