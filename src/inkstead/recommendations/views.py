"""What is offered to one reader, and what they want less of."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.discovery.queries.hiding import listed_for
from inkstead.recommendations import actions
from inkstead.recommendations.models import Less
from inkstead.recommendations.queries import offered_to
from inkstead.stories.finding import writer as person
from inkstead.stories.models import Story
from inkstead.web.meta import PageMeta


@login_required
@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    user = person(request)
    among = listed_for(user)
    namable = Story.objects.listed() if among is None else among
    unwanted = Less.objects.filter(user=user, story__in=namable).select_related("story").order_by("-at")
    meta = PageMeta(title="For you", description="", url="/library/for-you/", robots="noindex")
    view = {"page": meta, "offered": offered_to(user), "unwanted": unwanted[:100]}
    return render(request, "recommendations/for_you.html", view)


@login_required
@require_POST
def less(request: HttpRequest, story_id: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.listed().visible_to(request.user), pk=story_id)
    actions.want_less(story, by=person(request))
    messages.success(request, f"You will see less like “{story.title}”.")
    return redirect("for_you")


@login_required
@require_POST
def more(request: HttpRequest, story_id: int) -> HttpResponse:
    if actions.want_more_again(story_id, by=person(request)):
        messages.success(request, "It may be offered again.")
    return redirect("for_you")
