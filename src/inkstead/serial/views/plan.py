"""A story's rhythm: its slots, its queue, and what the coming weeks look like."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from inkstead.serial import actions
from inkstead.serial.forms import EarlyForm, HiatusForm, PlanZoneForm, SlotForm, StandingForm
from inkstead.serial.models import Slot
from inkstead.serial.queries import PlanPage, plan_page
from inkstead.stories.actions import edit_story
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.desk import desk_page


@login_required
@require_safe
def plan(request: HttpRequest, story_id: int) -> HttpResponse:
    return show_plan(request, own_story(request, story_id))


def show_plan(request: HttpRequest, story: Story, *, status: int = 200, **given: Any) -> HttpResponse:
    """`given` are forms that came back with something wrong, or a `question` about the queue."""
    shown = plan_page(story)
    forms = {**_forms(request, story, shown), **given}
    wrong = next((form for form in given.values() if getattr(form, "errors", None)), None)
    context = {"story": story, "plan": shown, "form": wrong, **forms}
    return desk_page(request, "serial/plan.html", f"Plan of {story.title}", context, status=status)


def _forms(request: HttpRequest, story: Story, shown: PlanPage) -> dict[str, Any]:
    zone = shown.zone if shown.rhythm else writer(request).zone or shown.zone
    standing = {"standing_before": story.standing_before, "standing_after": story.standing_after}
    return {
        "slot_form": SlotForm(),
        "zone_form": PlanZoneForm(initial={"zone": zone}),
        "early_form": EarlyForm(initial={"days": shown.early_days}),
        "hiatus_form": HiatusForm(initial={"returns_on": story.returns_on}),
        "standing_form": StandingForm(initial=standing),
    }


@login_required
@require_POST
def add_slots(request: HttpRequest, story_id: int) -> HttpResponse:
    story, form = own_story(request, story_id), SlotForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        form.attempt(lambda: actions.add_slots(story, weekdays=given["weekdays"], at=given["at"], by=writer(request)))
    return _done(request, story, "slots", slot_form=form)


@login_required
@require_POST
def remove_slot(request: HttpRequest, story_id: int, slot_id: int) -> HttpResponse:
    story = own_story(request, story_id)
    actions.remove_slot(get_object_or_404(Slot, pk=slot_id, story=story), by=writer(request))
    return _done(request, story, "slots")


@login_required
@require_POST
def plan_zone(request: HttpRequest, story_id: int) -> HttpResponse:
    story, form = own_story(request, story_id), PlanZoneForm(request.POST)
    if form.is_valid():
        form.attempt(lambda: actions.choose_plan_zone(story, zone=form.cleaned_data["zone"], by=writer(request)))
    return _done(request, story, "slots", zone_form=form)


@login_required
@require_POST
def early(request: HttpRequest, story_id: int) -> HttpResponse:
    story, form = own_story(request, story_id), EarlyForm(request.POST)
    if form.is_valid():
        form.attempt(lambda: actions.give_early_access(story, days=form.cleaned_data["days"], by=writer(request)))
    return _done(request, story, "early", early_form=form)


@login_required
@require_POST
def hiatus(request: HttpRequest, story_id: int) -> HttpResponse:
    """Begin a pause or change its end; with `end`, end it."""
    story, form, user = own_story(request, story_id), HiatusForm(request.POST), writer(request)
    if "end" in request.POST:
        actions.end_hiatus(story, by=user)
        return _done(request, story, "hiatus")
    if form.is_valid():
        form.attempt(lambda: actions.begin_hiatus(story, returns_on=form.cleaned_data["returns_on"], by=user))
    return _done(request, story, "hiatus", hiatus_form=form)


@login_required
@require_POST
def standing(request: HttpRequest, story_id: int) -> HttpResponse:
    story, form = own_story(request, story_id), StandingForm(request.POST)
    if form.is_valid():
        form.attempt(lambda: edit_story(story, by=writer(request), **form.cleaned_data))
    return _done(request, story, "standing", standing_form=form)


def _done(request: HttpRequest, story: Story, anchor: str, **forms: Any) -> HttpResponse:
    """Back to where the change was made, or the page again with what is wrong."""
    if any(form.errors for form in forms.values()):
        return show_plan(request, story, status=422, **forms)
    messages.success(request, "Saved.")
    return redirect(f"/write/story/{story.pk}/plan/#{anchor}")
