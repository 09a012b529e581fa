"""The bin: what lies there, how long still, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.stories import actions, rules
from inkstead.stories.actions import standing
from inkstead.stories.finding import own_part, own_story, writer
from inkstead.stories.models import Part, State, Story
from inkstead.web.desk import desk_page
from inkstead.writing import undo as undoing
from inkstead.writing.forms import DeleteStoryForm
from inkstead.writing.queries.bin import bin_of


@login_required
@require_safe
def bin_page(request: HttpRequest) -> HttpResponse:
    return desk_page(request, "writing/bin.html", "Bin", {"bin": bin_of(writer(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def throw_story(request: HttpRequest, story_id: int) -> HttpResponse:
    found = own_story(request, story_id, rules.must_manage)
    if request.method == "POST":
        before = standing(found.parts.filter(state=State.SCHEDULED))
        actions.bin_story(found, by=writer(request))
        undoing.offer(request, f"“{found.title}” is in the bin for thirty days.", "restore story", found, before)
        return redirect("write")
    context = {
        "story": found,
        "parts": found.parts.kept().count(),
        "due": found.parts.filter(state="scheduled").count(),
    }
    return desk_page(request, "writing/delete_story.html", "Delete a story", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def throw_part(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_publish)
    if request.method == "POST":
        before = standing([part])
        actions.bin_part(part, by=writer(request))
        undoing.offer(request, f"“{part.title}” is in the bin for thirty days.", "restore parts", part.story, before)
        return redirect("write_story", part.story_id)
    return desk_page(request, "writing/delete_part.html", "Delete a part", {"story": part.story, "part": part})


@login_required
@require_POST
def restore_story(request: HttpRequest, story_id: int) -> HttpResponse:
    story = actions.restore_story(_story(request, story_id), by=writer(request))
    messages.success(
        request, f"“{story.title}” is back, as visible as it was: {story.get_visibility_display().lower()}."
    )
    return redirect("write_story", story.pk)


@login_required
@require_POST
def restore_part(request: HttpRequest, part_id: int) -> HttpResponse:
    part = actions.restore_part(_part(request, part_id), by=writer(request))
    messages.success(request, f"“{part.title}” is back in the story. Readers do not see it before you publish it.")
    return redirect("write_story", part.story_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Only after its title was typed: there is no way back."""
    found = _story(request, story_id)
    form = DeleteStoryForm(request.POST or None, story=found)
    if request.method == "POST" and form.is_valid():
        actions.delete_story(found, by=writer(request))
        messages.success(request, f"“{found.title}” was deleted for good.")
        return redirect("bin")
    context = {"binned": found, "form": form, "parts": found.parts.count()}
    status = 422 if form.errors else 200
    return desk_page(request, "writing/delete_story_for_good.html", "Delete a story for good", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_part(request: HttpRequest, part_id: int) -> HttpResponse:
    part = _part(request, part_id)
    if request.method == "POST":
        actions.delete_part(part, by=writer(request))
        messages.success(request, f"“{part.title}” was deleted for good.")
        return redirect("bin")
    context = {"story": part.story, "binned": part}
    return desk_page(request, "writing/delete_part_for_good.html", "Delete a part for good", context)


@login_required
@require_POST
def undo(request: HttpRequest, word: str) -> HttpResponse:
    """The reverse of what a message told of, for the person to whom it was told."""
    done = undoing.undo(word, by=writer(request))
    if done is None:
        message = "This can no longer be undone: it was undone already, or is more than an hour ago."
        return render(request, "refused.html", {"message": message}, status=404)
    story, sentence = done
    messages.success(request, sentence)
    still = Story.objects.filter(pk=story.pk, binned_at__isnull=True).exists()
    return redirect("write_story", story.pk) if still else redirect("bin")


def _story(request: HttpRequest, story_id: int) -> Story:
    mine = Story.objects.in_bin_of(writer(request)).select_related("author", "counts")
    story = get_object_or_404(mine, pk=story_id)
    rules.must_manage(writer(request), story)
    return story


def _part(request: HttpRequest, part_id: int) -> Part:
    mine = Part.objects.in_bin_of(writer(request)).select_related("story__author", "head", "counts")
    part = get_object_or_404(mine, pk=part_id)
    rules.must_publish(writer(request), part.story)
    return part
