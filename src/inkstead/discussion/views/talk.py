"""Who may comment: the settings of a story, and of each part that differs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.discussion import actions
from inkstead.discussion.models import PartTalk, StoryTalk, Who
from inkstead.stories.finding import own_part, own_story, writer
from inkstead.stories.models import Part
from inkstead.stories.rules import must_publish, rights_of
from inkstead.web.desk import desk_page

FIRST = {"": None, "yes": True, "no": False}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, story_id: int) -> HttpResponse:
    story = own_story(request, story_id)
    if request.method == "POST":
        first = request.POST.get("approve_first") == "yes"
        actions.decide_talk(story, who=request.POST.get("who", ""), approve_first=first, by=writer(request))
        messages.success(request, "Saved.")
        return redirect("talk", story.pk)
    decided = {row.part_id: row for row in PartTalk.objects.filter(part__story=story)}
    parts = [(part, decided.get(part.pk, PartTalk())) for part in Part.objects.filter(story=story).kept().in_order()]
    found = StoryTalk.objects.filter(story=story).first() or StoryTalk()
    may = rights_of(writer(request), story)
    context = {"story": story, "may": may, "talk": found, "parts": parts, "choices": Who.choices}
    return desk_page(request, "discussion/talk.html", f"Who may comment on {story.title}", context)


@login_required
@require_POST
def part_talk(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, must_publish)
    actions.decide_part_talk(
        get_object_or_404(Part.objects.select_related("story__author"), pk=part.pk),
        who=request.POST.get("who", ""),
        approve_first=FIRST.get(request.POST.get("approve_first", "")),
        closed=request.POST.get("closed") == "yes",
        by=writer(request),
    )
    messages.success(request, f"Saved for “{part.title}”.")
    return redirect("talk", part.story_id)
