"""Whole stories with their past: from another site's archive or database, as if they had been written here.

One story is one transaction. What stands here already under the same old number is left as it is, so that an import
can be broken off and begun again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.discussion.models import Comment
from inkstead.exchange.models import Origin
from inkstead.exchange.restoring_workshop import Names, OldNote, OldSuggestion, restore_notes, restore_suggestions
from inkstead.lib.packing import pack
from inkstead.lib.prose import RULES_VERSION, Prose
from inkstead.stories.actions import NewPart, add_counts, add_parts, create_story, publish_parts, refresh_story_totals
from inkstead.stories.images import keep_images
from inkstead.stories.models import Part, Revision, Story, Visibility

BATCH = 200
IMAGE = re.compile(r'src="(/files/images/[^"]+)"')


@dataclass(frozen=True, slots=True)
class OldText:
    """An earlier or later state of a text than the newest one."""

    number: int
    prose: Prose
    at: datetime | None
    name: str = ""
    aside: bool = False


@dataclass(slots=True)
class OldComment:
    id: str
    body: str
    at: datetime
    name: str = ""  # under which it was said there
    pen_name: PenName | None = None  # whose it is here
    answers: str = ""
    block: str = ""
    quote: str = ""
    member: str = ""  # the number of whoever said it, there


@dataclass(slots=True)
class OldPart:
    id: str
    new: NewPart
    number_there: str = ""  # by which it is known again, wherever it stood
    created_at: datetime | None = None
    published_at: datetime | None = None  # empty: it stays a draft
    revised_at: datetime | None = None
    number: int = 1  # of the newest text
    saved_at: datetime | None = None  # it
    newest_name: str = ""
    shown: int | None = None  # of the text that readers saw, when it is another
    texts: Sequence[OldText] = ()
    comments: Sequence[OldComment] = ()
    notes: Sequence[OldNote] = ()
    suggestions: Sequence[OldSuggestion] = ()


@dataclass(slots=True)
class OldStory:
    id: str
    title: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    tags: Sequence[str] = ()
    created_at: datetime | None = None
    parts: Sequence[OldPart] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)  # of its texts, by the addresses that they had there
    name: str = ""  # under which its writer spoke there
    can_grow: bool = False  # a later import may bring more of it, which its numbers there tell


def standing(site: str, old_ids: Iterable[str], author: PenName | None = None) -> dict[str, int]:
    """Which of these stories stand here already: the old number and ours."""
    rows = Origin.objects.filter(site=site, kind=Origin.Kind.STORY, old_id__in=list(old_ids))
    rows = rows if author is None else rows.filter(pen_name=author)
    return {old_id: story for old_id, story in rows.values_list("old_id", "story") if story is not None}


@transaction.atomic
def restore_story(old: OldStory, *, site: str, author: PenName, by: User) -> Story:
    """With its dates, its earlier texts and what was said about it. The caller asked `standing` before."""
    fields = dict(old.fields)
    visibility = fields.pop("visibility", Visibility.PUBLIC)
    story = create_story(author, title=old.title, by=by, tags=old.tags, visibility=visibility, **fields)
    addresses = keep_images(story.pk, old.images)
    if addresses:
        _place_images(old, addresses)
    names = Names(author, frozenset({author.name, old.name}) - {""})
    parts = add_parts(story, [part.new for part in old.parts], by=by) if old.parts else []
    pairs = list(zip(parts, old.parts, strict=True))
    for part, told in pairs:
        set_past(part, told, author)
        add_comments(part, told.comments)
        restore_notes(part, told.notes, names)
        restore_suggestions(part, told.suggestions, names, lambda html: _address(html, addresses))
    shown = [part for part, told in pairs if told.published_at]
    if shown:  # with the dates that they have by now, and adding up what was said
        publish_parts(story, shown, by=by)
    held_back = [part for part, told in pairs if _hold_back(part, told)]
    if held_back:
        refresh_story_totals(story.pk)
    if old.created_at:
        story.created_at = old.created_at
        Story.objects.filter(pk=story.pk).update(created_at=old.created_at)
    kind = Origin.Kind
    inside = numbers_of(old.parts) if old.can_grow else {}
    origins = [Origin(site=site, kind=kind.STORY, old_id=old.id, story=story, pen_name=author, inside=inside)]
    origins += [
        Origin(
            site=site,
            kind=kind.PART,
            old_id=told.id,
            part=part,
            pen_name=author,
            inside={"chapter": told.number_there} if old.can_grow else {},
        )
        for part, told in pairs
    ]
    Origin.objects.bulk_create(origins, batch_size=BATCH)
    return story


def numbers_of(parts: Sequence[OldPart]) -> dict[str, list[str]]:
    """By which a second import knows what came already."""
    return {
        "chapters": [part.number_there for part in parts],
        "reviews": [comment.id for part in parts for comment in part.comments],
    }


def _place_images(old: OldStory, addresses: Mapping[str, str]) -> None:
    for part in old.parts:
        part.new = replace(part.new, prose=_placed(part.new.prose, addresses))
        part.texts = [replace(text, prose=_placed(text.prose, addresses)) for text in part.texts]


def _placed(prose: Prose, addresses: Mapping[str, str]) -> Prose:
    if "<img " not in prose.html:
        return prose

    blocks = tuple(replace(block, html=_address(block.html, addresses)) for block in prose.blocks)
    return replace(prose, blocks=blocks, html=_address(prose.html, addresses))


def _address(html: str, addresses: Mapping[str, str]) -> str:
    return IMAGE.sub(lambda found: f'src="{addresses.get(found[1], found[1])}"', html) if addresses else html


def set_past(part: Part, old: OldPart, author: PenName) -> None:
    """Its dates and earlier texts. Publishing leaves a date alone that is there."""
    assert part.head is not None
    dates = {"created_at": old.created_at, "published_at": old.published_at}
    dates |= {"revised_at": old.revised_at} if old.published_at else {}
    if known := {name: at for name, at in dates.items() if at}:
        Part.objects.filter(pk=part.pk).update(**known)
    saved = old.saved_at or old.created_at or timezone.now()
    Revision.objects.filter(pk=part.head.pk).update(number=old.number, created_at=saved, name=old.newest_name[:80])
    if old.texts:
        Revision.objects.bulk_create([_text(part, text, old, author) for text in old.texts], batch_size=BATCH)


def _text(part: Part, text: OldText, old: OldPart, author: PenName) -> Revision:
    """In full when readers see it, else packed."""
    is_shown = text.number == old.shown
    return Revision(
        part=part,
        number=text.number,
        name=text.name[:80],
        aside=text.aside,
        settled_at=timezone.now() if text.aside else None,
        full_html=text.prose.html if is_shown else None,
        full_text=text.prose.text if is_shown else None,
        packed=None if is_shown else pack(text.prose.html),
        words=text.prose.words,
        scenes=len(text.prose.scenes),
        rules_version=RULES_VERSION,
        by=author,
        created_at=text.at or old.created_at or timezone.now(),
    )


def _hold_back(part: Part, old: OldPart) -> bool:
    """A text that was still held back there is held back here too."""
    if not old.published_at or old.shown in (None, old.number):
        return False
    live = part.revisions.filter(number=old.shown).first()
    return live is not None and bool(Part.objects.filter(pk=part.pk).update(live=live))


def add_comments(part: Part, told_there: Sequence[OldComment]) -> None:
    """An answer stands in the thread of what it answers, as it did there."""
    rows: dict[str, Comment] = {}
    waiting = sorted(told_there, key=lambda comment: (comment.at, comment.id))
    first = [comment for comment in waiting if not comment.answers]
    made = Comment.objects.bulk_create([_comment(part, told) for told in first], batch_size=BATCH)
    rows |= {told.id: row for told, row in zip(first, made, strict=True)}
    for told in waiting:
        if told.answers:
            parent = rows.get(told.answers)
            row = _comment(part, told)
            if parent is not None:
                row.parent, row.thread_id, row.block = parent, parent.thread_id or parent.pk, row.block or parent.block
            row.save()
            rows[told.id] = row
    if rows:
        add_counts(part, comments=len(rows))


def _comment(part: Part, told: OldComment) -> Comment:
    """Who is no member here is named as they were there, and is nobody's account."""
    row = Comment(
        part=part,
        author=told.pen_name,
        block=told.block,
        quote=told.quote[:1000],
        body=told.body,
        created_at=told.at,
    )
    if told.pen_name is None:
        row.guest_name = told.name[:60]
    return row
