"""What is typed into a part that lies in the bin meanwhile is given back, with the way to have the part back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from inkstead.accounts.models import User
from inkstead.stories import rules
from inkstead.stories.models import Part, Story
from inkstead.web.giving_back import given_back

View = Callable[..., HttpResponse]

GONE = "This part was deleted, or is no longer yours to write on, so this could not be saved."
BINNED = "This part lies in the bin, so this could not be saved."
STORY_BINNED = "The story of this part lies in the bin, so this could not be saved."


def gives_back(view: View) -> View:
    """For views that take a whole text; what is refused or sent by somebody who is signed out is given back anyway."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            why, more = _why_gone(request, **kwargs)
            page = given_back(request, why, 404, **more)
            if page is None:
                raise
            return page

    return asked


def _why_gone(request: HttpRequest, part_id: int = 0, story_id: int = 0) -> tuple[str, dict[str, str]]:
    """A way back is offered to those who may take it."""
    user = request.user
    if not isinstance(user, User):
        return GONE, {}
    part = Part.objects.in_hands_of(user).select_related("story__author").filter(pk=part_id).first()
    story = part.story if part else Story.objects.in_bin_of(user).select_related("author").filter(pk=story_id).first()
    if story is not None and story.binned_at:
        way = {"restore": reverse("restore_story", args=[story.pk]), "restore_says": "Restore the story"}
        return STORY_BINNED, way if rules.can_manage(user, story) else {}
    if part is not None and part.binned_at:
        way = {"restore": reverse("restore_part", args=[part.pk]), "restore_says": "Restore the part"}
        return BINNED, way if rules.can_publish(user, part.story) else {}
    return GONE, {}
