"""Somebody asks for everything of a pen name, or for what they keep as a reader, and gets it as one file as soon as a
worker has made it."""

from __future__ import annotations

import secrets
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.exchange.models import Archive
from inkstead.exchange.portable.account import write_account
from inkstead.exchange.portable.write import write_archive
from inkstead.lib import keeping
from inkstead.lib.refusals import Refused

FOLDER = "archives"
KEPT = timedelta(days=7)
FAILED = "It could not be made just now, and will be tried again. If this stays, tell whoever runs this site."
BETWEEN_STEPS = 1.0  # seconds: how often progress is written down


@transaction.atomic
def ask_for_archive(pen_name: PenName, *, by: User) -> Archive:
    """Also for a closed or suspended account: what somebody wrote stays theirs. Asking while it is made changes
    nothing."""
    if pen_name.user_id != by.pk:
        raise Refused("That is not one of your pen names.", code="forbidden")
    PenName.objects.select_for_update(of=("self",), no_key=True).get(pk=pen_name.pk)
    return _asked(Archive.objects.filter(pen_name=pen_name).first() or Archive(pen_name=pen_name))


@transaction.atomic
def ask_for_own_archive(user: User) -> Archive:
    """What they keep as a reader. Like the other."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    return _asked(Archive.objects.filter(user=user).first() or Archive(user=user))


def _asked(archive: Archive) -> Archive:
    if archive.pk is None:
        archive.save()
        return archive
    if archive.made_at is None and not archive.wrong and archive.asked_at > timezone.now() - timedelta(hours=1):
        return archive
    _forget_file(archive)
    archive.turn, archive.asked_at, archive.made_at = archive.turn + 1, timezone.now(), None
    archive.done, archive.of, archive.file, archive.size, archive.wrong = 0, 0, "", 0, ""
    archive.save()
    return archive


def make_archive(archive_id: int, turn: int) -> None:
    """A worker's. One that was asked for anew meanwhile is left to the job of that asking."""
    archive = Archive.objects.select_related("pen_name", "user").filter(pk=archive_id, turn=turn, made_at=None).first()
    if archive is None:
        return
    try:
        _make(archive, turn)
    except Exception:
        Archive.objects.filter(pk=archive_id, turn=turn).update(wrong=FAILED)
        raise  # for the log, and for another try


def _make(archive: Archive, turn: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        if archive.pen_name is not None:
            write_archive(archive.pen_name, path, progress=Steps(archive))
        elif archive.user is not None:
            write_account(archive.user, path, progress=Steps(archive))
        size, name = path.stat().st_size, f"{FOLDER}/{secrets.token_hex(20)}.zip"
        keeping.keep_file(name, path)
    mine = Archive.objects.filter(pk=archive.pk, turn=turn)
    if not mine.update(file=name, size=size, made_at=timezone.now(), done=F("of"), wrong=""):
        keeping.forget(name)


class Steps:
    """Writes down how far it has come, now and then: readers wait for the same lock as this does."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.last = archive, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.last >= BETWEEN_STEPS:
            self.last = time.monotonic()
            Archive.objects.filter(pk=self.archive.pk, turn=self.archive.turn).update(done=done, of=of)


def open_archive(archive: Archive) -> IO[bytes] | None:
    return keeping.open_kept(archive.file) if archive.is_ready else None


def forget_old_archives() -> None:
    for archive in Archive.objects.filter(asked_at__lt=timezone.now() - KEPT):
        _forget_file(archive)
        archive.delete()


def forget_archives_of(user: User) -> None:
    """Of all their names, and their own."""
    for archive in Archive.objects.filter(Q(pen_name__user=user) | Q(user=user)):
        _forget_file(archive)
        archive.delete()


def _forget_file(archive: Archive) -> None:
    if archive.file:
        keeping.forget(archive.file)
