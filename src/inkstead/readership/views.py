"""How a story and its parts are read. Only for those who write them."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from inkstead.readership import pictures, sheets
from inkstead.readership.models import StoryFigures
from inkstead.readership.queries import (
    began,
    block_stops,
    part_days,
    part_lines,
    people_since,
    sources,
    steps_of,
    story_days,
)
from inkstead.readership.spans import SPANS, Span, span_of, today
from inkstead.readership.stopping import drops
from inkstead.readership.tables import part_rows
from inkstead.stories import rules
from inkstead.stories.finding import own_part, own_story
from inkstead.web.desk import desk_page

Answer = TypeVar("Answer", bound=HttpResponseBase)
LINES_DRAWN = 40  # parts that get a line each
BLOCKS_LISTED = 400


@login_required
@require_safe
def story_figures(request: HttpRequest, story_id: int) -> HttpResponse:
    """Reads by day, from part to part, followers, where readers come from."""
    story = own_story(request, story_id, rules.must_edit)
    span = span_of(request.GET.get("days", ""))
    first = span.first_day(today(), began(story))
    figures = StoryFigures.objects.filter(story=story).first()
    days, lines = story_days(story, first), part_lines(story)
    told = [line for line in lines if line.number]
    context = {
        **_spans(span),
        **_parts(told, lines),
        "story": story,
        "figures": figures,
        "reading": pictures.reading(days),
        "followers": pictures.followers(days),
        "follow_days": [day for day in reversed(days) if day.gained or day.lost],
        "gained": sum(day.gained for day in days),
        "lost": sum(day.lost for day in days),
        "people": people_since(figures, first),
        "sources": sources(story, first),
        "nothing": not any(line.reads for line in lines),
    }
    return desk_page(request, "readership/story.html", f"Figures · {story.title}", context)


def _spans(span: Span) -> dict[str, Any]:
    return {"span": span, "spans": SPANS}


def _parts(told: list[Any], lines: list[Any]) -> dict[str, Any]:
    shares = pictures.share_bars([(line.people, line.people_finished) for line in told])
    few = len(told) <= LINES_DRAWN
    return {
        "people_lines": list(zip(told, shares, strict=True)) if few else [],
        "people_picture": None if few else pictures.people_by_part(told),
        "anybody": any(line.people for line in told),
        "parts": len(told),
        "part_rows": part_rows(lines),
    }


@login_required
@require_safe
def part_figures(request: HttpRequest, part_id: int) -> HttpResponse:
    """Reads by day, and where inside the part readers stop."""
    part = own_part(request, part_id, rules.must_edit)
    span = span_of(request.GET.get("days", ""))
    days = part_days(part, span.first_day(today(), began(part.story)))
    stops = block_stops(part)
    worst = drops(stops)
    context = {
        **_spans(span),
        "story": part.story,
        "part": part,
        "reading": pictures.reading(days, inner="finished"),
        "steps": steps_of(part),
        "stops": stops[:BLOCKS_LISTED],
        "more_stops": max(len(stops) - BLOCKS_LISTED, 0),
        "stopped_reads": stops[0].of if stops else 0,
        "worst": worst,
        "staying": pictures.staying(stops, worst),
        "nothing": not part.counts.reads,
    }
    return desk_page(request, "readership/part.html", f"Figures · {part.title}", context)


@login_required
@require_safe
def story_sheet(request: HttpRequest, story_id: int, name: str) -> HttpResponseBase:
    story = own_story(request, story_id, rules.must_edit)
    if name not in sheets.OF_STORY:
        raise Http404
    return _sheet(sheets.as_csv(sheets.OF_STORY[name](story)), f"story-{story.pk}-{name}.csv")


@login_required
@require_safe
def part_sheet(request: HttpRequest, part_id: int, name: str) -> HttpResponseBase:
    part = own_part(request, part_id, rules.must_edit)
    if name not in sheets.OF_PART:
        raise Http404
    return _sheet(sheets.as_csv(sheets.OF_PART[name](part)), f"part-{part.pk}-{name}.csv")


@login_required
@require_safe
def story_sheets(request: HttpRequest, story_id: int) -> HttpResponseBase:
    """Everything in one file."""
    story = own_story(request, story_id, rules.must_edit)
    packed = sheets.everything(story)
    answer = FileResponse(packed, as_attachment=True, filename=f"story-{story.pk}-figures.zip")
    return _private(answer)


def _sheet(lines: Any, filename: str) -> HttpResponse:
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return _private(answer)


def _private(answer: Answer) -> Answer:
    answer["Cache-Control"] = "private, no-store"
    return answer
