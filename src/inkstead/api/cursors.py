"""Where a list goes on: opaque and signed, so that nobody can ask the database for something we did not offer."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer

from inkstead.api.errors import ApiError

LONGEST = 2000
_signer = Signer(salt="inkstead.api.cursor")


def make_cursor(kind: str, *position: Any) -> str:
    return _signer.sign_object([kind, *position])


def read_cursor(kind: str, cursor: str | None) -> list[Any] | None:
    """The position; None for the beginning. A cursor of another list, or of nobody, is a 400."""
    if not cursor:
        return None
    try:
        if len(cursor) > LONGEST:
            raise BadSignature
        found, *position = _signer.unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        found, position = None, []
    if found != kind:
        raise ApiError(400, "bad_cursor", "This cursor is not one of ours, or of another list.", {"cursor": "Unknown."})
    return list(position)
