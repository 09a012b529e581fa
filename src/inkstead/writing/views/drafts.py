"""What browsers send while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions import Kept, keep_new_part, keep_typed
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Part, Revision
from inkstead.web.json_views import in_json
from inkstead.writing.actions import seen_of
from inkstead.writing.typed import read_typed


@require_http_methods(["PUT"])
@in_json
def draft(request: HttpRequest, part_id: int) -> HttpResponse:
    """Changes of a text, kept as a revision: the newest, or beside the line when its base is no longer that."""
    mine = Part.objects.in_hands_of(writer(request)).select_related("story__author", "head")
    part = get_object_or_404(mine, pk=part_id)
    typed, _ = read_typed(request)
    return _answer(part, keep_typed(part, typed, by=writer(request)))


@require_http_methods(["PUT"])
@in_json
def new_draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """The first words of a part that only the browser knows, by a key of its making; the same key is the same part."""
    story = own_story(request, story_id, rules.must_edit)
    typed, key = read_typed(request)
    if key is None:
        raise Refused("A new part needs a key.", code="invalid", fields={"key": "This is needed."})
    kept = keep_new_part(story, typed, key=key, by=writer(request))
    return _answer(kept.part, kept)


def _answer(part: Part, kept: Kept) -> JsonResponse:
    """What stands, and how each block that was sent is called from now on."""
    standing = kept.part
    standing.story = part.story
    body: dict[str, Any] = {
        **_facts(kept.revision),
        "part": standing.pk,
        "url": reverse("write_part", args=[standing.pk]),
        "rest": seen_of(standing).rest,
        "ids": kept.ids,
    }
    if kept.wrong:
        body["fields"] = kept.wrong
    if standing.binned_at or standing.story.binned_at:
        body["notice"] = "This part lies in the bin. What you type is kept with it."
    waiting = standing.revisions.waiting_aside().order_by("-number").values_list("number", flat=True).first()
    if waiting is not None:
        body["compare"] = reverse("compare_aside", args=[standing.pk, waiting])
    if kept.revision.aside:
        assert standing.head is not None
        body["current"] = _facts(standing.head)
        body["compare"] = reverse("compare_aside", args=[standing.pk, kept.revision.number])
        body["error"] = {"code": "stale", "message": _MEANWHILE, "fields": {}}
        return JsonResponse(body, status=409)
    return JsonResponse(body)


_MEANWHILE = "Somebody saved this part meanwhile. Both texts are kept; compare them and take what you want from each."


def _facts(revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "at": revision.created_at,
        "words": revision.words,
        "by": revision.by.name if revision.by else "",
    }
