"""An upload waits for its writer's word: receive it, read it, keep all of it or nothing.

Small ones are read at once, large ones by the background worker while a page shows how far it is. What was read is kept
as parts to be, which `arranging` changes; the files themselves are forgotten as soon as they are read.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.background.actions import enqueue
from inkstead.exchange.actions import Imported, keep_prepared, set_covers
from inkstead.exchange.caged import Cancelled
from inkstead.exchange.formats.kinds import kind_of
from inkstead.exchange.models import Arrival, ArrivedFile, ArrivedImage, ArrivedPart, Reading
from inkstead.exchange.preparing import Prepared, PreparedStory, Progress, prepare, with_covers
from inkstead.exchange.sources import SourceFile
from inkstead.lib.prose import Block
from inkstead.lib.prose.manuscript import COVER, About
from inkstead.lib.prose.stored import stored_prose
from inkstead.lib.refusals import Refused
from inkstead.serial.actions import put_in_queue
from inkstead.stories import rules
from inkstead.stories.actions import NewPart
from inkstead.stories.models import Story

KEPT = timedelta(days=1)
PER_PERSON = 5
BEGINNING = 160
# What takes about a second to read. Bytes of a package say more: they are packed.
AT_ONCE, PACKED = 1_500_000, 8
# Each file is read in a process of its own, however short it is; this is how a zip archive announces one.
A_FILE, ANNOUNCED = 12_000, b"PK\x01\x02"
JOB = "inkstead.exchange.jobs.read_arrival"
EVERY = 0.5  # seconds between two words about how far it is


def receive(
    files: Sequence[SourceFile],
    *,
    by: User,
    author: PenName,
    story: Story | None = None,
    title: str = "",
    language: str | None = None,
) -> Arrival:
    """Raises `Refused` for what is read at once, and when as many wait as may."""
    rules.must_write_as(by, author)
    forget_old_arrivals()
    _must_have_room(by)
    arrival = Arrival(user=by, author=author, story=story, title=title, language=language or "")
    arrival.reading = Reading.WAITING
    if sum(map(_weight, files)) <= AT_ONCE:
        prepared = _prepare(files, arrival)
        with transaction.atomic():
            _must_have_room(by)
            arrival.save()
            _fill(arrival, prepared)
        return arrival
    with transaction.atomic():
        _must_have_room(by)
        arrival.save()
        ArrivedFile.objects.bulk_create(
            ArrivedFile(arrival=arrival, position=n, name=file.name[:255], format=file.format or "", data=file.data)
            for n, file in enumerate(files)
        )
        enqueue(JOB, [arrival.pk], max_attempts=2)
    return arrival


def read(arrival_id: int) -> None:
    """In the background. Stops soon after the arrival is thrown away; doing it again changes nothing."""
    arrival = Arrival.objects.filter(pk=arrival_id, reading=Reading.WAITING).select_related("story").first()
    if arrival is None:
        return
    files = [SourceFile(file.name, bytes(file.data), file.format or None) for file in arrival.files.all()]
    try:
        prepared = _prepare(files, arrival, watched=True)
    except Cancelled:
        return
    except Refused as refused:
        with transaction.atomic():
            Arrival.objects.filter(pk=arrival.pk).update(reading=Reading.REFUSED, problem=refused.message)
            arrival.files.all().delete()
        return
    with transaction.atomic():
        waiting = Arrival.objects.select_for_update().filter(pk=arrival.pk, reading=Reading.WAITING).first()
        if waiting is not None:
            _fill(waiting, prepared)


def accept(
    arrival: Arrival, *, by: User, title: str, publish: bool = False, queue: bool = False, cover: bool = True
) -> Imported | None:
    """Keep it as a story, all or nothing; None when another click did so already. What is not published can go into
    the story's queue."""
    rules.must_write_as(by, arrival.author)
    prepared = _prepared(arrival, title)
    covers = with_covers(prepared) if cover and arrival.story is None else prepared
    with transaction.atomic():
        waiting = Arrival.objects.select_for_update().filter(pk=arrival.pk, user=by, reading=Reading.READY).first()
        if waiting is None:
            return None
        if waiting.changes != arrival.changes:  # arranged in another window meanwhile
            prepared = _prepared(waiting, title)
        kept = keep_prepared(prepared, author=arrival.author, by=by, publish=publish, into=arrival.story)
        for told in kept.stories if queue else ():
            put_in_queue(told.story, [part for part in told.parts if part.head and part.head.words], by=by)
        waiting.delete()
    note_end(arrival, by=by, story=kept.stories[0].story)
    set_covers(covers, kept, by=by)
    return kept


def throw_away(arrival: Arrival, *, by: User) -> None:
    note_end(arrival, by=by, story=None)
    arrival.delete()


