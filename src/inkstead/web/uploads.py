"""Uploads are counted while they arrive: what is too large is refused without being kept."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class Bounded(FileUploadHandler):
    """First in the row of handlers. Stops when all files together pass the limit, whatever the headers said.

    It has to stand before anybody looks for a form's token: that reads the whole upload.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.seen = 0
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.limit:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)  # read on to the end, or no browser shows our answer
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None
