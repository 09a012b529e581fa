"""A writer's stories: the desk, and each of them with its parts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.collaboration.queries import invitations_of, mine_elsewhere
from inkstead.library.queries import apart_for
from inkstead.serial.queries import queue_waits_for
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import State
from inkstead.web.desk import desk_page
from inkstead.writing.actions import begin_story
from inkstead.writing.forms import StoryForm
from inkstead.writing.queries import desk, names_of, parts_on_desk
from inkstead.writing.waiting import waiting_for


@login_required
@require_safe
def my_stories(request: HttpRequest) -> HttpResponse:
    """All stories under all names of this person. Nobody else ever sees them side by side."""
    user = writer(request)
    context = {"names": desk(user), "elsewhere": mine_elsewhere(user), "invitations": invitations_of(user)}
    context["waiting"] = waiting_for(user)
    return desk_page(request, "writing/my_stories.html", "Write", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: HttpRequest) -> HttpResponse:
    user = writer(request)
    form = StoryForm(request.POST or None, writer=user, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        given = form.given
        story = form.attempt(lambda: begin_story(given.pop("author"), by=user, **given))
        if story is not None:
            return redirect("write_story", story.pk)
    context = {"form": form, "one_name": len(names_of(user)) == 1}
    return desk_page(request, "writing/new_story.html", "A new story", context, status=422 if form.errors else 200)


@login_required
@require_safe
def story(request: HttpRequest, story_id: int) -> HttpResponse:
    """The parts of a story, for everybody who works on it."""
    found = own_story(request, story_id, rules.must_read_drafts)
    volumes = parts_on_desk(found, apart_for(writer(request)))
    parts = [part for volume in volumes for part in volume.parts]
    shown = any(part.state == State.PUBLISHED for part in parts)
    may = rules.rights_of(writer(request), found)
    context = {"story": found, "may": may, "volumes": volumes, "parts": len(parts), "shown": shown}
    context["waits_for"] = queue_waits_for(found) if may.publish else []
    context["named"] = {volume.id: volume.title for volume in volumes if volume.id}
    return desk_page(request, "writing/story.html", found.title, context)
