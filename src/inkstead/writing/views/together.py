"""Several parts at once: publish, withdraw, put into a volume, throw away. All of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.actions import standing
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Part, Story
from inkstead.writing.forms import is_id
from inkstead.writing.undo import offer
from inkstead.writing.views.arranging import with_queue

Do = Callable[[HttpRequest, Story, Sequence[Part]], None]


@login_required
@require_POST
def together(request: HttpRequest, story_id: int) -> HttpResponse:
    story, do = own_story(request, story_id), _DOES.get(request.POST.get("do", ""))
    wanted = {int(given) for given in request.POST.getlist("part") if is_id(given)}
    parts = list(story.parts.kept().filter(pk__in=wanted).defer("notes_before", "notes_after").in_order())
    if do is None or not parts:
        raise Refused("Choose the parts first.")
    if len(parts) < len(wanted):
        raise Refused("One of these parts is not in the story any more. Nothing was changed.", code="conflict")
    do(request, story, parts)
    return redirect("write_story", story.pk)


def _publish(request: HttpRequest, story: Story, parts: Sequence[Part]) -> None:
    new = [part for part in parts if not part.is_published]
    actions.publish_parts(story, parts, by=writer(request))
    before = f" {_parts(len(parts) - len(new))} readers saw already." if len(new) < len(parts) else ""
    messages.success(request, (f"{_parts(len(new))} published." if new else "Nothing new was published.") + before)


def _withdraw(request: HttpRequest, story: Story, parts: Sequence[Part]) -> None:
    before = standing(parts)
    actions.withdraw_parts(story, parts, by=writer(request))
    offer(request, f"{_parts(len(parts))} withdrawn: readers no longer see them.", "show again", story, before)


def _move(request: HttpRequest, story: Story, parts: Sequence[Part]) -> None:
    given = request.POST.get("volume", "")
    volume = get_object_or_404(story.volumes, pk=int(given)) if is_id(given) else None
    before = actions.move_into(story, parts, volume, by=writer(request))
    where = f"moved to “{volume.title}”" if volume else "taken out of their volumes"
    offer(request, with_queue(f"{_parts(len(parts))} {where}.", story), "put back", story, before)


def _throw_away(request: HttpRequest, story: Story, parts: Sequence[Part]) -> None:
    before = standing(parts)
    actions.bin_parts(story, parts, by=writer(request))
    offer(request, f"{_parts(len(parts))} put into the bin for thirty days.", "restore parts", story, before)


_DOES: dict[str, Do] = {"publish": _publish, "withdraw": _withdraw, "move": _move, "bin": _throw_away}


def _parts(count: int) -> str:
    return "1 part" if count == 1 else f"{count:,} parts"
