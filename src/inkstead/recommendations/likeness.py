"""How alike two stories are to those who finish them: item-item cosine, |A ∩ B| ÷ √(|A| |B|), A and B their readers.

Nobody's reading can be told from a list: how many finished both goes into it with a number drawn for each pair, and
every pair is looked at once in six weeks only: see `deciding`, which is why the first of the three numbers differs
by up to five from the true one. (The measure: B. Sarwar et al., "Item-based collaborative filtering", WWW 2001.)
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from math import sqrt
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from inkstead.events import touch_after_commit
from inkstead.recommendations.deciding import LEAST, Nights
from inkstead.recommendations.models import Finished, Ledger, Related
from inkstead.stories.models import Story

SHOWN = 12  # of the most alike are kept for each story
MOST = 300  # stories: whoever finished more says nothing about two of them
SLICE = 200  # stories at once
Pairs = Iterable[tuple[int, int, int]]  # story, other, people who finished both

TOGETHER = """
    SELECT mine.story_id, theirs.story_id, COUNT(*)
    FROM recommendations_finished mine
    JOIN recommendations_finished theirs ON theirs.user_id = mine.user_id AND theirs.story_id <> mine.story_id
    WHERE mine.story_id BETWEEN %s AND %s AND mine.user_id NOT IN (
        SELECT user_id FROM recommendations_finished GROUP BY user_id HAVING COUNT(*) > %s
    )
    GROUP BY mine.story_id, theirs.story_id HAVING COUNT(*) >= %s
"""


def relate_stories(*, with_scipy: bool | None = None, today: date | None = None) -> int:
    """Decide the pairs whose night has come; answers for how many stories it changed the list. Doing it twice in a
    night is harmless. With scipy (extra `recs`) where it is there."""
    if with_scipy is None:
        with_scipy = importlib.util.find_spec("scipy") is not None
    ledger, _ = Ledger.objects.get_or_create(pk=1)
    nights = Nights(ledger.decided, today or datetime.now(UTC).date())
    if nights.since is not None and nights.until <= nights.since:
        return 0
    sizes = dict(Finished.objects.order_by().values_list("story").annotate(Count("pk")))
    stories = sorted({*sizes, *Related.objects.values_list("story", flat=True).distinct()})
    changed = 0
    for some, pairs in by_scipy(stories) if with_scipy else by_sql(stories):
        changed += _write(some, likest(pairs, sizes, nights), nights)
    ledger.decided = nights.until
    ledger.save(update_fields=["decided"])
    return changed


def likest(pairs: Pairs, sizes: Mapping[int, int], nights: Nights) -> dict[int, dict[int, float]]:
    """Of each story the others that enough people finished too, as far as that is decided now."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for story, other, together in pairs:
        if nights.decide(story, other) and (counted := nights.counted(story, other, together)) is not None:
            found[story][other] = min(round(counted / sqrt(sizes[story] * sizes[other]), 6), 1.0)
    return dict(found)


def by_sql(stories: list[int]) -> Iterator[tuple[list[int], Pairs]]:
    for start in range(0, len(stories), SLICE):
        some = stories[start : start + SLICE]
        with connection.cursor() as cursor:
            cursor.execute(TOGETHER, [some[0], some[-1], MOST, LEAST])
            yield some, cursor.fetchall()


def by_scipy(stories: list[int]) -> Iterator[tuple[list[int], Pairs]]:
    """A matrix of people and stories, multiplied with itself a slice of columns at a time."""
    import numpy  # noqa: PLC0415 - an extra of 170 MB, wanted in this job only
    from scipy import sparse  # noqa: PLC0415

    place = {story: number for number, story in enumerate(stories)}
    many = set(_busiest())
    rows: list[int] = []
    columns: list[int] = []
    for user, story in Finished.objects.order_by("user").values_list("user", "story").iterator(chunk_size=20_000):
        if story in place and user not in many:
            rows.append(user)
            columns.append(place[story])
    people, numbered = numpy.unique(numpy.asarray(rows, dtype=numpy.int64), return_inverse=True)
    ones = numpy.ones(len(rows), dtype=numpy.int32)
    of_kind: Any = sparse.csc_matrix
    matrix = of_kind((ones, (numbered, columns)), shape=(len(people), len(stories)))
    for start in range(0, len(stories), SLICE):
        some = stories[start : start + SLICE]
        together = (matrix[:, start : start + SLICE].T @ matrix).tocoo()
        enough = together.data >= LEAST
        yield (
            some,
            [
                (some[row], stories[column], int(number))
                for row, column, number in zip(
                    together.row[enough], together.col[enough], together.data[enough], strict=True
                )
                if some[row] != stories[column]
            ],
        )


def _busiest() -> list[int]:
    rows = Finished.objects.order_by().values_list("user").annotate(number=Count("pk")).filter(number__gt=MOST)
    return [user for user, _ in rows]


def _write(stories: list[int], decided: Mapping[int, Mapping[int, float]], nights: Nights) -> int:
    """Only what changed, and in one transaction for a slice; their pages are made again."""
    stood: dict[int, dict[int, float]] = defaultdict(dict)
    for story, other, likeness in Related.objects.filter(story__in=stories).values_list("story", "other", "likeness"):
        stood[story][other] = likeness
    lists = {story: _list_of(story, stood[story], decided.get(story, {}), nights) for story in stories}
    changed = [story for story in stories if stood[story] != lists[story]]
    with transaction.atomic():
        Related.objects.filter(story__in=changed).delete()
        named = {pk for story in changed for pk in (story, *lists[story])}
        still = set(Story.objects.filter(pk__in=named).values_list("pk", flat=True))
        Related.objects.bulk_create(
            Related(story_id=story, other_id=other, likeness=likeness)
            for story in changed
            for other, likeness in lists[story].items()
            if story in still and other in still
        )
        touch_after_commit([f"related:{story}" for story in changed])
    return len(changed)


def _list_of(story: int, stood: Mapping[int, float], decided: Mapping[int, float], nights: Nights) -> dict[int, float]:
    """What is not decided now stays as it was; the likest are kept."""
    stays = {other: likeness for other, likeness in stood.items() if not nights.decide(story, other)}
    return dict(sorted({**stays, **decided}.items(), key=lambda one: (-one[1], one[0]))[:SHOWN])
