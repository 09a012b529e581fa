"""The public file of a day: every listed story's tally, and the first places of each ranking made of them. Stories
stand there by their number alone: a file stays, and what is hidden or deleted one day must not be named in it.

Whoever takes the file away can make the rankings again, with the formulas on the page, and see that they are these
(`inkstead rankings --check FILE`). JSON lines, gzip: a head, then one line for each story in the order of their ids.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inkstead.lib.refusals import Refused
from inkstead.rankings.formulas import Tally, scores
from inkstead.rankings.models import SCORES, Ledger, Snapshot
from inkstead.rankings.standing import known_tallies, packed, unpacked
from inkstead.rankings.tallying import means_of

FOLDER = "rankings"
FIRST_PLACES = 100
KEEP = timedelta(days=90)  # and the first of each month for good
FORMAT = "inkstead-rankings-1"
LINE_LIMIT, FILE_LIMIT = 20_000, 2_000_000_000  # of a file that is checked, in bytes


def make_snapshot() -> Snapshot | None:
    """Of the last closed day, once; None when it is there already or no day is closed yet."""
    ledger = Ledger.objects.filter(pk=1).first()
    day = ledger.closed if ledger else None
    if day is None or Snapshot.objects.filter(pk=day).exists():
        return None
    known = known_tallies(day)
    content = gzip.compress("\n".join(_lines(day, known)).encode(), mtime=0)
    path = path_of(day)
    if default_storage.exists(path):  # somebody was stopped between the file and its row
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
    return Snapshot.objects.create(day=day, stories=len(known), bytes=len(content))


def path_of(day: date) -> str:
    return f"{FOLDER}/{day:%Y}/{day.isoformat()}.jsonl.gz"


def forget_old_snapshots() -> int:
    """After ninety days only the first of each month stays."""
    old = Snapshot.objects.filter(day__lt=timezone.now().astimezone(UTC).date() - KEEP).exclude(day__day=1)
    days = list(old.values_list("day", flat=True))
    for day in days:
        default_storage.delete(path_of(day))
    Snapshot.objects.filter(pk__in=days).delete()
    return len(days)


def first_places(known: Sequence[Tally], means: Mapping[str, float], day: date) -> dict[str, list[int]]:
    """Ids of the first hundred stories of each list; of two with the same score the older one comes first."""
    scored = [(tally.story, scores(tally, means, day)) for tally in known]
    return {
        name: [
            story
            for _, story in sorted((-found[name], story) for story, found in scored if name in found)[:FIRST_PLACES]
        ]
        for name in SCORES
    }


def check_snapshot(path: Path) -> list[str]:
    """Make a day's rankings again from its file; the names of those that come out otherwise. Refuses other files."""
    head, known = _read(path)
    try:
        day = date.fromisoformat(head["day"])
        told: dict[str, list[int]] = head["first_places"]
        means = means_of(known)
        made = first_places(known, means, day)
        return [*(["means"] if means != head["means"] else []), *(name for name in SCORES if made[name] != told[name])]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"{path.name} has no rankings that can be read.") from error


def _lines(day: date, known: Sequence[Tally]) -> Iterator[str]:
    means = means_of(list(known))
    head = {
        "format": FORMAT,
        "site": settings.BASE_URL,
        "day": day.isoformat(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "stories": len(known),
        "means": means,
        "first_places": first_places(known, means, day),
    }
    yield _json(head)
    for tally in known:
        yield _json({"story": tally.story, **packed(tally)})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(path: Path) -> tuple[dict[str, Any], list[Tally]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            head = json.loads(file.readline(FILE_LIMIT))
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise Refused(f"{path.name} is no file of rankings.")
            rows = [json.loads(line) for line in iter(lambda: file.readline(LINE_LIMIT), "")]
        known = []
        for row in rows:
            story = row.pop("story")
            row.pop("title", None)  # files of before
            known.append(unpacked(story, row))
        return head, known
    except Refused:
        raise
    except FileNotFoundError as error:
        raise Refused(f"There is no file {path}.") from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{path.name} is no file of rankings, or it is cut short.") from error
