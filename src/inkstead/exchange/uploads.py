"""How much of a manuscript may arrive at once."""

from __future__ import annotations

from django.conf import settings

from inkstead.web.uploads import Turns

LIMIT = 32 * 1024 * 1024
TOO_LARGE = (
    f"That is larger than {LIMIT // 1024**2} MB. Bring it in as several files, one after the other; an archive of "
    "another Inkstead has a page of its own."
)
TOO_SLOW = (
    "It arrived too slowly, and the rest was not waited for. Try again with a better connection, or a smaller file."
)
turns = Turns(max(1, settings.WEB_THREADS // 4))
