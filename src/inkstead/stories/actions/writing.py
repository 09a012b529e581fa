"""Write and rewrite parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.events import announce
from inkstead.lib.prose import RULES_VERSION, Prose, read_prose, split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions.carrying import carry_along
from inkstead.stories.actions.fields import change_fields, hold_back, set_fields, show_waiting, volume_called
from inkstead.stories.actions.holding import take_for_deleting
from inkstead.stories.actions.keeping import pack_away, unpack_live
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.actions.volumes import forget_volume_if_empty
from inkstead.stories.events import PartRevised, PartWithdrawn
from inkstead.stories.models import Part, PartCounts, Revision, Story, Visibility


class Stale(Refused):
    """Somebody saved this part since the writer last saw it. Nothing was changed; `part.head` is what stands now."""

    def __init__(self, part: Part) -> None:
        super().__init__("This part was changed in the meantime. Your text was not saved over it.", code="stale")
        self.part = part


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part to be added, its text read already: reading is slow and no lock should wait for it."""

    title: str
    prose: Prose
    volume: str = ""
    notes_before: str = ""
    notes_after: str = ""
    visibility: str = Visibility.PUBLIC
    elsewhere: dict[str, Any] | None = None
    made_as: UUID | None = None
    rating: str = ""  # empty: that of its story
    warnings: Sequence[str] = ()


def create_part(
    story: Story,
    *,
    title: str,
    text: str,
    format: str = "html",  # noqa: A002 - the word of the API
    by: User,
    volume: str = "",
    notes_before: str = "",
    notes_after: str = "",
    visibility: str = Visibility.PUBLIC,
    elsewhere: dict[str, Any] | None = None,
    rating: str = "",
    warnings: Sequence[str] = (),
    made_as: UUID | None = None,
) -> Part:
    """A new draft at the end of the story."""
    prose = read_prose(text, format)
    new = NewPart(title, prose, volume, notes_before, notes_after, visibility, elsewhere, made_as, rating, warnings)
    return add_parts(story, [new], by=by)[0]


@transaction.atomic
def add_parts(story: Story, new: Sequence[NewPart], *, by: User) -> list[Part]:
    """New drafts at the end of the story, in their order; the number of queries does not grow with their number."""
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_edit(by, story)
    rules.must_be_kept(story)
    last = story.parts.aggregate(last=Max("position"))["last"] or 0
    volumes = {label: volume_called(story, label) for label in dict.fromkeys(item.volume for item in new)}
    parts = []
    for position, item in enumerate(new, start=last + 1):
        part = Part(
            story=story, position=position, elsewhere=item.elsewhere, volume=volumes[item.volume], made_as=item.made_as
        )
        names = ("title", "notes_before", "notes_after", "visibility", "rating", "warnings")
        set_fields(part, {name: getattr(item, name) for name in names})
        parts.append(part)
    Part.objects.bulk_create(parts)
    PartCounts.objects.bulk_create([PartCounts(part=part) for part in parts])
    name = rules.name_of(by, story)
    revisions = [_revision(part, item.prose, 1, name) for part, item in zip(parts, new, strict=True)]
    Revision.objects.bulk_create(revisions)
    only = Revision.objects.filter(part=OuterRef("pk")).values("pk")
    Part.objects.filter(story=story, position__gt=last).update(head=Subquery(only))
    for part, revision in zip(parts, revisions, strict=True):
        part.head = revision
    return parts


def revise_part(
    part: Part,
    *,
    by: User,
    text: str | Prose | None = None,
    format: str = "html",  # noqa: A002 - the word of the API
    expected: int | None = None,
    keep_draft: bool = False,
    hold_fields: bool = False,
    quiet: bool = False,
    **fields: Any,
) -> Part:
    """Save a new text and other fields. A published part shows them at once, unless `keep_draft` holds the text back,
    and `hold_fields` title and notes with it. `quiet`: see `publish_part`.

    `expected` is the revision number the writer started from; another one standing raises `Stale` and changes nothing.
    Saving the text that already stands makes no new revision. `text` may be prose that was read against `expected`.
    """
    reading = None if text is None else _Reading(part, text, format)
    with transaction.atomic():
        part = locked_part(part, by)
        if expected is not None and part.head is not None and part.head.number != expected:
            raise Stale(part)
        before, seen, volume = {part.head_id, part.live_id}, part.live_id, part.volume_id
        if reading is not None:
            _save_text(part, reading.prose_for(part), by)
        if hold_fields and part.is_published:
            fields = hold_back(part, fields)
        elif not (part.is_published and keep_draft):
            show_waiting(part)
        change_fields(part, fields, by)
        if part.is_published and not keep_draft and part.live_id != part.head_id:
            rules.must_publish(by, part.story)
            rules.must_show(by, part)
            part.live = part.head
            unpack_live(part)
            if not quiet:
                part.revised_at = timezone.now()
        part.save()
        carry_along(part, seen)
        for old in before:
            pack_away(old, part)
        if part.volume_id != volume:
            forget_volume_if_empty(volume)
        if part.is_published and (fields or not keep_draft):  # a text kept back is news to no page and no reader
            refresh_story_totals(part.story_id)
            quiet = quiet or part.live_id in before
            announce(PartRevised(part_id=part.pk, story_id=part.story_id, author_id=part.story.author_id, quiet=quiet))
        return part


