"""Write in the private margin of a draft."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.collaboration.events import NoteWritten
from inkstead.collaboration.models import MarginNote
from inkstead.collaboration.models.margin import NOTE_LIMIT, QUOTE_LIMIT
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Part, Story

# The same words at the same place within this time are one note, sent twice.
TWICE = timedelta(minutes=1)
MOST = 5000  # notes and replies at one part


def write_note(
    part: Part, *, body: str, by: User, block: str = "", revision: int | None = None, parent: MarginNote | None = None
) -> MarginNote:
    """On a passage, on the whole part, or as a reply. A passage that is gone by now keeps its words with the note."""
    body = paragraphs(body, "note", limit=NOTE_LIMIT, required=True)
    quote = _quote(part, block, revision) if block and parent is None else ""
    thread = parent.parent or parent if parent is not None else None
    made = MarginNote(part=part, parent=thread, block="" if thread else block, quote=quote, body=body)
    return _keep(made, by)


@transaction.atomic
def _keep(made: MarginNote, by: User) -> MarginNote:
    story = _locked_story(made.part)
    rules.must_read_drafts(by, story)
    made.by = rules.name_of(by, story)
    here = MarginNote.objects.filter(part=made.part)
    same = here.filter(
        by=made.by, parent=made.parent, block=made.block, body=made.body, created_at__gt=timezone.now() - TWICE
    ).first()
    if same is not None:
        return same
    if here.count() >= MOST:
        raise Refused("This margin is full. Remove notes that nobody needs any more.")
    made.save()
    if made.parent is not None and made.parent.resolved_at is not None:  # somebody has more to say
        MarginNote.objects.filter(pk=made.parent.pk).update(resolved_at=None, resolved_by=None)
    announce(NoteWritten(note_id=made.pk, part_id=made.part_id, story_id=story.pk))
    return made


@transaction.atomic
def resolve_note(note: MarginNote, *, resolved: bool, by: User) -> None:
    """Settled, or open again; the whole thread. Twice is harmless."""
    story = _locked_story(note.part)
    rules.must_read_drafts(by, story)
    if note.parent_id is not None:
        raise Refused("A thread is settled at its first note.", code="invalid")
    MarginNote.objects.filter(pk=note.pk, resolved_at__isnull=resolved).update(
        resolved_at=timezone.now() if resolved else None, resolved_by=rules.name_of(by, story) if resolved else None
    )


@transaction.atomic
def remove_note(note: MarginNote, *, by: User) -> None:
    """One's own, while nobody has replied to it. Twice is harmless."""
    story = _locked_story(note.part)
    rules.must_read_drafts(by, story)
    found = MarginNote.objects.select_related("by").filter(pk=note.pk).first()
    if found is None:
        return
    if found.by is None or found.by.user_id != by.pk:
        raise Refused("Only who wrote a note removes it.", code="forbidden")
    if found.replies.exists():
        raise Refused("Somebody has replied to this note; settle it instead.")
    found.delete()


def _quote(part: Part, block: str, revision: int | None) -> str:
    seen = part.revisions.filter(number=revision).first() if revision is not None else None
    for text in (part.head, seen):
        for found in split_blocks(text.html) if text else ():
            if found.id == block:
                words = " ".join(found.text.split())
                return words if len(words) <= QUOTE_LIMIT else words[: QUOTE_LIMIT - 1] + "…"
    raise Refused("There is no such passage in this part.", code="invalid")


def _locked_story(part: Part) -> Story:
    return Story.objects.locked().get(pk=part.story_id)