def note_end(arrival: Arrival, *, by: User, story: Story | None) -> None:
    """For the person's other windows, in which it is still being looked over."""
    cache.set(f"arrival/{arrival.pk}", {"by": by.pk, "story": story.pk if story else None}, KEPT.total_seconds())


def end_of(arrival_id: int, *, by: User) -> tuple[Story | None] | None:
    """The story that it became, or none as it was thrown away; nothing at all if this person had no such arrival."""
    found = cache.get(f"arrival/{arrival_id}")
    if found is None or found["by"] != by.pk:
        return None
    return (Story.objects.filter(pk=found["story"]).first(),) if found["story"] else (None,)


def cover_of_arrival(arrival: Arrival) -> bytes:
    """A JPEG; empty when what came has none."""
    found = arrival.images.filter(word=COVER).first()
    return bytes(found.data) if found else b""


def forget_old_arrivals() -> None:
    Arrival.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def beginning_of(blocks: Sequence[Block]) -> str:
    text = next((block.text for block in blocks if block.kind not in ("scene-break", "heading")), "")
    flat = " ".join(text[: BEGINNING * 2].split())
    return flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…"


def _weight(file: SourceFile) -> int:
    kind = kind_of(file.name, file.format).format
    if kind in ("text", "markdown", "html"):
        return len(file.data) + A_FILE
    within = file.data.count(ANNOUNCED) if kind == "zip" else 1
    return len(file.data) * PACKED + within * A_FILE


def _must_have_room(by: User) -> None:
    """What could not be read takes no room; of these the newest few are remembered."""
    mine = Arrival.objects.filter(user=by)
    refused = mine.filter(reading=Reading.REFUSED).order_by("-pk").values_list("pk", flat=True)
    Arrival.objects.filter(pk__in=list(refused[PER_PERSON - 1 :])).delete()
    if mine.exclude(reading=Reading.REFUSED).count() >= PER_PERSON:
        raise Refused(
            f"{PER_PERSON} manuscripts wait for your word already: keep one of them or throw it away first.",
            code="limit",
        )


def _prepare(files: Sequence[SourceFile], arrival: Arrival, *, watched: bool = False) -> Prepared:
    title = arrival.story.title if arrival.story else arrival.title or None
    language = arrival.story.language if arrival.story else arrival.language or None
    if not watched:
        return prepare(files, story_title=title, one_story=True, language=language)
    return prepare(
        files,
        story_title=title,
        one_story=True,
        language=language,
        progress=_telling(arrival.pk),
        alive=Arrival.objects.filter(pk=arrival.pk).exists,
    )


def _telling(arrival_id: int) -> Progress:
    """Writes down how far it is, not more often than anybody looks."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= EVERY:
            told = time.monotonic()
            Arrival.objects.filter(pk=arrival_id).update(done=100 * done // max(1, total))

    return tell


def _fill(arrival: Arrival, prepared: Prepared) -> None:
    told = prepared.stories[0]
    arrival.title, arrival.language, arrival.warnings = told.title, told.language, prepared.warnings
    arrival.about, arrival.words_before = asdict(told.about), told.words_before
    arrival.reading, arrival.done = Reading.READY, 100
    arrival.save()
    arrival.files.all().delete()
    ArrivedPart.objects.bulk_create(_row(arrival, n, part) for n, part in enumerate(told.parts, start=1))
    ArrivedImage.objects.bulk_create(
        ArrivedImage(arrival=arrival, word=word, data=data)
        for word, data in [*told.images.items(), *([(COVER, told.cover)] if told.cover else [])]
    )


def _row(arrival: Arrival, position: int, part: NewPart) -> ArrivedPart:
    return ArrivedPart(
        arrival=arrival,
        position=position,
        title=part.title,
        volume=part.volume,
        html=part.prose.html,
        words=part.prose.words,
        scenes=len(part.prose.scenes),
        beginning=beginning_of(part.prose.blocks),
        notes_before=part.notes_before,
        notes_after=part.notes_after,
        elsewhere=part.elsewhere,
    )


def _prepared(arrival: Arrival, title: str) -> Prepared:
    parts = [
        NewPart(
            row.title,
            stored_prose(row.html),
            volume=row.volume,
            notes_before=row.notes_before,
            notes_after=row.notes_after,
            elsewhere=row.elsewhere,
        )
        for row in arrival.parts.all()
    ]
    images = {image.word: bytes(image.data) for image in arrival.images.all()}
    name = arrival.story.title if arrival.story else title
    cover = images.pop(COVER, b"")
    story = PreparedStory(name, arrival.language, parts, _about(arrival), images, arrival.words_before, cover)
    return Prepared([story], list(arrival.warnings))


def _about(arrival: Arrival) -> About:
    told = arrival.about
    lists = {name: tuple(told.get(name, ())) for name in ("tags", "warnings")}
    summary, rating, status = (str(told.get(name, "")) for name in ("summary", "rating", "status"))
    return About(summary, lists["tags"], rating, lists["warnings"], status)