def _save_text(part: Part, prose: Prose, by: User) -> None:
    if part.head is None or prose.html != part.head.html:
        part.head = add_revision(part, prose, rules.name_of(by, part.story))
    elif part.head.by_itself:  # it was saved while somebody typed, and now they say that it shall be
        part.head.by_itself = False
        part.head.save(update_fields=["by_itself"])


class _Reading:
    """A text read before any lock is held, against the revision that stood then."""

    def __init__(self, part: Part, text: str | Prose, format: str) -> None:  # noqa: A002 - the word of the API
        self.typed = (text, format)
        self.seen = Revision.objects.filter(pk__in=Part.objects.filter(pk=part.pk).values("head")).first()
        self.prose = self._read(self.seen)

    def prose_for(self, part: Part) -> Prose:
        """Read again only if somebody saved in between, so that paragraphs keep the ids that stand now."""
        if part.head_id != (self.seen.pk if self.seen else None):
            self.prose = self._read(part.head)
        return self.prose

    def _read(self, head: Revision | None) -> Prose:
        text, format = self.typed  # noqa: A001 - the word of the API
        if isinstance(text, Prose):
            return text
        return read_prose(text, format, split_blocks(head.html) if head else ())


def edit_part(part: Part, *, by: User, **fields: Any) -> Part:
    """Change title, notes, volume or visibility; the text stays."""
    return revise_part(part, by=by, keep_draft=True, **fields)


@transaction.atomic
def delete_part(part: Part, *, by: User) -> None:
    """Gone with its revisions, comments and votes. Deleting twice is harmless."""
    story = Story.objects.locked().filter(pk=part.story_id).first()
    if story is None or not story.parts.filter(pk=part.pk).exists():  # asked under the lock: somebody may be before us
        return
    rules.must_publish(by, story)
    remove_part(Part.objects.get(pk=part.pk), story)


def remove_part(part: Part, story: Story) -> None:
    """Inside a transaction that holds the story."""
    take_for_deleting(story, part.pk)  # a vote on its way is in before it is all gone
    PartCounts.objects.select_for_update().filter(part=part).first()
    Part.objects.filter(pk=part.pk).update(state="draft", head=None, live=None)
    announce(PartWithdrawn(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    Part.objects.get(pk=part.pk).delete()
    forget_volume_if_empty(part.volume_id)
    refresh_story_totals(story.pk)


def locked_part(part: Part, by: User, *, also_binned: bool = False) -> Part:
    """The part as it stands, its story locked first so that two writers meet in one order."""
    story = Story.objects.locked().get(pk=part.story_id)
    rules.must_edit(by, story)
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("head", "live").get(pk=part.pk)
    part.story = story
    if not also_binned:
        rules.must_be_kept(story)
        rules.must_be_kept(part)
    return part


def next_number(part: Part) -> int:
    return (part.revisions.aggregate(last=Max("number"))["last"] or 0) + 1


def add_revision(part: Part, prose: Prose, name: PenName | None) -> Revision:
    revision = _revision(part, prose, next_number(part), name)
    revision.follows = part.head.number if part.head else None
    revision.save()
    return revision


def _revision(part: Part, prose: Prose, number: int, name: PenName | None) -> Revision:
    return Revision(
        part=part,
        number=number,
        full_html=prose.html,
        full_text=prose.text,
        words=prose.words,
        scenes=len(prose.scenes),
        rules_version=RULES_VERSION,
        by=name,
    )
