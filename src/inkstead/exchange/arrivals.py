"""An upload waits for its writer's word: receive it, show how it falls into parts, keep all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.exchange.actions import Imported, keep_prepared
from inkstead.exchange.models import Arrival, ArrivedFile
from inkstead.exchange.preparing import Prepared, prepare
from inkstead.exchange.sources import SourceFile
from inkstead.serial.actions import put_in_queue
from inkstead.stories import rules
from inkstead.stories.actions import NewPart
from inkstead.stories.models import Story

KEPT = timedelta(days=1)
PER_PERSON = 5
BEGINNING = 160


def receive(
    files: Sequence[SourceFile],
    *,
    by: User,
    author: PenName,
    story: Story | None = None,
    title: str = "",
    language: str | None = None,
) -> Arrival:
    """Read it all, and keep the files as they came. The oldest that still wait make room."""
    rules.must_write_as(by, author)
    prepared = _prepare(files, story, title, language)
    told = prepared.stories[0]
    with transaction.atomic():
        forget_old_arrivals()
        waiting = Arrival.objects.filter(user=by).order_by("-pk").values_list("pk", flat=True)
        Arrival.objects.filter(pk__in=list(waiting[PER_PERSON - 1 :])).delete()
        arrival = Arrival.objects.create(
            user=by,
            author=author,
            story=story,
            title=told.title,
            language=told.language,
            parts=[_shown(part) for part in told.parts],
            warnings=prepared.warnings,
        )
        ArrivedFile.objects.bulk_create(
            ArrivedFile(arrival=arrival, position=n, name=file.name[:255], format=file.format or "", data=file.data)
            for n, file in enumerate(files)
        )
    return arrival


def accept(arrival: Arrival, *, by: User, title: str, publish: bool = False, queue: bool = False) -> Imported | None:
    """Keep it as a story, all or nothing; None when another click did so already. What is not published can go into
    the story's queue."""
    rules.must_write_as(by, arrival.author)
    files = [SourceFile(file.name, bytes(file.data), file.format or None) for file in arrival.files.all()]
    prepared = _prepare(files, arrival.story, title, arrival.language) if files else None
    with transaction.atomic():
        waiting = Arrival.objects.select_for_update().filter(pk=arrival.pk, user=by).first()
        if waiting is None or prepared is None:
            return None
        kept = keep_prepared(prepared, author=arrival.author, by=by, publish=publish, into=arrival.story)
        for told in kept.stories if queue else ():
            put_in_queue(told.story, [part for part in told.parts if part.head and part.head.words], by=by)
        waiting.delete()
    return kept


def forget_old_arrivals() -> None:
    Arrival.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def _prepare(files: Sequence[SourceFile], story: Story | None, title: str, language: str | None) -> Prepared:
    return prepare(files, story_title=story.title if story else title or None, one_story=True, language=language)


def _shown(part: NewPart) -> dict[str, object]:
    beginning = next((block.text for block in part.prose.blocks if block.kind not in ("scene-break", "heading")), "")
    flat = " ".join(beginning[: BEGINNING * 2].split())
    return {
        "title": part.title,
        "volume": part.volume,
        "words": part.prose.words,
        "scenes": len(part.prose.scenes),
        "beginning": flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…",
        "elsewhere": (part.elsewhere or {}).get("shown", ""),
    }
