"""The pages on which people work: writing, planning, looking at figures. Never kept, never indexed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from inkstead.web.meta import PageMeta

# What other apps show beside each story of a writer's list: from ids of stories to pieces of their pages.
Beside = Callable[[Sequence[int]], Mapping[int, SafeString]]
_beside: list[Beside] = []


def beside_stories(function: Beside) -> Beside:
    """Registers a function that shows something beside stories; it is asked once for all of a page."""
    _beside.append(function)
    return function


def pieces_beside(story_ids: Sequence[int]) -> dict[int, SafeString]:
    pieces = [function(story_ids) for function in _beside]
    return {story: SafeString("".join(told.get(story, "") for told in pieces)) for story in story_ids}


def desk_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`template` with its app's folder. `context` names the `story` and the `part` that the path at the top names."""
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, template, {"page": meta, "section": "write", **context}, status=status)
