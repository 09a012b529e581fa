"""Who came back to which story: people who finished a part, and those who finished one on another day too.

Counted from the ticks in tables of contents, once a night, and weighed as readers and voices are: of a day's people
only as many count as there were address blocks in which somebody finished a part of the story that day (those who have
been here longest first), and people who trade votes with the author are one person together. For nearly all stories
neither matters and the database counts them; the others are counted person by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count

from inkstead.library.models import FINISHED
from inkstead.rankings.formulas import WINDOWS
from inkstead.rankings.models import StoryPeople, StoryVoices
from inkstead.rankings.rings import Trades, trades_until
from inkstead.stories.models import NetworkDay, Story

FIELDS = ["people_month", "came_back_month", "people_all", "came_back_all"]  # in the order of the columns
SLICE = 1000
EVER = date(1970, 1, 1)
People = tuple[int, int]  # who finished a part, and who did so on two days
Days = Mapping[int, Collection[date]]  # of a person: on which they finished a part

# Whoever works on a story is no reader of it.
MARKS = """
    library_readmark mark
    JOIN stories_part part ON part.id = mark.part_id
    JOIN stories_story story ON story.id = part.story_id
    JOIN accounts_penname author ON author.id = story.author_id
    WHERE mark.reached >= %s AND mark.at >= %s AND mark.user_id <> author.user_id AND NOT EXISTS (
        SELECT 1 FROM stories_contributor beside JOIN accounts_penname name ON name.id = beside.pen_name_id
        WHERE beside.story_id = story.id AND name.user_id = mark.user_id
    )
"""
PEOPLE = f"""
    SELECT story_id, COUNT(*), SUM(CASE WHEN days > 1 THEN 1 ELSE 0 END) FROM (
        SELECT part.story_id, mark.user_id, COUNT(DISTINCT {{day}}) AS days
        FROM {MARKS} GROUP BY part.story_id, mark.user_id
    ) people GROUP BY story_id
"""  # noqa: S608 - our own words
# Stories with a day on which more people finished a part than there were address blocks.
CROWDED = f"""
    SELECT DISTINCT people.story_id FROM (
        SELECT part.story_id, {{day}} AS day, COUNT(DISTINCT mark.user_id) AS number
        FROM {MARKS} GROUP BY part.story_id, {{day}}
    ) people JOIN (
        SELECT story_id, day, SUM(blocks) AS blocks FROM (
            SELECT story_id, day, finishers AS blocks FROM rankings_storyvoices WHERE finishers IS NOT NULL
            UNION ALL
            SELECT story_id, day, COUNT(*) FROM stories_networkday WHERE what = 'kept' GROUP BY story_id, day
        ) each_of GROUP BY story_id, day
    ) seen ON seen.story_id = people.story_id AND seen.day = people.day
    WHERE people.number > seen.blocks
"""  # noqa: S608 - our own words
ONE_BY_ONE = f"""
    SELECT part.story_id, mark.user_id, {{day}} FROM {MARKS} AND part.story_id IN ({{stories}})
    GROUP BY part.story_id, mark.user_id, {{day}}
