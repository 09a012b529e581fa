"""Which accounts ever read a story, each with the last day on which it did.

A later day is noted as soon as it is counted, and noting it twice is harmless. A day is taken back only where a part is
gone with its reads: then all of the story's people are looked for anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from inkstead.readership.models import StoryPerson
from inkstead.readership.rows import accounts_that_read
from inkstead.readership.sums import claim
from inkstead.stories.models import Part

AT_ONCE = 1_000  # rows in one short transaction
PARTS_AT_ONCE = 50
IN_MEMORY = 200_000  # people
NOTED = (
    "INSERT INTO readership_storyperson (story_id, account, last_day) VALUES (%s, %s, %s)"
    " ON CONFLICT (story_id, account) DO UPDATE SET last_day = excluded.last_day"
    " WHERE readership_storyperson.last_day < excluded.last_day"
)


def note_people(story_id: int, seen: Mapping[int, date]) -> None:
    """That these accounts read, on this day at last. Before the version is claimed under which it was counted: whoever
    takes days back has claimed it first, and then this is done again."""
    waiting = iter(sorted(seen.items()))
    while some := dict(islice(waiting, AT_ONCE)):
        rows = StoryPerson.objects.filter(story=story_id, account__in=some)
        known = dict(rows.values_list("account", "last_day"))
        later = [(story_id, *one) for one in some.items() if known.get(one[0], date.min) < one[1]]
        if later:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(NOTED, later)


def last_days(story_id: int) -> dict[str, int]:
    """How many accounts read last on each day."""
    rows = StoryPerson.objects.filter(story=story_id).order_by("last_day").values_list("last_day")
    return {day.isoformat(): number for day, number in rows.annotate(Count("pk"))}


@dataclass(frozen=True, slots=True)
class Found:
    version: int | None  # of the story's sums now; None when somebody else wrote some, so that days could not go back
    wrong: int  # people whose last day was not right


def find_people(story_id: int, version: int) -> Found:
    """Look for all people of a story anew, if nobody else writes sums of it meanwhile. A share of them at a time is
    held in memory."""
    parts = list(Part.objects.filter(story=story_id).values_list("pk", flat=True))
    turns, wrong = 1 + StoryPerson.objects.filter(story=story_id).count() // IN_MEMORY, 0
    now: int | None = version
    for turn in range(turns):
        seen = _seen_in(parts, turns, turn)
        rows = StoryPerson.objects.filter(story=story_id).values_list("account", "last_day").iterator(AT_ONCE)
        known = {account: day for account, day in rows if account % turns == turn}
        wrong += sum(seen.get(account) != known.get(account) for account in seen.keys() | known.keys())
        note_people(story_id, {account: day for account, day in seen.items() if known.get(account) != day})
        over = [account for account, day in known.items() if seen.get(account, date.min) < day]
        now = _take_back(story_id, over, seen, now) if now is not None else None
    return Found(now, wrong)


def _seen_in(parts: Sequence[int], turns: int, turn: int) -> dict[int, date]:
    seen: dict[int, date] = {}
    for start in range(0, len(parts), PARTS_AT_ONCE):
        for account, day in accounts_that_read(parts[start : start + PARTS_AT_ONCE]).items():
            if account % turns == turn and day > seen.get(account, date.min):
                seen[account] = day
    return seen


def _take_back(story_id: int, accounts: Sequence[int], seen: Mapping[int, date], version: int) -> int | None:
    """Those who read nothing but what is gone, and those whose last day went with it."""
    for start in range(0, len(accounts), AT_ONCE):
        some = accounts[start : start + AT_ONCE]
        with transaction.atomic():
            if not claim(story_id, version):
                return None
            rows = StoryPerson.objects.filter(story=story_id)
            rows.filter(account__in=[account for account in some if account not in seen]).delete()
            rows.bulk_update(_earlier(rows, some, seen), ["last_day"])
        version += 1
    return version


def _earlier(rows: QuerySet[StoryPerson], accounts: Sequence[int], seen: Mapping[int, date]) -> list[StoryPerson]:
    found = list(rows.filter(account__in=[account for account in accounts if account in seen]))
    for person in found:
        person.last_day = seen[person.account]
    return found
