"""A writer brings the archive of another Inkstead; a worker checks it and takes it in."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.background.actions import enqueue
from inkstead.exchange.models import Incoming
from inkstead.exchange.portable.bring_in import BroughtIn, bring_in_archive
from inkstead.exchange.portable.read import PortableArchive, is_archive
from inkstead.lib import keeping
from inkstead.lib.refusals import OutOfReach, Refused
from inkstead.stories import rules

FOLDER = "incoming"
KEPT = timedelta(days=1)
PER_PERSON = 3
JOB = "inkstead.exchange.jobs.take_in_archive"
NO_ARCHIVE = "That is no archive of an Inkstead. A manuscript is brought in on the page before this one."


def receive_archive(
    pieces: Iterable[bytes], *, author: PenName, by: User, publish: bool = False, waits: bool = False
) -> Incoming:
    """Only put aside; who brings many at once is asked to wait. One that `waits` for its writer's word takes the place
    of the one before it."""
    rules.must_write_as(by, author)
    _forget(Incoming.objects.filter(author__user=by, waits=True))
    if Incoming.objects.filter(author__user=by, ended_at=None).count() >= PER_PERSON:
        raise Refused("Three archives of yours are being taken in already. Wait until they are there.", code="too_many")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        with path.open("wb") as file:
            file.writelines(pieces)
        if not is_archive(path):
            raise Refused(NO_ARCHIVE, code="unknown_format", fields={"file": NO_ARCHIVE})
        name = f"{FOLDER}/{secrets.token_hex(20)}.zip"
        keeping.keep_file(name, path)
    return Incoming.objects.create(author=author, file=name, publish=publish, waits=waits)


@transaction.atomic
def let_in(row: Incoming, *, publish: bool) -> None:
    """Its writer's word. Saying it twice is harmless."""
    if Incoming.objects.filter(pk=row.pk, waits=True).update(waits=False, publish=publish):
        enqueue(JOB, [row.pk], max_attempts=3)


def turn_away(row: Incoming) -> None:
    _forget(Incoming.objects.filter(pk=row.pk, waits=True))


def take_in(incoming_id: int) -> None:
    """A worker's. Broken off and begun again it goes on where it was."""
    row = Incoming.objects.select_related("author__user").filter(pk=incoming_id, waits=False, ended_at=None).first()
    file = keeping.open_kept(row.file) if row is not None else None
    if row is None:
        return
    if file is None:
        _end(row, wrong="The file is not here any more. Bring it in again.")
        return
    try:
        with file:
            archive = PortableArchive(file)
            done = bring_in_archive(
                archive, author=row.author, by=row.author.user, publish=row.publish, progress=_Steps(row)
            )
    except OutOfReach:
        raise  # the job comes back, and what is there already stays
    except Refused as error:
        _end(row, wrong=error.message)
    else:
        _end(row, told=_told(done))


def forget_old_incoming() -> None:
    _forget(Incoming.objects.filter(created_at__lt=timezone.now() - KEPT))


def _forget(rows: QuerySet[Incoming]) -> None:
    for row in rows:
        keeping.forget(row.file)
        row.delete()


class _Steps:
    def __init__(self, row: Incoming) -> None:
        self.row, self.last = row, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.last >= 1:
            self.last = time.monotonic()
            Incoming.objects.filter(pk=self.row.pk).update(done=done, of=of)


def _told(done: BroughtIn) -> dict[str, object]:
    stories = [{"title": story.title, "id": story.pk} for story in done.stories]
    return {
        "host": done.host,
        "key": done.key,
        "stories": stories,
        "added": done.added,
        "warnings": done.warnings[:100],
    }


def _end(row: Incoming, *, wrong: str = "", told: dict[str, object] | None = None) -> None:
    Incoming.objects.filter(pk=row.pk).update(wrong=wrong[:500], told=told or {}, file="", ended_at=timezone.now())
    keeping.forget(row.file)