"""  # noqa: S608 - our own words
DAY_OF = {"sqlite": "substr(mark.at, 1, 10)", "postgresql": "(mark.at AT TIME ZONE 'UTC')::date"}


def count_people(until: date) -> int:
    """Count anew who came back to which story; answers for how many that changed. Read at once, written in slices."""
    month = until - timedelta(days=WINDOWS["month"] - 1)
    lately = _people_since(month)
    counted: dict[int, tuple[int, ...]] = {
        story: (*lately.get(story, (0, 0)), *since_ever) for story, since_ever in _people_since(EVER).items()
    }
    counted |= _one_by_one(month, trades_until(until))
    return _write(counted)


def people_of(days_of: Days, blocks: Mapping[date, int], ring: Collection[int]) -> People:
    """Of one story. A day that is missing in `blocks` is from before they were counted: there everybody counts."""
    together = {day for person in ring for day in days_of.get(person, ())}
    alone = [set(days) for person, days in sorted(days_of.items()) if person not in ring]
    seen: Counter[date] = Counter()
    counted = []
    for days in [*([together] if together else []), *alone]:
        seen.update(days)
        counted.append(sum(seen[day] <= blocks.get(day, seen[day]) for day in days))
    return sum(number > 0 for number in counted), sum(number > 1 for number in counted)


def _one_by_one(month: date, trades: Trades) -> dict[int, tuple[int, ...]]:
    """Of the stories where a block or a ring may weigh too much."""
    authors_of, rings = _rings(trades)
    counted: dict[int, tuple[int, ...]] = {}
    for stories in _sliced(sorted({*_crowded(), *authors_of})):
        blocks = _blocks(stories)
        for story, days_of in _days(stories).items():
            ring = rings.get(authors_of.get(story, 0), set())
            lately = {
                person: late for person, days in days_of.items() if (late := {day for day in days if day >= month})
            }
            counted[story] = (
                *people_of(lately, blocks[story], ring),
                *people_of(days_of, blocks[story], ring),
            )
    return counted


def _rings(trades: Trades) -> tuple[dict[int, int], dict[int, set[int]]]:
    """The authors of stories by people who trade votes, and with whom they do."""
    voters: dict[int, set[int]] = defaultdict(set)
    for voter, authors in trades.given.items():
        for author in authors:
            voters[author].add(voter)
    rings = {author: ring for author, people in voters.items() if (ring := trades.ring_of(author, people))}
    stories = Story.objects.listed().values_list("pk", "author__user")
    return {story: author for story, author in stories.iterator(chunk_size=5000) if author in rings}, rings


def _people_since(day: date) -> dict[int, People]:
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE.format(day=DAY_OF[connection.vendor]), [FINISHED, _moment(day)])
        return {story: (people, int(back)) for story, people, back in cursor.fetchall()}


def _crowded() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(CROWDED.format(day=DAY_OF[connection.vendor]), [FINISHED, _moment(EVER)])
        return {story for (story,) in cursor.fetchall()}


def _days(stories: list[int]) -> dict[int, dict[int, set[date]]]:
    """Of each of these stories its people, and on which days they finished a part."""
    found: dict[int, dict[int, set[date]]] = defaultdict(lambda: defaultdict(set))
    said = ONE_BY_ONE.format(day=DAY_OF[connection.vendor], stories=", ".join(["%s"] * len(stories)))
    with connection.cursor() as cursor:
        cursor.execute(said, [FINISHED, _moment(EVER), *stories])
        for story, person, day in cursor.fetchall():
            found[story][person].add(day if isinstance(day, date) else date.fromisoformat(day))
    return found


def _blocks(stories: list[int]) -> dict[int, Counter[date]]:
    found: dict[int, Counter[date]] = defaultdict(Counter)
    closed = StoryVoices.objects.filter(story__in=stories, finishers__isnull=False)
    for story, day, number in closed.values_list("story", "day", "finishers"):
        found[story][day] += number or 0
    still = NetworkDay.objects.filter(story__in=stories, what=NetworkDay.KEPT).order_by()
    for story, day, number in still.values_list("story", "day").annotate(Count("pk")):
        found[story][day] += number
    return found


def _moment(day: date) -> str | datetime | None:
    moment: str | datetime | None = connection.ops.adapt_datetimefield_value(datetime.combine(day, time(), UTC))
    return moment


def _write(counted: Mapping[int, tuple[int, ...]]) -> int:
    known = {row.pk: tuple(getattr(row, name) for name in FIELDS) for row in StoryPeople.objects.iterator()}
    changed = sorted(story for story, numbers in counted.items() if known.get(story) != numbers)
    for some in _sliced(changed):
        still = Story.objects.filter(pk__in=some).values_list("pk", flat=True)
        StoryPeople.objects.bulk_create(
            [StoryPeople(story_id=pk, **dict(zip(FIELDS, counted[pk], strict=True))) for pk in still],
            update_conflicts=True,
            unique_fields=["story"],
            update_fields=FIELDS,
        )
    for some in _sliced(sorted(known.keys() - counted.keys())):
        StoryPeople.objects.filter(pk__in=some).delete()
    return len(changed)


def _sliced(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))
