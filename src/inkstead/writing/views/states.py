"""Publish, withdraw, move. When a part appears by itself is the serial app's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.discussion.actions import comments_lost_by
from inkstead.stories import actions, rules
from inkstead.stories.actions import standing
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part, State
from inkstead.web.desk import desk_page
from inkstead.writing.undo import offer
from inkstead.writing.views.arranging import with_queue


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, part_id: int) -> HttpResponse:
    """A correction of what readers see already is quiet, or a new version that they are told of."""
    part = own_part(request, part_id, rules.must_publish)
    if request.method != "POST":
        context = {"story": part.story, "part": part, "lost": comments_lost_by(part)}
        return desk_page(request, "writing/publish.html", "Publish", context)
    corrects, quiet = part.is_published, request.POST.get("quiet") == "1"
    part = actions.publish_part(part, by=writer(request), quiet=quiet)
    messages.success(request, published_as(part, corrects=corrects, quiet=quiet))
    return _to_story(part)


def published_as(part: Part, *, corrects: bool, quiet: bool) -> str:
    if not corrects:
        return f"“{part.title}” is published."
    how = "Nobody is told of it." if quiet else "Followers are told, and readers see that it was revised."
    return f"Readers see the new “{part.title}” now. {how}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_publish)
    if request.method == "POST":
        before = standing([part])
        part = actions.withdraw_part(part, by=writer(request))
        word = "is a draft again" if before[0].state == State.SCHEDULED else "is withdrawn: readers no longer see it"
        offer(request, with_queue(f"“{part.title}” {word}.", part.story), "show again", part.story, before)
        return _to_story(part)
    return desk_page(request, "writing/withdraw.html", "Withdraw a part", {"story": part.story, "part": part})


@login_required
@require_POST
def move(request: HttpRequest, part_id: int) -> HttpResponse:
    """To the position that was typed or that the button stands for; beyond the ends means the end."""
    part = own_part(request, part_id, rules.must_publish)
    to = request.POST.get("to", "").strip()
    if to.isascii() and to.isdigit() and len(to) < 9:
        before = actions.number_part(part, to=int(to), by=writer(request))
        offer(request, with_queue(f"“{part.title}” is moved.", part.story), "put back", part.story, before)
    else:
        messages.error(request, "A place in the story is a number.")
    return _to_story(part)


def _to_story(part: Part) -> HttpResponse:
    return redirect(f"{reverse('write_story', args=[part.story_id])}#part-{part.pk}")
