"""Changes made at the desk that are more than one change of a story."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.lib.lines import one_line
from inkstead.lib.prose import read_prose
from inkstead.lib.prose.source import without_ids
from inkstead.stories import rules
from inkstead.stories.actions import Stale, create_part, create_story, publish_part, revise_part
from inkstead.stories.models import Part, Revision, Story

# A story begun twice within this time, with the same words and still without parts, was a button pressed twice.
TWICE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the form of a part holds."""

    title: str
    text: str
    format: str
    volume: str
    notes_before: str
    notes_after: str
    visibility: str

    @property
    def fields(self) -> dict[str, str]:
        names = ("title", "volume", "notes_before", "notes_after", "visibility")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood there when the writer opened the page."""

    revision: int
    rest: str  # of title, notes and the other fields, which have no revisions


def seen_of(part: Part) -> Seen:
    # As words: a choice that was just made is written in another way than one that was read.
    rest = "\0".join(map(str, (*part.newest.values(), part.visibility, part.volume_id)))
    fingerprint = hashlib.blake2b(rest.encode(), digest_size=8).hexdigest()
    return Seen(part.head.number if part.head else 0, fingerprint)


@transaction.atomic
def begin_story(author: PenName, *, title: str, by: User, **fields: Any) -> Story:
    """A new story. The same form sent twice is one story."""
    PenName.objects.select_for_update().get(pk=author.pk)  # two clicks come one after the other
    named = one_line(title, "title", limit=200)
    recent = Story.objects.filter(author=author, title=named, created_at__gt=timezone.now() - TWICE, binned_at=None)
    summary = _flat(fields.get("summary", ""))
    same = next((story for story in recent.filter(parts=None) if _flat(story.summary) == summary), None)
    return same or create_story(author, title=title, by=by, **fields)


def begin_part(story: Story, draft: Draft, *, key: UUID | None, by: User) -> Part:
    """A new draft at the end of the story. `key` names the form it comes from: sent twice it is one part, and sent
    again with other words, as with the button that leads back, another one."""
    made = _begun(story, key, by)
    if made is None:
        try:
            with transaction.atomic():
                return _new_part(story, draft, key, by)
        except IntegrityError:  # the other click was in between
            made = _begun(story, key, by)
    if made is not None and _stands(made, draft):
        return made
    return _new_part(story, draft, None, by)


def _new_part(story: Story, draft: Draft, key: UUID | None, by: User) -> Part:
    return create_part(
        story,
        title=draft.title,
        text=draft.text,
        format=draft.format,
        volume=draft.volume,
        notes_before=draft.notes_before,
        notes_after=draft.notes_after,
        visibility=draft.visibility,
        made_as=key,
        by=by,
    )


def _begun(story: Story, key: UUID | None, by: User) -> Part | None:
    if key is None:
        return None
    mine = Part.objects.worked_on_by(by).filter(story=story, made_as=key)
    return mine.select_related("story__author", "head", "volume").first()


def save_part(part: Part, draft: Draft, *, seen: Seen, by: User, publish: bool = False, quiet: bool = False) -> Part:
    """Save all of it, and publish it if asked to. Raises `Stale` when somebody saved something else meanwhile.

    Sending the same form twice is harmless: what stands already is not stale.
    """
    now = seen_of(part)
    if now.rest != seen.rest and not _stands(part, draft):
        raise Stale(part)
    try:
        part = revise_part(
            part,
            by=by,
            text=draft.text,
            format=draft.format,
            expected=seen.revision,
            keep_draft=not publish,
            hold_fields=not publish,
            quiet=quiet,
            **draft.fields,
        )
    except Stale as stale:
        if not _stands(stale.part, draft):
            raise
        part = stale.part
    return publish_part(part, by=by, quiet=quiet) if publish else part


def restore_revision(revision: Revision, *, by: User) -> Part:
    """Its text becomes the newest again, as a revision of its own. Readers see it when it is published."""
    return revise_part(revision.part, by=by, text=revision.html, format="editor", keep_draft=True)


@transaction.atomic
def name_revision(revision: Revision, *, name: str, by: User) -> Revision:
    """Something to find it by, "before the editor". An empty one takes the name away."""
    rules.must_edit(by, revision.part.story)
    revision.name = one_line(name, "name", limit=80, required=False)
    revision.save(update_fields=["name"])
    return revision


def _stands(part: Part, draft: Draft) -> bool:
    """Nothing in the draft differs from what is saved."""
    fields = {
        "volume": part.volume.title if part.volume else "",
        "visibility": part.visibility,
        **part.newest,
    }
    same = all(_flat(fields[name]) == _flat(value) for name, value in draft.fields.items())
    saved = without_ids(part.head.html) if part.head else ""
    return same and saved == without_ids(read_prose(draft.text, draft.format).html)


def _flat(text: str) -> str:
    return " ".join(text.split())
