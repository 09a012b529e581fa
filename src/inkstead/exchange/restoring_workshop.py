"""What those who worked on a text said beside it at another site: margin notes and suggestions, answered ones too.

Only the writer who brings it in is anybody here; whoever else said something is named as they were there, and is
nobody's account.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inkstead.accounts.models import PenName
from inkstead.collaboration.actions.margin import MOST
from inkstead.collaboration.actions.suggestions import NOTE_LIMIT as SUGGESTED_NOTE_LIMIT
from inkstead.collaboration.actions.suggestions import REASON_LIMIT
from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.collaboration.models.margin import NOTE_LIMIT, QUOTE_LIMIT
from inkstead.lib.prose import read_prose
from inkstead.lib.prose.source import without_ids
from inkstead.stories.models import Part

BATCH = 200


@dataclass(frozen=True, slots=True)
class OldNote:
    id: str
    body: str
    at: datetime
    name: str = ""
    answers: str = ""
    block: str = ""
    quote: str = ""
    resolved_at: datetime | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class OldSuggestion:
    kind: str
    at: datetime
    revision: int
    name: str = ""
    block: str = ""
    then_html: str = ""
    html: str = ""
    note: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    reason: str = ""
    result: int | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Under which names the writer themselves spoke there."""

    author: PenName
    theirs: frozenset[str]

    def here(self, name: str) -> PenName | None:
        return self.author if name in self.theirs else None

    def there(self, name: str) -> str:
        return "" if name in self.theirs else name[:60]


def restore_notes(part: Part, old: Sequence[OldNote], names: Names) -> None:
    """A reply stands in its thread; one whose thread is not there stands by itself."""
    waiting = sorted(old, key=lambda note: (note.at, note.id))[:MOST]
    known = {note.id for note in waiting}
    threads = [note for note in waiting if note.answers not in known]
    made = MarginNote.objects.bulk_create([_note(part, note, names) for note in threads], batch_size=BATCH)
    rows = {note.id: row for note, row in zip(threads, made, strict=True)}
    replies = []
    for note in waiting:
        if note.answers in rows:
            row = _note(part, note, names)
            row.parent, row.block, row.quote, row.resolved_at, row.resolved_by = rows[note.answers], "", "", None, None
            replies.append(row)
    MarginNote.objects.bulk_create(replies, batch_size=BATCH)


def restore_suggestions(
    part: Part, old: Sequence[OldSuggestion], names: Names, placed: Callable[[str], str] = lambda html: html
) -> None:
    """`placed` gives pictures the addresses that they have here."""
    Suggestion.objects.bulk_create(
        [_suggestion(part, one, names, placed) for one in sorted(old, key=lambda one: one.at)], batch_size=BATCH
    )


def _note(part: Part, old: OldNote, names: Names) -> MarginNote:
    return MarginNote(
        part=part,
        by=names.here(old.name),
        name_there=names.there(old.name),
        block=old.block,
        quote=old.quote[:QUOTE_LIMIT],
        body=old.body[:NOTE_LIMIT],
        created_at=old.at,
        resolved_at=old.resolved_at,
        resolved_by=names.here(old.resolved_by) if old.resolved_at else None,
    )


def _suggestion(part: Part, old: OldSuggestion, names: Names, placed: Callable[[str], str]) -> Suggestion:
    return Suggestion(
        part=part,
        by=names.here(old.name),
        name_there=names.there(old.name),
        kind=old.kind,
        block=old.block,
        revision=old.revision,
        then_html=placed(_clean(old.then_html)),
        html=placed(_clean(old.html)),
        note=old.note[:SUGGESTED_NOTE_LIMIT],
        created_at=old.at,
        answer=old.answer,
        answered_at=old.answered_at,
        answered_by=names.here(old.answered_by) if old.answer else None,
        reason=old.reason[:REASON_LIMIT],
        result=old.result,
    )


def _clean(html: str) -> str:
    return without_ids(read_prose(html, "html").html) if html else ""
