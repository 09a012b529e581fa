"""Bring manuscripts in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.exchange.pictures import with_images
from inkstead.exchange.preparing import Prepared, PreparedStory, Progress, prepare, with_covers
from inkstead.exchange.sources import SourceFile
from inkstead.stories import rules
from inkstead.stories.actions import NewPart, add_parts, create_story, publish_parts, set_cover
from inkstead.stories.actions.stories import TAG_LIMIT
from inkstead.stories.models import Part, Rating, State, Status, Story

LONGEST_TAG, LONGEST_WARNING, LONGEST_SUMMARY = 60, 80, 5000


@dataclass(frozen=True, slots=True)
class ImportedStory:
    story: Story
    parts: Sequence[Part]  # of this import, in its order, also those that stood in the story already
    new: Sequence[Part]
    is_new_story: bool = False

    @property
    def added(self) -> int:
        return len(self.new)


@dataclass(frozen=True, slots=True)
class Imported:
    stories: Sequence[ImportedStory]
    warnings: Sequence[str]


def import_manuscripts(
    files: Sequence[SourceFile],
    *,
    author: PenName,
    by: User,
    story_title: str | None = None,
    publish: bool = False,
    language: str | None = None,
    progress: Progress | None = None,
) -> Imported:
    """All or nothing. Doing it again changes nothing: what stands in the story already is recognised by its text."""
    rules.must_write_as(by, author)
    prepared = with_covers(prepare(files, story_title=story_title, language=language, progress=progress))
    kept = keep_prepared(prepared, author=author, by=by, publish=publish)
    set_covers(prepared, kept, by=by)
    return kept


def set_covers(prepared: Prepared, kept: Imported, *, by: User) -> None:
    """Of stories that this import made: another one has the cover that its author gave it. After the transaction, for
    the files may lie behind a network."""
    for new, told in zip(prepared.stories, kept.stories, strict=True):
        if new.cover_files and told.is_new_story:
            set_cover(told.story, new.cover_files, by=by)


@transaction.atomic
def keep_prepared(
    prepared: Prepared, *, author: PenName, by: User, publish: bool = False, into: Story | None = None
) -> Imported:
    """Keep what `prepare` read, in one transaction.

    New parts go to the end of a story that the author has already: of `into`, or of the one that has the same title.
    """
    rules.must_write_as(by, author)
    # Two imports at once must not both find the story missing.
    author = PenName.objects.select_for_update(of=("self",), no_key=True).get(pk=author.pk)
    warnings = list(prepared.warnings)
    kept = []
    for new in prepared.stories:
        known = into or Story.objects.filter(author=author, title=new.title).order_by("pk").first()
        story = known or create_story(author, title=new.title, language=new.language, by=by, **_said(new, warnings))
        kept.append(replace(_keep(new, story, by, publish, warnings), is_new_story=known is None))
    return Imported(kept, warnings)


def _said(new: PreparedStory, warnings: list[str]) -> dict[str, Any]:
    """What the file says of the story. What is too long for us is left out and said, never cut."""
    about = new.about
    tags = [tag for tag in about.tags if len(tag) <= LONGEST_TAG]
    fits = len(about.summary) <= LONGEST_SUMMARY
    if len(tags) < len(about.tags) or len(tags) > TAG_LIMIT:
        lost = [tag for tag in about.tags if len(tag) > LONGEST_TAG] + tags[TAG_LIMIT:]
        warnings.append(f"These tags were left out, for they are too long or too many: {', '.join(lost)[:1000]}.")
    if not fits:
        warnings.append(f"The summary was left out: it is longer than {LONGEST_SUMMARY:,} characters.")
    said: dict[str, Any] = {"tags": tags[:TAG_LIMIT], "summary": about.summary if fits else ""}
    said["warnings"] = [warning for warning in about.warnings if len(warning) <= LONGEST_WARNING]
    chosen = {"rating": (about.rating, Rating), "status": (about.status, Status)}
    return said | {name: value for name, (value, known) in chosen.items() if value in known.values}


def _keep(new: PreparedStory, story: Story, by: User, publish: bool, warnings: list[str]) -> ImportedStory:
    known = _parts_with_same_length(story, new.parts)
    warnings += _same_titles(story, new.parts, known)
    standing = _recognised(new.parts, known)
    missing = [part for part, stands in zip(new.parts, standing, strict=True) if stands is None]
    added = add_parts(story, with_images(story, missing, new.images), by=by) if missing else []
    waiting = iter(added)
    parts = [stands or next(waiting) for stands in standing]
    warnings += _left_out(story, parts, standing)
    if publish:
        warnings += [f"“{part.title}” was withdrawn and stays so." for part in parts if part.state == State.WITHDRAWN]
        publish_parts(story, [part for part in parts if part.state != State.WITHDRAWN], by=by)
        now = Part.objects.select_related("head").in_bulk([part.pk for part in parts])
        parts = [now[part.pk] for part in parts]
    return ImportedStory(story, parts, added)


def _parts_with_same_length(story: Story, new: Iterable[NewPart]) -> list[Part]:
    """Only these can be the same; a long serial is not read as a whole to find out."""
    words = {part.prose.words for part in new}
    return list(story.parts.filter(head__words__in=words).select_related("head").in_order())


def _recognised(new: Sequence[NewPart], known: Sequence[Part]) -> list[Part | None]:
    """For each new part the one that has its text already. Each is claimed once, so twins stay twins."""
    by_text: dict[str, list[Part]] = {}
    for part in known:
        by_text.setdefault(part.head.text if part.head else "", []).append(part)
    found: list[Part | None] = []
    for item in new:
        same = by_text.get(item.prose.text, [])
        titled = next((part for part in same if part.title == item.title), same[0] if same else None)
        if titled is not None:
            same.remove(titled)
        found.append(titled)
    return found


def _left_out(story: Story, parts: Sequence[Part], standing: Sequence[Part | None]) -> list[str]:
    same = [part.title for part in standing if part is not None]
    if len(same) == len(parts) and len(parts) > 1:
        return [f"All {len(parts)} parts stand in “{story.title}” already, with the same text; nothing was added."]
    where = f"stands in “{story.title}” already"
    return [f"“{title}” {where}, with the same text; it was not added again." for title in same]


def _same_titles(story: Story, new: Sequence[NewPart], known: Sequence[Part]) -> list[str]:
    """A part that comes again with another text is a new part: which of them is right only the author knows."""
    texts = {part.head.text for part in known if part.head}
    other = Counter(part.title for part in new if part.prose.text not in texts)
    taken = set(story.parts.filter(title__in=other).values_list("title", flat=True))
    return [
        f"“{story.title}” has a part called “{title}” already, with another text; the new one was added after it."
        for title in other
        if title in taken
    ]
