"""Into the queue, out of it, and its order."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from inkstead.accounts.models import User
from inkstead.lib.durations import spelled
from inkstead.serial import actions
from inkstead.serial.actions import OutOfOrder
from inkstead.serial.forms import chosen_ids
from inkstead.serial.views.plan import show_plan
from inkstead.stories import rules
from inkstead.stories.finding import own_part, own_story, writer
from inkstead.stories.models import Part, Story


@login_required
@require_POST
def choose(request: HttpRequest, story_id: int) -> HttpResponse:
    """Ticked parts of a list: into the queue, or with `dates` on to a page that gives them dates."""
    story = own_story(request, story_id)
    chosen = chosen_ids(request.POST.getlist("part"))
    if not chosen:
        messages.error(request, "Tick the parts that you mean first.")
        return redirect("plan_story", story.pk)
    if "dates" in request.POST:
        asked = "&".join(f"part={pk}" for pk in chosen)
        return redirect(f"{reverse('plan_dates', args=[story.pk])}?{asked}")
    queue(request, story, list(story.parts.filter(pk__in=chosen)))
    return redirect(f"{reverse('plan_story', args=[story.pk])}#queue")


def queue(request: HttpRequest, story: Story, parts: list[Part]) -> None:
    """Put them in, and say what came of it."""
    user: User = writer(request)
    new = actions.put_in_queue(story, parts, by=user)
    if new:
        said = "One part is" if new == 1 else f"{spelled(new).capitalize()} parts are"
        messages.success(request, f"{said} in the queue now.")
    else:
        messages.info(request, "Nothing was added: only parts that readers do not have yet can be in the queue.")


@login_required
@require_POST
def put_in(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_publish)
    queue(request, part.story, [part])
    return redirect(f"{reverse('plan_story', args=[part.story_id])}#queue")


@login_required
@require_POST
def take_out(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_publish)
    actions.take_out_of_queue(part, by=writer(request))
    messages.success(request, f"“{part.title}” is a draft again, and not in the queue.")
    return redirect(f"{reverse('plan_story', args=[part.story_id])}#queue")


@login_required
@require_POST
def move(request: HttpRequest, part_id: int) -> HttpResponse:
    """To a place in the queue. Past a part that comes first in the story it is asked whether that is meant."""
    part = own_part(request, part_id, rules.must_publish)
    to = request.POST.get("to", "").strip()
    if not (to.isascii() and to.isdigit() and len(to) < 9):
        messages.error(request, "A place in the queue is a number.")
        return redirect("plan_story", part.story_id)
    try:
        actions.move_in_queue(part, to=int(to), by=writer(request), ahead="ahead" in request.POST)
    except OutOfOrder as refused:
        question = {"part": part, "to": to, "sentence": refused.message}
        return show_plan(request, part.story, status=409, question=question)
    return redirect(f"{reverse('plan_story', args=[part.story_id])}#queued-{part.pk}")


@login_required
@require_POST
def go_on(request: HttpRequest, story_id: int) -> HttpResponse:
    story = own_story(request, story_id)
    actions.go_on_without(story, by=writer(request))
    messages.success(request, "The queue goes on and does not wait any more.")
    return redirect(f"{reverse('plan_story', args=[story.pk])}#queue")
