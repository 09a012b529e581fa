"""What the pages about a story's rhythm show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby, islice, takewhile

from django.utils import timezone
from django.utils.safestring import SafeString

from inkstead.accounts.models import User
from inkstead.lib.durations import roughly, spelled
from inkstead.lib.zones import wall_of, zone_of
from inkstead.serial.flow import Turn
from inkstead.serial.models import WEEKDAYS, Announcement, Slot
from inkstead.serial.plans import Known, known_plan, known_plans, queue_begins
from inkstead.serial.slots import SlotMoment, slot_moments
from inkstead.stories.models import Part, Story, StoryFollow
from inkstead.web.dates import day

WEEKS_SHOWN = 6
NEWS_SHOWN = timedelta(weeks=8)
FREE_SHOWN = 4  # slots after the last part, so that the end of the buffer can be seen


@dataclass(frozen=True, slots=True)
class WeeklyLine:
    """ "Mondays and Thursdays, 18:00"."""

    at: str
    days: str
    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class QueueLine:
    part: Part
    place: int
    at: datetime | None
    note: str  # what the clocks do to this slot
    waits_for: Part | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Spine:
    """A part on the shelf of those to come, or an empty place."""

    x: int
    y: int
    height: int
    title: str  # empty for a free slot

    @property
    def is_free(self) -> bool:
        return not self.title


@dataclass(frozen=True, slots=True)
class Gauge:
    """How long the buffer lasts."""

    parts: int
    words: str
    spines: Sequence[Spine]
    width: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something that happens on a day to come."""

    at: datetime
    what: str  # "part", "free", "opens", "news", "return"
    title: str = ""
    part_id: int | None = None
    in_queue: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    title: str
    lines: Sequence[DayLine]


@dataclass(frozen=True, slots=True)
class PlanPage:
    zone: str
    early_days: int
    rhythm: Sequence[WeeklyLine]
    queue: Sequence[QueueLine]
    waits_for: Sequence[Part]
    gauge: Gauge | None
    weeks: Sequence[Week]
    ready: Sequence[Part] = field(default_factory=list)  # drafts with a text that are in no plan


def plan_page(story: Story) -> PlanPage:
    """Five queries, whatever is planned."""
    known = known_plan(story)
    turns = known.turns()
    lines = _queue_lines(known, turns)
    blocking = {line.waits_for.pk: line.waits_for for line in lines if line.waits_for and not line.waits_for.in_queue}
    return PlanPage(
        zone=known.plan.zone,
        early_days=known.plan.early_days,
        rhythm=_rhythm(story.slots.all()),
        queue=lines,
        waits_for=list(blocking.values()),
        gauge=_gauge(known, lines),
        weeks=_weeks(known, turns),
        ready=[part for part in known.beside if part.publish_at is None and part.head and part.head.words],
    )


def queue_waits_for(story: Story) -> list[Part]:
    """The drafts beside the queue for which it waits. One query when the story has no queue, else four."""
    if not Part.objects.filter(story=story, in_queue=True).kept().exists():
        return []
    return _missing(known_plan(story))


def queues_that_wait(stories: Collection[Story]) -> set[int]:
    """Ids of stories whose queue waits for a draft. Three queries, however many stories."""
    return {story_id for story_id, known in known_plans(stories).items() if _missing(known)} if stories else set()


def _missing(known: Known) -> list[Part]:
    missing = {turn.waits_for for turn in known.turns() if turn.waits_for is not None}
    return [part for part in known.beside if part.pk in missing]


def waiting_said(parts: Sequence[Part]) -> str:
    """One sentence for a message; empty when the queue waits for nothing."""
    if not parts:
        return ""
    named = " and ".join(f"“{part.title}”" for part in parts[:2])
    if len(parts) == 1:
        return f"The queue waits for {named} now, a draft that comes first in the story."
    rest = f" and {spelled(len(parts) - 2)} more" if len(parts) > 2 else ""
    return f"The queue waits for {named}{rest} now, drafts that come first in the story."


