"""Uploads are counted while they arrive: what is too large is refused without being kept."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from inkstead.lib.prose.limits import FILE_LIMIT

LIMIT = FILE_LIMIT
TOO_LARGE = f"That is larger than {LIMIT // 1024**2} MB. Bring it in as several files, one after the other."


class Bounded(FileUploadHandler):
    """First in the row of handlers. Stops when all files together pass the limit, whatever the headers said."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.seen = 0
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > LIMIT:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)  # read on to the end, or no browser shows our answer
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None
