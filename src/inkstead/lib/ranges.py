"""Which bytes of a file were asked for (RFC 9110, 14.2): one range, or all of it."""

from __future__ import annotations

import re

ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")


class UnsatisfiableError(Exception):
    """None of the bytes that were asked for is there."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole file, also where several ranges or another unit were asked for."""
    found = ONE_RANGE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last so many
        most = min(int(found[2]), size)
        if most == 0:
            raise UnsatisfiableError
        return size - most, size - 1
    first, last = int(found[1]), min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None  # no range at all, and such a header is passed over
    if first >= size:
        raise UnsatisfiableError
    return first, last