def weekdays_said(weekdays: Iterable[int]) -> str:
    numbers = sorted(set(weekdays))
    if len(numbers) == 7:
        return "Every day"
    names = [f"{WEEKDAYS[number]}s" for number in numbers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def slot_note(slot: SlotMoment) -> str:
    """What the clocks do to a slot, if anything."""
    if slot.moved:
        return f"clocks skip {slot.wall:%H:%M} that night"
    return f"clocks show {slot.wall:%H:%M} twice that night; this is the first" if slot.doubled else ""


def _rhythm(slots: Iterable[Slot]) -> list[WeeklyLine]:
    by_time = sorted(slots, key=lambda slot: (slot.at, slot.weekday))
    lines = []
    for at, group in groupby(by_time, key=lambda slot: slot.at):
        found = list(group)
        lines.append(WeeklyLine(f"{at:%H:%M}", weekdays_said(slot.weekday for slot in found), found))
    return lines


def _queue_lines(known: Known, turns: Sequence[Turn]) -> list[QueueLine]:
    return [
        QueueLine(
            part=known.part(turn.part_id),
            place=place,
            at=turn.slot.at if turn.slot else None,
            note=slot_note(turn.slot) if turn.slot else "",
            waits_for=known.part(turn.waits_for) if turn.waits_for else None,
            is_first=place == 1,
            is_last=place == len(turns),
        )
        for place, turn in enumerate(turns, start=1)
    ]


def _gauge(known: Known, lines: Sequence[QueueLine]) -> Gauge | None:
    """Everything that will appear by itself counts, in its slot or on a date of its own."""
    dated = [(part.publish_at, part) for part in known.beside if part.publish_at]
    coming = sorted([*((line.at, line.part) for line in lines if line.at), *dated], key=lambda pair: pair[0])
    if not coming:
        return None
    last = coming[-1][0]
    count = f"{spelled(len(coming)).capitalize()} part{'' if len(coming) == 1 else 's'}"
    wall = wall_of(last, zone_of(known.plan.zone))
    words = f"{count}, until {wall:%A} {wall.day} {wall:%B}{_year(wall, known)}; {roughly(last - known.now)}"
    free = len(list(islice(known.free_slots(), FREE_SHOWN)))
    return Gauge(len(coming), words, *_shelf([part for _, part in coming], free))


def _shelf(parts: Sequence[Part], free: int, most: int = 60) -> tuple[list[Spine], int]:
    """Spines as tall as their parts are long, and as many empty places."""
    words = [part.head.words if part.head else 0 for part in parts[:most]]
    longest = max(words, default=0) or 1
    spines = []
    for index, (part, length) in enumerate(zip(parts, words, strict=False)):
        height = 18 + round(26 * length / longest)
        spines.append(Spine(index * 14, 46 - height, height, part.title))
    spines += [Spine((len(spines) + n) * 14, 28, 18, "") for n in range(free)]
    return spines, max(len(spines) * 14, 14)


def _weeks(known: Known, turns: Sequence[Turn]) -> list[Week]:
    """What happens in the coming weeks, day by day; slots that nobody has are free."""
    zone = zone_of(known.plan.zone)
    today = wall_of(known.now, zone).date()
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(days=7 * WEEKS_SHOWN)
    lines = [*_part_lines(known, turns), *_free_lines(known, turns, end), *_other_lines(known)]
    by_week: dict[date, list[DayLine]] = {}
    for line in sorted(lines, key=lambda line: line.at):
        on = wall_of(line.at, zone).date()
        if on < end:
            by_week.setdefault(on - timedelta(days=on.weekday()), []).append(line)
    return [Week(_week_title(begin, monday), found) for begin, found in by_week.items()]


def _part_lines(known: Known, turns: Sequence[Turn]) -> list[DayLine]:
    queued = [
        DayLine(turn.slot.at, "part", known.part(turn.part_id).title, turn.part_id, True, slot_note(turn.slot))
        for turn in turns
        if turn.slot
    ]
    return queued + [
        DayLine(part.publish_at, "part", part.title, part.pk) for part in known.beside if part.publish_at is not None
    ]


def _free_lines(known: Known, turns: Sequence[Turn], end: date) -> list[DayLine]:
    begin = queue_begins(known.story, known.plan, known.now)
    if begin is None:
        return []
    zone = zone_of(known.plan.zone)
    given_out = {turn.slot.at for turn in turns if turn.slot} | {part.publish_at for part in known.beside}
    slots = takewhile(lambda slot: slot.wall.date() < end, slot_moments(known.slots, zone, after=begin))
    return [DayLine(slot.at, "free", note=slot_note(slot)) for slot in slots if slot.at not in given_out]


def _other_lines(known: Known) -> list[DayLine]:
    opening = Part.objects.filter(story=known.story, opens_at__gt=known.now).kept()
    news = Announcement.objects.filter(story=known.story, published_at=None, publish_at__isnull=False)
    return [
        *(DayLine(at, "opens", title, pk) for pk, title, at in opening.values_list("pk", "title", "opens_at") if at),
        *(DayLine(at, "news", title, pk) for pk, title, at in news.values_list("pk", "title", "publish_at") if at),
    ]


def _week_title(begin: date, this_monday: date) -> str:
    weeks = (begin - this_monday).days // 7
    return {0: "This week", 1: "Next week"}.get(weeks) or f"Week of {begin.day} {begin:%B}"


def _year(wall: datetime, known: Known) -> str:
    return "" if wall.year == known.now.year else f" {wall.year}"


@dataclass(frozen=True, slots=True)
class FollowedNews:
    title: str
    url: str
    day: SafeString
    story_title: str
    story_url: str


def news_for(reader: User, most: int = 5) -> list[FollowedNews]:
    """The newest announcements on stories that somebody follows, of the last weeks, in one query."""
    followed = StoryFollow.objects.filter(user=reader).values("story")
    rows = Announcement.objects.visible_to(reader).filter(
        story__in=followed, published_at__gt=timezone.now() - NEWS_SHOWN
    )
    found = rows.select_related("story").defer("html", "typed", "text", "story__summary").newest_first()[:most]
    return [
        FollowedNews(
            row.title, row.get_absolute_url(), day(row.published_at), row.story.title, row.story.get_absolute_url()
        )
        for row in found
    ]
