"""One part to another place: by its arrows, or to where it was dropped."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from inkstead.accounts.models import User
from inkstead.serial.queries import queue_waits_for, waiting_said
from inkstead.stories import actions
from inkstead.stories.arrangement import Stood
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Part, Story
from inkstead.writing.forms import ArrangeForm
from inkstead.writing.undo import offer, remember


@login_required
@require_POST
def arrange(request: HttpRequest, story_id: int) -> HttpResponse:
    """`up` or `down` with a part's id; or `part`, `to` (from 1) and `volume` (its id, or nothing)."""
    story, user = own_story(request, story_id), writer(request)
    form = ArrangeForm(request.POST)
    part = get_object_or_404(story.parts.kept(), pk=form.part_id)
    before = _moved(story, part, form, user)
    sentence = with_queue(f"“{part.title}” is moved.", story)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": sentence, "undo": remember(user, "put back", story, before)})
    offer(request, sentence, "put back", story, before)
    return redirect(f"{reverse('write_story', args=[story_id])}#part-{part.pk}")


def with_queue(sentence: str, story: Story) -> str:
    """And what the queue does about it: that it stands still is never left to be found out."""
    return f"{sentence} {waiting_said(queue_waits_for(story))}".strip()


def _moved(story: Story, part: Part, form: ArrangeForm, user: User) -> list[Stood]:
    if form.step:
        return actions.step_part(part, step=form.step, by=user)
    volume = get_object_or_404(story.volumes, pk=form.volume_id) if form.volume_id else None
    return actions.put_parts(story, [part], to=form.to, volume=volume, by=user)
