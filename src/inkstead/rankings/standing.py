"""Making the rankings: every listed story's tally, its scores, and its row."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from inkstead.events import touch_after_commit
from inkstead.rankings.formulas import Tally, scores
from inkstead.rankings.models import SCORES, Ledger, Standing
from inkstead.rankings.rings import Trades, trades_until
from inkstead.rankings.tallying import means_of, tallies
from inkstead.rankings.weighing import weigh
from inkstead.stories.models import NetworkDay, Story

SLICE = 1000  # rows that are written at once
PAGES = "rankings"  # what the pages of rankings name


def make_standings(now: datetime | None = None) -> int:
    """Bring every story's row up to date; answers how many changed. Safe to repeat, and beside everything else."""
    now = now or timezone.now()
    began = time.monotonic()
    until = now.astimezone(UTC).date()
    known = known_tallies(until)
    means = means_of(known)
    changed = sum(_write(some, means, until) for some in _slices(known))
    gone = _forget_unlisted({tally.story for tally in known})
    with transaction.atomic():
        Ledger.objects.update_or_create(
            pk=1,
            defaults={"made_at": now, "until": until, "means": means, "seconds": time.monotonic() - began},
        )
        if changed or gone:
            touch_after_commit([PAGES])
    return changed


def known_tallies(until: date) -> list[Tally]:
    """Of every listed story, as of the end of this day: closed days as they are kept, open ones from their rows."""
    open_days = NetworkDay.objects.filter(day__lte=until, day__gt=until - timedelta(days=60))
    days = list(open_days.order_by("day").values_list("day", flat=True).distinct())
    trades = trades_until(until) if days else Trades()
    return list(tallies(until, {day: weigh(day, None, trades) for day in days}))


def packed(tally: Tally) -> dict[str, Any]:
    """As JSON, without the story and without what is nought."""
    kept = {name: value for name, value in asdict(tally).items() if value and name != "story"}
    return kept | ({"first_on": tally.first_on.isoformat()} if tally.first_on else {})


def unpacked(story: int, kept: Mapping[str, Any]) -> Tally:
    first = kept.get("first_on")
    return Tally(**{**kept, "story": story, "first_on": date.fromisoformat(first) if first else None})


def _write(some: Sequence[Tally], means: Mapping[str, float], until: date) -> int:
    stood = Standing.objects.in_bulk([tally.story for tally in some])
    rows = [row for tally in some if (row := _row(tally, means, until)) and _differs(row, stood.get(tally.story))]
    still = set(Story.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    Standing.objects.bulk_create(
        [row for row in rows if row.pk in still],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["tally", *SCORES],
    )
    return len(rows)


def _row(tally: Tally, means: Mapping[str, float], until: date) -> Standing:
    return Standing(story_id=tally.story, tally=packed(tally), **scores(tally, means, until))


def _differs(row: Standing, stood: Standing | None) -> bool:
    return stood is None or any(getattr(row, name) != getattr(stood, name) for name in ("tally", *SCORES))


def _forget_unlisted(listed: set[int]) -> int:
    gone = [pk for pk in Standing.objects.values_list("pk", flat=True).iterator() if pk not in listed]
    for start in range(0, len(gone), SLICE):
        Standing.objects.filter(pk__in=gone[start : start + SLICE]).delete()
    return len(gone)


def _slices(known: list[Tally]) -> Iterator[list[Tally]]:
    return (known[start : start + SLICE] for start in range(0, len(known), SLICE))
