"""Dates of their own: for one part, and for many at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inkstead.lib.durations import spelled
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import wall_of, zone_of, zone_word
from inkstead.serial import actions
from inkstead.serial.actions import RowsRefused, Wish
from inkstead.serial.calendar import Rule
from inkstead.serial.forms import (
    WALL,
    OpenLaterForm,
    RuleForm,
    ScheduleForm,
    WallField,
    chosen_ids,
    doubled_note,
    moment_typed,
)
from inkstead.serial.plans import known_plan
from inkstead.serial.queries import slot_note
from inkstead.stories import rules
from inkstead.stories.finding import own_part, own_story, writer
from inkstead.stories.models import Part, State, Story, Visibility
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, part_id: int) -> HttpResponse:
    """When one part appears, by the writer's own clock. A second time replaces the first."""
    part = own_part(request, part_id, rules.must_publish)
    over = part.is_published and part.visibility != Visibility.FOLLOWERS
    kind = OpenLaterForm if part.is_published else ScheduleForm
    form = kind(request.POST or None, initial=_standing(part, writer(request).zone or "UTC"))
    if request.method == "POST" and form.is_valid():
        said = form.attempt(lambda: _schedule(request, part, form))
        if said is not None:
            messages.success(request, said)
            return redirect(f"{reverse('write_story', args=[part.story_id])}#part-{part.pk}")
    context = {"story": part.story, "part": part, "form": form, "now": timezone.now(), "over": over}
    title = "Open later" if part.is_published else "Publish later"
    return desk_page(request, "serial/schedule.html", title, context, status=422 if form.errors else 200)


def _standing(part: Part, zone: str) -> dict[str, object]:
    times = {"publish_at": part.publish_at, "opens_at": part.opens_at}
    return {"zone": zone} | {name: wall_of(at, zone_of(zone)) for name, at in times.items() if at}


def _schedule(request: HttpRequest, part: Part, form: ScheduleForm) -> str:
    """What to tell the writer."""
    user, opens_at = writer(request), form.moment("opens_at")
    if part.is_published:
        actions.open_later(part, opens_at=opens_at, by=user)
        return (
            f"“{part.title}” opens {_when(form, 'opens_at')}" if opens_at else f"“{part.title}” stays with followers."
        )
    at = form.moment("publish_at")
    assert at is not None
    ahead = form.cleaned_data["ahead"]
    try:
        actions.schedule_parts(part.story, {part.pk: Wish(at, opens_at)}, by=user, ahead=ahead)
    except RowsRefused as refused:
        sentence = next(iter(refused.rows.values()))
        fields = {"ahead": "Tick this if that is what you want."} if refused.only_order else {"publish_at": sentence}
        raise Refused(sentence, code="invalid", fields=fields) from refused
    return f"“{part.title}” will be published {_when(form, 'publish_at')}"


def _when(form: ScheduleForm, field: str) -> str:
    wall, zone = form.cleaned_data[field], form.zone_name
    return f"on {wall:%A} {wall.day} {wall:%B %Y} at {wall:%H:%M} {zone_word(zone)}.{doubled_note(wall, zone)}"


@dataclass(slots=True)
class Row:
    """A part of the preview, with the time that stands in its field."""

    part: Part
    typed: str
    note: str = ""
    wrong: str = ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, story_id: int) -> HttpResponse:
    """Dates for the parts that were chosen: a rule fills the table, every time in it can be changed, all or none."""
    story = own_story(request, story_id)
    given = request.POST if request.method == "POST" else request.GET
    parts = _chosen(story, chosen_ids(given.getlist("part")))
    zone = writer(request).zone or "UTC"
    if request.method == "POST":
        return _confirm(request, story, parts, str(given.get("zone", zone)))
    known = known_plan(story)
    asked = "start" in request.GET
    initial = {"start": _tomorrow(zone), "every": "slots" if known.slots else "days", "days": 7}
    form = RuleForm(request.GET if asked else None, has_slots=bool(known.slots), initial=initial)
    rows = []
    if asked and form.is_valid():
        words = form.cleaned_data
        rule = Rule(
            start=words["start"],
            zone=zone_of(zone),
            every=words["every"],
            days=words["days"] or 1,
            weekdays=words["weekdays"],
            slots=known.slots,
            slot_zone=zone_of(known.plan.zone),
        )
        moments = rule.moments(len(parts))
        rows = [
            Row(part, f"{rule.shown(moment):{WALL[0]}}", slot_note(moment))
            for part, moment in zip(parts, moments, strict=False)
        ]
    return _dates_page(request, story, parts, rows, zone, rule_form=form)


def _confirm(request: HttpRequest, story: Story, parts: list[Part], zone: str) -> HttpResponse:
    rows = [Row(part, request.POST.get(f"at_{part.pk}", "").strip()) for part in parts]
    wishes = {row.part.pk: wish for row in rows if (wish := _wish(row, zone)) is not None}
    sentence, only_order = "Nothing was scheduled yet: some times cannot be.", False
    if rows and len(wishes) == len(rows):
        try:
            done = actions.schedule_parts(story, wishes, by=writer(request), ahead="ahead" in request.POST)
        except RowsRefused as refused:
            only_order, sentence = refused.only_order, refused.message
            for row in rows:
                row.wrong = refused.rows.get(row.part.pk, "")
        else:
            said = (
                "One part has its date"
                if len(done) == 1
                else f"{spelled(len(done)).capitalize()} parts have their dates"
            )
            messages.success(request, f"{said} now.")
            return redirect(f"{reverse('plan_story', args=[story.pk])}#weeks")
    known = known_plan(story)
    form = RuleForm(has_slots=bool(known.slots), initial={"start": _tomorrow(zone), "days": 7})
    more = {"sentence": sentence, "only_order": only_order}
    return _dates_page(request, story, parts, rows, zone, rule_form=form, status=422, **more)


def _wish(row: Row, zone: str) -> Wish | None:
    """What was typed in a row, or beside it why not."""
    try:
        wall = WallField(required=False).clean(row.typed)
        if wall is None:
            raise Refused("Say when.")
        return Wish(moment_typed(wall, zone, "publish_at"))
    except Refused as refused:
        row.wrong = refused.message
    except ValidationError as error:
        row.wrong = " ".join(error.messages)
    return None


def _dates_page(
    request: HttpRequest,
    story: Story,
    parts: list[Part],
    rows: list[Row],
    zone: str,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {"story": story, "parts": parts, "rows": rows, "zone": zone, **more}
    return desk_page(request, "serial/dates.html", "Dates for parts", context, status=status)


def _chosen(story: Story, ids: list[int]) -> list[Part]:
    """In the story's order; those that readers have already are left out."""
    rows = story.parts.filter(pk__in=ids).kept().exclude(state=State.PUBLISHED).select_related("head")
    return list(rows.defer("head__full_html", "head__full_text", "head__packed").in_order())


def _tomorrow(zone: str) -> datetime:
    wall = wall_of(timezone.now(), zone_of(zone)) + timedelta(days=1)
    return wall.replace(hour=18, minute=0, second=0, microsecond=0)
