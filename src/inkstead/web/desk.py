"""The pages on which people work: writing, planning, looking at figures. Never kept, never indexed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inkstead.web.meta import PageMeta


def desk_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`template` with its app's folder. `context` names the `story` and the `part` that the path at the top names."""
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, template, {"page": meta, "section": "write", **context}, status=status)
