"""Uploads are counted while they arrive: what is too large is refused without being kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from inkstead.lib.refusals import Refused

# Who sends less than this in a second, on the whole, after a minute, is not waited for.
SLOWEST, PATIENCE = 4 * 1024, 60


class Turns:
    """How many uploads arrive at once in this process: each holds a thread for as long as its network takes, and the
    other threads are the readers'. Nobody has two."""

    def __init__(self, most: int) -> None:
        self._most, self._whose, self._lock = most, set[int](), threading.Lock()

    @contextmanager
    def of(self, person: int) -> Iterator[None]:
        with self._lock:
            if person in self._whose or len(self._whose) >= self._most:
                raise Refused("Another upload is still arriving. Try again in a moment.", code="busy")
            self._whose.add(person)
        try:
            yield
        finally:
            with self._lock:
                self._whose.discard(person)


class Bounded(FileUploadHandler):
    """First in the row of handlers. Stops when all files together pass the limit, whatever the headers said.

    It has to stand before anybody looks for a form's token: that reads the whole upload.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.seen = 0
        self.is_too_large = self.is_too_slow = False
        self._began = time.monotonic()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.limit:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)  # read on to the end, or no browser shows our answer
        taken = time.monotonic() - self._began
        if taken > PATIENCE and self.seen < SLOWEST * taken:
            self.is_too_slow = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None
