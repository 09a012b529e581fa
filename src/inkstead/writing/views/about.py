"""What is said about a story: its fields, its cover, and its standing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.stories import actions, rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Status, Story
from inkstead.stories.queries import story_card
from inkstead.web.desk import desk_page
from inkstead.writing.forms import StoryForm
from inkstead.writing.undo import offer

# What one button can say of a story, and what that means to readers.
STANDINGS = {
    Status.COMPLETE: "is marked as complete: its last part tells readers that this is the end.",
    Status.STUB: "is marked as a stub: readers know that most of it was taken down. Parts stay as they are.",
    Status.ONGOING: "goes on: readers expect a next part.",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, story_id: int) -> HttpResponse:
    found, user = own_story(request, story_id), writer(request)
    form = StoryForm.of(found, writer=user)
    if request.method == "POST":
        form = StoryForm(request.POST, writer=user, story=found)
        if form.is_valid() and form.attempt(lambda: _edit(found, form, user)) is not None:
            messages.success(request, "Saved.")
            return redirect("about_story", found.pk)
    return about_page(request, found, form)


@login_required
@require_POST
def mark(request: HttpRequest, story_id: int) -> HttpResponse:
    """Complete, a stub, or going on again, with one button."""
    found, status = own_story(request, story_id), request.POST.get("status", "")
    if status not in STANDINGS:
        raise Refused("A story is complete, a stub, or goes on.")
    before = found.status
    actions.edit_story(found, by=writer(request), status=status)
    offer(request, f"“{found.title}” {STANDINGS[Status(status)]}", "status", found, [before])
    return redirect("about_story", found.pk)


def about_page(request: HttpRequest, found: Story, form: StoryForm, *, wrong_cover: str = "") -> HttpResponse:
    context = {
        "story": found,
        "form": form,
        "card": story_card(found),
        "wrong_cover": wrong_cover,
        "has_elsewhere": found.parts.filter(elsewhere__isnull=False).exists(),
        "may": rules.rights_of(writer(request), found),
    }
    status = 422 if form.errors or wrong_cover else 200
    return desk_page(request, "writing/about.html", f"About {found.title}", context, status=status)


def _edit(found: Story, form: StoryForm, user: User) -> Story:
    return actions.edit_story(found, by=user, **form.given)
