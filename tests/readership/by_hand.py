"""The figures as a patient person would count them: row by row, with nothing of the program's own arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from inkstead.discussion.models import Comment, Vote
from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.readership.stops import read_stops
from inkstead.reading.models import Read
from inkstead.stories.models import FollowDay, Part, StoryFollow

Counts = dict[tuple[Any, ...], int]


def differences() -> list[object]:
    """Pairs that should be the same and are not."""
    pairs = (
        (stored(), counted_by_hand()),
        (stored_steps(), steps_by_hand()),
        (stored_people(), people_by_hand()),
        (booked_followers(), followers_by_hand()),
        (dict(PartFigures.objects.filter(finished__gt=0).values_list("pk", "finished")), finished_by_hand()),
    )
    return [pair for pair in pairs if pair[0] != pair[1]]


def counted_by_hand() -> Counts:
    found: Counts = defaultdict(int)
    readers: dict[tuple[int, str], set[str]] = defaultdict(set)
    story_of = dict(Part.objects.values_list("pk", "story_id"))
    for part, day, what in _everything():
        found["part", part, day, what] += 1
        found["story", story_of[part], day, what] += 1
    for read in Read.objects.all():
        readers[story_of[read.part_id], read.day.isoformat()].add(read.reader)
        key = read.block or f"%{int(read.reached * 20)}"
        found["stop", read.part_id, read.day.isoformat(), key] += 1
    for (story, day), names in readers.items():
        found["story", story, day, "readers"] = len(names)
    return dict(found)


def steps_by_hand() -> Counts:
    found: Counts = defaultdict(int)
    people, done, guests = _who_read()
    chains: dict[int, list[int]] = defaultdict(list)
    for part in Part.objects.order_by("position", "id"):
        if part.state == "published":
            chains[part.story_id].append(part.pk)
        found[part.pk, "people"] = len(people[part.pk])
        found[part.pk, "people_finished"] = len(done[part.pk])
        found[part.pk, "guests"] = len(guests[part.pk])
    for chain in chains.values():
        for before, part in pairwise(chain):
            found[part, "people_from_previous"] = len(people[part] & people[before])
            found[part, "guests_from_previous"] = len(guests[part] & guests[before])
            found[part, "people_from_first"] = len(people[part] & people[chain[0]])
    return {key: number for key, number in found.items() if number}


def stored() -> Counts:
    found: Counts = {}
    for part in PartDay.objects.all():
        day = part.day.isoformat()
        for what in ("reads", "finished", "votes", "comments"):
            found["part", part.part_id, day, what] = getattr(part, what)
        for block, (reads, _) in read_stops(part.stops).items():
            found["stop", part.part_id, day, block] = reads
    for story in StoryDay.objects.all():
        for what in ("reads", "readers", "finished", "votes", "comments"):
            found["story", story.story_id, story.day.isoformat(), what] = getattr(story, what)
    return {key: number for key, number in found.items() if number}


def stored_steps() -> Counts:
    names = ("people", "people_finished", "people_from_first", "people_from_previous", "guests", "guests_from_previous")
    rows = {(row.pk, name): getattr(row, name) for row in PartFigures.objects.all() for name in names}
    return {key: number for key, number in rows.items() if number}


def people_by_hand() -> dict[int, int]:
    people: dict[int, set[str]] = defaultdict(set)
    for read in Read.objects.select_related("part"):
        if read.reader.startswith("a:"):
            people[read.part.story_id].add(read.reader)
    return {story: len(names) for story, names in people.items()}


def stored_people() -> dict[int, int]:
    return {row.pk: row.people for row in StoryFigures.objects.all() if row.people}


def followers_by_hand() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for follow in StoryFollow.objects.all():
        found[follow.story_id] += 1
    return dict(found)


def booked_followers() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for day in FollowDay.objects.all():
        found[day.story_id] += day.gained - day.lost
    return {story: number for story, number in found.items() if number}


def finished_by_hand() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for read in Read.objects.all():
        found[read.part_id] += read.reached >= 0.9
    return {part: number for part, number in found.items() if number}


def _everything() -> Iterator[tuple[int, str, str]]:
    for read in Read.objects.all():
        yield read.part_id, read.day.isoformat(), "reads"
        if read.reached >= 0.9:
            yield read.part_id, read.day.isoformat(), "finished"
    for vote in Vote.objects.all():
        yield vote.part_id, f"{vote.created_at:%Y-%m-%d}", "votes"
    for comment in Comment.objects.filter(deleted_at=None, state="shown"):
        yield comment.part_id, f"{comment.created_at:%Y-%m-%d}", "comments"


def _who_read() -> tuple[dict[int, set[Any]], dict[int, set[Any]], dict[int, set[Any]]]:
    people, done, guests = defaultdict(set), defaultdict(set), defaultdict(set)
    for read in Read.objects.all():
        if read.reader.startswith("a:"):
            people[read.part_id].add(read.reader)
            if read.reached >= 0.9:
                done[read.part_id].add(read.reader)
        else:
            guests[read.part_id].add((read.day, read.reader))
    return people, done, guests
