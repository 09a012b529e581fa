"""Write and rewrite parts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.prose import RULES_VERSION, Prose, read_prose, split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.events import PartRevised, PartsReordered, PartWithdrawn
from inkstead.stories.models import Part, PartCounts, Revision, Story, Visibility, Volume


class Stale(Refused):
    """Somebody saved this part since the writer last saw it. Nothing was changed; `part.head` is what stands now."""

    def __init__(self, part: Part) -> None:
        super().__init__("This part was changed in the meantime. Your text was not saved over it.", code="stale")
        self.part = part


@transaction.atomic
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
    elsewhere: dict[str, Any] | None = None,
) -> Part:
    """A new draft at the end of the story."""
    prose = read_prose(text, format)
    story = Story.objects.select_for_update(of=("self",)).select_related("author").get(pk=story.pk)
    rules.must_edit(by, story)
    last = story.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part(story=story, position=last + 1, elsewhere=elsewhere)
    _set_fields(part, {"title": title, "notes_before": notes_before, "notes_after": notes_after, "volume": volume})
    part.save()
    PartCounts.objects.create(part=part)
    part.head = _add_revision(part, prose)
    part.save(update_fields=["head"])
    return part


@transaction.atomic
def revise_part(
    part: Part,
    *,
    by: User,
    text: str | None = None,
    format: str = "html",  # noqa: A002 - the word of the API
    expected: int | None = None,
    keep_draft: bool = False,
    **fields: Any,
) -> Part:
    """Save a new text and other fields. A published part shows them at once, unless `keep_draft` holds the text back.

    `expected` is the revision number the writer started from; another one standing raises `Stale` and changes nothing.
    Saving the text that already stands makes no new revision.
    """
    part = _locked(part, by)
    if expected is not None and part.head is not None and part.head.number != expected:
        raise Stale(part)
    if text is not None:
        previous = split_blocks(part.head.html) if part.head else ()
        prose = read_prose(text, format, previous)
        if part.head is None or prose.html != part.head.html:
            part.head = _add_revision(part, prose)
    _set_fields(part, fields)
    if part.is_published and not keep_draft and part.live_id != part.head_id:
        part.live = part.head
        part.revised_at = timezone.now()
    part.save()
    if part.is_published:
        refresh_story_totals(part.story_id)
        announce(PartRevised(part_id=part.pk, story_id=part.story_id))
    return part


def edit_part(part: Part, *, by: User, **fields: Any) -> Part:
    """Change title, notes, volume or visibility; the text stays."""
    return revise_part(part, by=by, keep_draft=True, **fields)


@transaction.atomic
def move_part(part: Part, *, to: int, by: User) -> Part:
    """Put a part at a position (from 1) among its story's parts; the others close up."""
    part = _locked(part, by)
    order = [other for other in part.story.parts.in_order() if other.pk != part.pk]
    order.insert(max(0, min(to - 1, len(order))), part)
    for position, other in enumerate(order, start=1):
        if other.position != position:
            Part.objects.filter(pk=other.pk).update(position=position)
    announce(PartsReordered(story_id=part.story_id))
    part.refresh_from_db()
    return part


@transaction.atomic
def delete_part(part: Part, *, by: User) -> None:
    """Gone with its revisions, comments and votes. Deleting twice is harmless."""
    if not Part.objects.filter(pk=part.pk).exists():
        return
    part = _locked(part, by)
    story, counts = part.story, PartCounts.objects.get(pk=part.pk)
    Part.objects.filter(pk=part.pk).update(state="draft", head=None, live=None)
    story.counts.__class__.objects.filter(pk=story.pk).update(
        reads=F("reads") - counts.reads, votes=F("votes") - counts.votes, comments=F("comments") - counts.comments
    )
    announce(PartWithdrawn(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    Part.objects.get(pk=part.pk).delete()
    refresh_story_totals(story.pk)


def _locked(part: Part, by: User) -> Part:
    """The part as it stands, its story locked first so that two writers meet in one order."""
    story = Story.objects.select_for_update(of=("self",)).select_related("author").get(pk=part.story_id)
    rules.must_edit(by, story)
    part = Part.objects.select_for_update(of=("self",)).select_related("head", "live").get(pk=part.pk)
    part.story = story
    return part


def _add_revision(part: Part, prose: Prose) -> Revision:
    number = (part.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Revision.objects.create(
        part=part,
        number=number,
        html=prose.html,
        text=prose.text,
        words=prose.words,
        scenes=len(prose.scenes),
        rules_version=RULES_VERSION,
        by=part.story.author,
    )


def _set_fields(part: Part, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name == "title":
            part.title = one_line(value, "title", limit=200)
        elif name in ("notes_before", "notes_after"):
            setattr(part, name, paragraphs(value, name.replace("_", " "), limit=20_000))
        elif name == "visibility":
            if value not in Visibility.values:
                known = ", ".join(Visibility.values)
                raise Refused(
                    f"The visibility must be one of: {known}.", code="invalid", fields={name: f"One of: {known}."}
                )
            part.visibility = value
        elif name == "volume":
            part.volume = _volume(part.story, value)
        else:
            raise TypeError(f"a part has no field {name!r} to set")


def _volume(story: Story, title: str) -> Volume | None:
    label = one_line(title, "volume", limit=200, required=False)
    if not label:
        return None
    last = story.volumes.aggregate(last=Max("position"))["last"] or 0
    return story.volumes.get_or_create(title=label, defaults={"position": last + 1})[0]
