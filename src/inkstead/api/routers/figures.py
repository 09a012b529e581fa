from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query, Router

from inkstead.api.auth import ApiRequest, person
from inkstead.api.finding import find_own_part, find_own_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.figures import (
    BlockStopShown,
    DayShown,
    PartFiguresShown,
    PartLineShown,
    SourceShown,
    StoryDayShown,
    StoryFiguresShown,
)
from inkstead.readership import queries
from inkstead.readership.models import StoryFigures
from inkstead.readership.queries import DayFigures, PartLine
from inkstead.readership.spans import span_of, today

router = Router(tags=["figures"])
Days = Annotated[Literal["7", "28", "90", "all"], Query(description="How many days back, today among them.")]


@router.get("/stories/{int:story_id}/figures", response=StoryFiguresShown, openapi_extra=says(404, 410, 422))
def story_figures(request: ApiRequest, story_id: Id, days: Days = "28") -> StoryFiguresShown:
    """How a story is read, by day and by part. For those who write it."""
    person(request)
    story = find_own_story(request, story_id, "counts")
    first = span_of(days).first_day(today(), queries.began(story))
    figures = StoryFigures.objects.filter(story=story).first()
    return StoryFiguresShown(
        story=story.pk,
        days=[_story_day(day) for day in queries.story_days(story, first)],
        parts=[_line(line) for line in queries.part_lines(story)],
        sources=[SourceShown(source=one.source, reads=one.reads) for one in queries.sources(story, first)],
        people=queries.people_since(figures, first),
        followed_at=figures.followed_at if figures else None,
    )


@router.get("/parts/{int:part_id}/figures", response=PartFiguresShown, openapi_extra=says(404, 410, 422))
def part_figures(request: ApiRequest, part_id: Id, days: Days = "28") -> PartFiguresShown:
    """How a part is read, by day, and block by block where readers stop. For those who write it."""
    person(request)
    part = find_own_part(request, part_id, "counts", "live")
    first = span_of(days).first_day(today(), queries.began(part.story))
    return PartFiguresShown(
        part=part.pk,
        reads=part.counts.reads,
        finished=queries.steps_of(part).finished,
        days=[_day(day) for day in queries.part_days(part, first)],
        blocks=[
            BlockStopShown(
                block=one.id, number=one.number, begins=round(one.begins, 4), reached=one.reached, stopped=one.stopped
            )
            for one in queries.block_stops(part)
        ],
    )


def _day(day: DayFigures) -> DayShown:
    return DayShown(
        day=day.day,
        reads=day.reads,
        readers=day.readers,
        finished=day.finished,
        votes=day.votes,
        comments=day.comments,
    )


def _story_day(day: DayFigures) -> StoryDayShown:
    return StoryDayShown(
        **_day(day).model_dump(),
        followers_gained=day.gained,
        followers_lost=day.lost,
        followers=day.followers,
    )


def _line(line: PartLine) -> PartLineShown:
    return PartLineShown(
        part=line.id,
        number=line.number or None,
        title=line.title,
        state=line.state,
        reads=line.reads,
        finished=line.finished,
        votes=line.votes,
        comments=line.comments,
        people=line.people,
        people_finished=line.people_finished,
        percent_from_first=line.from_first,
        percent_from_previous=line.from_previous,
        percent_guests_from_previous=line.guests_from_previous,
    )
