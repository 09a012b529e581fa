"""What a process keeps about the database, forgotten between tests: ids come again with other rows."""

from __future__ import annotations

import shutil

from django.core.files.storage import FileSystemStorage, default_storage

from inkstead.perspectives.keeping import KEPT
from inkstead.reading import beacon, counting
from inkstead.web.pace import forget_all
from inkstead.web.pages import pages
from inkstead.web.visitors import visitors


def forget_everything() -> None:
    forget_all()
    # Files that were made in one test would be found by the next, books even under the same ids and times.
    if isinstance(default_storage, FileSystemStorage):
        for folder in ("books", "archives", "incoming"):
            shutil.rmtree(default_storage.path(folder), ignore_errors=True)
    pages._pages.clear()
    pages._bytes = 0
    visitors._known.clear()
    beacon._parts.clear()
    counting.buffer._heard = {}
    counting._keys._known = {}
    KEPT.forget()
