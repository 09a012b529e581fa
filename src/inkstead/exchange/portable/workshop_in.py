"""Margin notes and suggestions of an archive, by part. What is no note or no suggestion is passed over and counted."""

from __future__ import annotations

from typing import Any

from inkstead.collaboration.models import Suggestion
from inkstead.exchange.portable.read import PortableArchive, moment
from inkstead.exchange.restoring_workshop import OldNote, OldSuggestion

Answer = Suggestion.Answer


def notes_in(archive: PortableArchive, folder: str, warnings: list[str]) -> dict[str, list[OldNote]]:
    return _by_part(archive, f"{folder}/margin-notes.json", _note, "margin notes", warnings)


def suggestions_in(archive: PortableArchive, folder: str, warnings: list[str]) -> dict[str, list[OldSuggestion]]:
    return _by_part(archive, f"{folder}/suggestions.json", _suggestion, "suggestions", warnings)


def _by_part(archive: PortableArchive, name: str, read: Any, what: str, warnings: list[str]) -> dict[str, list[Any]]:
    """Archives of older versions have none."""
    rows = archive.rows(name) if name in archive else []
    found: dict[str, list[Any]] = {}
    for row in rows:
        made = read(row)
        if made is not None:
            found.setdefault(str(row.get("part")), []).append(made)
    left = len(rows) - sum(map(len, found.values()))
    if left:
        warnings.append(f"{left} {what} could not be read and were left out.")
    return found


def _note(row: dict[str, Any]) -> OldNote | None:
    at, body = moment(row.get("at")), _text(row, "body")
    if at is None or not body.strip():
        return None
    return OldNote(
        id=_text(row, "id"),
        body=body,
        at=at,
        name=_text(row, "by"),
        answers=_text(row, "answers"),
        block=_text(row, "block")[:16],
        quote=_text(row, "quote"),
        resolved_at=moment(row.get("resolved_at")),
        resolved_by=_text(row, "resolved_by"),
    )


def _suggestion(row: dict[str, Any]) -> OldSuggestion | None:
    at, revision = moment(row.get("at")), _number(row.get("revision"))
    if at is None or revision is None or row.get("kind") not in Suggestion.Kind.values:
        return None
    answered_at = moment(row.get("answered_at"))
    is_answered = answered_at is not None and row.get("answer") in Answer.values
    return OldSuggestion(
        kind=row["kind"],
        at=at,
        revision=revision,
        name=_text(row, "by"),
        block=_text(row, "block")[:16],
        then_html=_text(row, "then_html"),
        html=_text(row, "html"),
        note=_text(row, "note"),
        answer=row["answer"] if is_answered else "",
        answered_at=answered_at if is_answered else None,
        answered_by=_text(row, "answered_by"),
        reason=_text(row, "reason"),
        result=_number(row.get("result")),
    )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value < 2**31 else None
