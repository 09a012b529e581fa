"""How much of a manuscript may arrive at once."""

from __future__ import annotations

from inkstead.lib.prose.limits import FILE_LIMIT

LIMIT = FILE_LIMIT
TOO_LARGE = f"That is larger than {LIMIT // 1024**2} MB. Bring it in as several files, one after the other."
