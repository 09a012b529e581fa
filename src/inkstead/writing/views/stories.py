"""A writer's stories: the desk, and each of them with its parts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.accounts.models import User
from inkstead.collaboration.queries import invitations_of, mine_elsewhere
from inkstead.stories import actions, rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story, Volume
from inkstead.web.desk import desk_page
from inkstead.writing.forms import DeleteStoryForm, StoryForm, VolumeForm
from inkstead.writing.queries import desk, names_of, parts_on_desk


@login_required
@require_safe
def my_stories(request: HttpRequest) -> HttpResponse:
    """All stories under all names of this person. Nobody else ever sees them side by side."""
    user = writer(request)
    context = {"names": desk(user), "elsewhere": mine_elsewhere(user), "invitations": invitations_of(user)}
    return desk_page(request, "writing/my_stories.html", "Write", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: HttpRequest) -> HttpResponse:
    user = writer(request)
    form = StoryForm(request.POST or None, writer=user, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        given = form.given
        story = form.attempt(lambda: actions.create_story(given.pop("author"), by=user, **given))
        if story is not None:
            return redirect("write_story", story.pk)
    context = {"form": form, "one_name": len(names_of(user)) == 1}
    return desk_page(request, "writing/new_story.html", "A new story", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, story_id: int) -> HttpResponse:
    """The parts of a story, and what is said about it. Beta readers and editors see the parts only."""
    must = rules.must_publish if request.method == "POST" else rules.must_read_drafts
    found, user = own_story(request, story_id, must), writer(request)
    form = StoryForm.of(found, writer=user)
    if request.method == "POST":
        form = StoryForm(request.POST, writer=user, story=found)
        if form.is_valid() and form.attempt(lambda: _edit(found, form, user)) is not None:
            messages.success(request, "Saved.")
            return redirect("write_story", found.pk)
    return _story_page(request, found, form)


def _edit(found: Story, form: StoryForm, user: User) -> Story:
    return actions.edit_story(found, by=user, **form.given)


def _story_page(request: HttpRequest, found: Story, form: StoryForm) -> HttpResponse:
    volumes = parts_on_desk(found)
    parts = sum(len(volume.parts) for volume in volumes)
    has_elsewhere = found.parts.filter(elsewhere__isnull=False).exists()
    context = {
        "story": found,
        "may": rules.rights_of(writer(request), found),
        "form": form,
        "volumes": volumes,
        "parts": parts,
        "has_elsewhere": has_elsewhere,
    }
    return desk_page(request, "writing/story.html", found.title, context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Only after its title was typed: there is no way back."""
    found, user = own_story(request, story_id, rules.must_manage), writer(request)
    form = DeleteStoryForm(request.POST or None, story=found)
    if request.method == "POST" and form.is_valid():
        actions.delete_story(found, by=user)
        messages.success(request, f"“{found.title}” was deleted.")
        return redirect("write")
    context = {"story": found, "form": form, "parts": found.parts.count()}
    return desk_page(
        request, "writing/delete_story.html", "Delete a story", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def volume(request: HttpRequest, story_id: int, volume_id: int) -> HttpResponse:
    """Another title for a volume."""
    found = get_object_or_404(Volume, pk=volume_id, story=own_story(request, story_id))
    form = VolumeForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        if form.attempt(lambda: actions.rename_volume(found, title=title, by=writer(request))):
            return redirect("write_story", story_id)
    context = {"story": found.story, "volume": found, "form": form}
    return desk_page(request, "writing/volume.html", "Rename a volume", context, status=422 if form.errors else 200)
