"""How alike two stories are to those who finish them: item-item cosine, |A ∩ B| ÷ √(|A| |B|), A and B their readers.

Nobody's reading can be told from a list: two stories are related only when at least `SUPPORT` people finished both.
Whoever knows four of them, having made four accounts, could wait for the fifth; so each pair asks for a few more, how
many is derived from the site's secret. (The measure: B. Sarwar et al., "Item-based collaborative filtering", WWW 2001.)
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from inkstead.events import touch_after_commit
from inkstead.recommendations.models import Finished, Related
from inkstead.stories.models import Story

SUPPORT, SPREAD = 5, 5  # people; each pair asks for 5 to 9
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


def relate_stories(*, with_scipy: bool | None = None) -> int:
    """Make every story's list anew; answers for how many it changed. With scipy (extra `recs`) where it is there."""
    if with_scipy is None:
        with_scipy = importlib.util.find_spec("scipy") is not None
    sizes = dict(Finished.objects.order_by().values_list("story").annotate(Count("pk")))
    stories = sorted({*sizes, *Related.objects.values_list("story", flat=True).distinct()})
    changed = 0
    for some, pairs in by_scipy(stories) if with_scipy else by_sql(stories):
        changed += _write(some, likest(pairs, sizes))
    return changed


def likest(pairs: Pairs, sizes: Mapping[int, int]) -> dict[int, dict[int, float]]:
    """Of each story the likest others that enough people finished too."""
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for story, other, together in pairs:
        if together >= support_of(story, other):
            found[story].append((round(together / sqrt(sizes[story] * sizes[other]), 6), other))
    return {
        story: {other: likeness for likeness, other in sorted(likes, key=lambda one: (-one[0], one[1]))[:SHOWN]}
        for story, likes in found.items()
    }


def support_of(story: int, other: int) -> int:
    """The same for a pair and its reverse; nobody outside can work it out."""
    pair = f"{min(story, other)} {max(story, other)}".encode()
    drawn = hashlib.blake2b(pair, key=settings.SECRET_KEY.encode()[:64], digest_size=4).digest()
    return SUPPORT + int.from_bytes(drawn, "big") % SPREAD


def by_sql(stories: list[int]) -> Iterator[tuple[list[int], Pairs]]:
    for start in range(0, len(stories), SLICE):
        some = stories[start : start + SLICE]
        with connection.cursor() as cursor:
            cursor.execute(TOGETHER, [some[0], some[-1], MOST, SUPPORT])
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
        enough = together.data >= SUPPORT
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


def _write(stories: list[int], likest_of: Mapping[int, Mapping[int, float]]) -> int:
    """Only what changed, and in one transaction for a slice; their pages are made again."""
    stood: dict[int, dict[int, float]] = defaultdict(dict)
    for story, other, likeness in Related.objects.filter(story__in=stories).values_list("story", "other", "likeness"):
        stood[story][other] = likeness
    changed = [story for story in stories if stood.get(story, {}) != likest_of.get(story, {})]
    with transaction.atomic():
        Related.objects.filter(story__in=changed).delete()
        still = set(Story.objects.filter(pk__in=_all_of(changed, likest_of)).values_list("pk", flat=True))
        Related.objects.bulk_create(
            Related(story_id=story, other_id=other, likeness=likeness)
            for story in changed
            for other, likeness in likest_of.get(story, {}).items()
            if story in still and other in still
        )
        touch_after_commit([f"related:{story}" for story in changed])
    return len(changed)


def _all_of(stories: list[int], likest_of: Mapping[int, Mapping[int, float]]) -> set[int]:
    return {pk for story in stories for pk in (story, *likest_of.get(story, {}))}
