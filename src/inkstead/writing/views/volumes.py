"""Volumes: made, renamed, ordered, taken away. Their parts stay."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Volume
from inkstead.web.desk import desk_page
from inkstead.writing.forms import VolumeForm
from inkstead.writing.undo import offer
from inkstead.writing.views.arranging import with_queue


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_volume(request: HttpRequest, story_id: int) -> HttpResponse:
    story = own_story(request, story_id)
    form = VolumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        made = form.attempt(lambda: actions.create_volume(story, title=title, by=writer(request)))
        if made is not None:
            return redirect(f"{reverse('write_story', args=[story_id])}#volume-{made.pk}")
    context = {"story": story, "volume": None, "form": form}
    return desk_page(request, "writing/volume.html", "A new volume", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def volume(request: HttpRequest, story_id: int, volume_id: int) -> HttpResponse:
    """Another title for a volume, or an end to it."""
    found = _volume(request, story_id, volume_id)
    form = VolumeForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        if form.attempt(lambda: actions.rename_volume(found, title=title, by=writer(request))):
            return redirect("write_story", story_id)
    context = {"story": found.story, "volume": found, "form": form, "parts": found.parts.kept().count()}
    return desk_page(request, "writing/volume.html", "Change a volume", context, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: HttpRequest, story_id: int, volume_id: int) -> HttpResponse:
    found, step = _volume(request, story_id, volume_id), request.POST.get("step")
    if step not in ("-1", "1"):
        raise Refused("A volume goes one up or one down.")
    actions.step_volume(found, step=int(step), by=writer(request))
    sentence = with_queue(f"“{found.title}” is moved.", found.story)
    offer(request, sentence, "step volume", found.story, [found.pk, -int(step)])
    return redirect(f"{reverse('write_story', args=[story_id])}#volume-{volume_id}")


@login_required
@require_POST
def delete(request: HttpRequest, story_id: int, volume_id: int) -> HttpResponse:
    found = _volume(request, story_id, volume_id)
    parts = actions.delete_volume(found, by=writer(request))
    sentence = f"“{found.title}” is no volume any more; its parts stay where they are."
    offer(request, sentence, "volume back", found.story, [found.title, found.position, parts])
    return redirect("write_story", story_id)


def _volume(request: HttpRequest, story_id: int, volume_id: int) -> Volume:
    story = own_story(request, story_id)
    found = get_object_or_404(Volume, pk=volume_id, story=story)
    found.story = story
    return found
