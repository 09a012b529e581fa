"""What a day of a story weighs: its readers and voices. Open days are counted anew, closed ones kept as sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from inkstead.discussion.models import Vote
from inkstead.rankings.models import Ledger
from inkstead.rankings.rings import Trades, trades_until
from inkstead.reading.models import Read
from inkstead.stories.models import Contributor, NetworkDay, Story

SLICE = 500  # stories that are written at once
GRACE = timedelta(minutes=10)  # after midnight: reads heard before it are written a second later
Weight = tuple[int, int]  # readers, voices
ADDED = (
    "INSERT INTO rankings_storyvoices AS known (story_id, day, readers, voices, finishers) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (story_id, day) DO UPDATE SET readers = known.readers + excluded.readers, "
    "voices = known.voices + excluded.voices, "
    "finishers = COALESCE(known.finishers + excluded.finishers, known.finishers, excluded.finishers)"
)


def weigh(day: date, stories: Collection[int] | None, trades: Trades) -> dict[int, Weight]:
    """A day that is not closed, from its rows. Without `stories`, of every story that was read or voted for."""
    rows = (
        NetworkDay.objects.filter(day=day) if stories is None else NetworkDay.objects.filter(day=day, story__in=stories)
    )
    networks = {
        (what, story): number
        for what, story, number in rows.order_by().values_list("what", "story").annotate(Count("pk"))
    }
    voices = _voices(day, {story for what, story in networks if what == NetworkDay.VOTE}, trades, networks)
    known = {story for _, story in networks}
    return {story: (networks.get((NetworkDay.READ, story), 0), voices.get(story, 0)) for story in known}


def close_days(now: datetime | None = None) -> int:
    """Add up the days that are over, and forget which networks were seen on them. Answers how many rows went."""
    last = ((now or timezone.now()) - GRACE).astimezone(UTC).date() - timedelta(days=1)
    days = list(NetworkDay.objects.filter(day__lte=last).order_by("day").values_list("day", flat=True).distinct())
    trades = trades_until(last) if days else Trades()
    closed = sum(_close(day, trades) for day in days)
    Ledger.objects.update_or_create(pk=1, defaults={"closed": last})
    return closed


def gather_old_days(now: datetime | None = None) -> bool:
    """Days from before there were rankings, from the reads and votes themselves; whether there is nothing more to do.

    One slice of stories at a time, so that a large site goes on meanwhile.
    """
    ledger, _ = Ledger.objects.get_or_create(pk=1)
    if ledger.gathering_done:
        return True
    before = ledger.gathered_before or _first_day_seen() or (now or timezone.now()).astimezone(UTC).date()
    stories = list(Story.objects.filter(pk__gt=ledger.gathered).order_by("pk").values_list("pk", flat=True)[:SLICE])
    with transaction.atomic():
        _add((*key, *weight, None) for key, weight in _from_rows(stories, before).items())
        ledger.gathered_before = before
        ledger.gathered = stories[-1] if stories else ledger.gathered
        ledger.gathering_done = not stories
        ledger.save(update_fields=["gathered", "gathered_before", "gathering_done"])
    return ledger.gathering_done


def _close(day: date, trades: Trades) -> int:
    gone = 0
    waiting = NetworkDay.objects.filter(day=day).order_by("story")
    while stories := list(waiting.values_list("story", flat=True).distinct()[:SLICE]):
        # Weighed and taken away in one transaction: whoever is stopped in between has done nothing, and begins again.
        with transaction.atomic():
            rows = NetworkDay.objects.filter(day=day, story__in=stories)
            held = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
            kept = rows.filter(what=NetworkDay.KEPT).order_by().values_list("story").annotate(Count("pk"))
            finishers: dict[int, int] = dict(kept)
            weights = weigh(day, stories, trades).items()
            _add((story, day, *weight, finishers.get(story)) for story, weight in weights)
            NetworkDay.objects.filter(pk__in=held).delete()
        gone += len(held)
    return gone


def _add(rows: Iterable[tuple[int, date, int, int, int | None]]) -> None:
    """Story, day, readers, voices and finishers: added to what is there already."""
    in_order = sorted(rows, key=lambda row: row[:2])
    with connection.cursor() as cursor:
        cursor.executemany(ADDED, in_order)


def _voices(
    day: date, stories: Collection[int], trades: Trades, networks: dict[tuple[str, int], int]
) -> dict[int, int]:
    """Votes of the day that stand: whoever trades votes with the author once together, every network once at most."""
    begins = datetime.combine(day, time(), UTC)
    rows = Vote.objects.filter(created_at__gte=begins, created_at__lt=begins + timedelta(days=1))
    voters: dict[tuple[int, int], set[int]] = defaultdict(set)
    beside = Contributor.objects.filter(story=OuterRef("part__story"), pen_name__user=OuterRef("user"))
    rows = rows.exclude(Exists(beside))
    if len(stories) <= SLICE:  # else nearly all of the day's
        rows = rows.filter(part__story__in=stories)
    found = rows.order_by().values_list("part__story", "part__story__author__user", "user").distinct()
    for story, author, voter in found.iterator(chunk_size=5000):
        if story in stories and voter != author:
            voters[story, author].add(voter)
    voices: dict[int, int] = {}
    for (story, author), people in voters.items():
        ring = trades.ring_of(author, people)
        alone = len(people) - len(ring) + bool(ring)
        voices[story] = min(alone, networks.get((NetworkDay.VOTE, story), alone))
    return voices


def _first_day_seen() -> date | None:
    found: date | None = NetworkDay.objects.aggregate(Min("day"))["day__min"]
    return found


def _from_rows(stories: Collection[int], before: date) -> dict[tuple[int, date], Weight]:
    reads = Read.objects.filter(part__story__in=stories, day__lt=before).order_by()
    readers = {
        (story, day): number
        for story, day, number in reads.values_list("part__story", "day").annotate(Count("reader", distinct=True))
    }
    ends = datetime.combine(before, time(), UTC)
    votes = Vote.objects.filter(part__story__in=stories, created_at__lt=ends).order_by()
    people: Counter[tuple[int, date]] = Counter()
    seen: set[tuple[int, date, int]] = set()
    for story, at, user in votes.values_list("part__story", "created_at", "user").iterator(chunk_size=5000):
        key = (story, at.astimezone(UTC).date(), user)
        if key not in seen:
            seen.add(key)
            people[key[:2]] += 1
    return {key: (readers.get(key, 0), people.get(key, 0)) for key in readers.keys() | people.keys()}
