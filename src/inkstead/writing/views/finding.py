"""Where every view of the desk begins: what this person writes, or a 404."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from inkstead.accounts.models import User
from inkstead.stories.models import Part, Story
from inkstead.web.meta import PageMeta


def writer(request: HttpRequest) -> User:
    """Behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def own_story(request: HttpRequest, story_id: int) -> Story:
    mine = Story.objects.written_by(writer(request)).select_related("author", "counts")
    return get_object_or_404(mine, pk=story_id)


def own_part(request: HttpRequest, part_id: int) -> Part:
    mine = Part.objects.filter(story__author__user=writer(request))
    joined = mine.select_related("story__author", "head", "live", "volume", "counts")
    return get_object_or_404(joined, pk=part_id)


def desk_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, f"writing/{template}", {"page": meta, "section": "write", **context}, status=status)
