"""Make, change and delete a story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.events import announce
from inkstead.lib.languages import tidy_language
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_tag
from inkstead.stories import rules
from inkstead.stories.actions.holding import take_for_deleting
from inkstead.stories.actions.tags import kind_and_name, tags_of
from inkstead.stories.events import CoverDropped, StoryChanged, StoryDeleted
from inkstead.stories.models import (
    Part,
    PartCounts,
    Rating,
    State,
    Status,
    Story,
    StoryCounts,
    StoryTag,
    Tombstone,
    TombstonePart,
    Visibility,
)

TAG_LIMIT = 40
CHOICES: dict[str, Any] = {"status": Status, "rating": Rating, "visibility": Visibility}


@transaction.atomic
def create_story(author: PenName, *, title: str, by: User, tags: Sequence[str] = (), **fields: Any) -> Story:
    """A new story without parts. `fields` are those of `edit_story`."""
    rules.must_write_as(by, author)
    story = Story(author=author)
    _set_fields(story, {"title": title, **fields})
    story.save()
    StoryCounts.objects.create(story=story)
    _set_tags(story, tags)
    announce(StoryChanged(story_id=story.pk, author_id=author.pk))
    return story


@transaction.atomic
def edit_story(story: Story, *, by: User, tags: Sequence[str] | None = None, **fields: Any) -> Story:
    """Change title, summary, language, status, rating, warnings, visibility, show_elsewhere_counts, downloads,
    full_feeds, ai_crawlers, the notes around every part, or tags. Any other status than hiatus forgets the day of
    return.
    """
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    if fields.get("visibility", story.visibility) != story.visibility:
        rules.must_not_be_withheld(story)
        if fields["visibility"] != Visibility.PRIVATE:
            rules.must_show(by, story)
    _set_fields(story, fields)
    story.updated_at = timezone.now()
    story.save()
    if tags is not None:
        _set_tags(story, tags)
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    return story


@transaction.atomic
def delete_story(story: Story, *, by: User) -> None:
    """Gone with its parts, votes, comments and reads. Deleting twice is harmless."""
    found = Story.objects.locked().filter(pk=story.pk).first()
    if found is None:
        return
    rules.must_manage(by, found)
    remove_story(found)


def bury_story(story: Story) -> None:
    """Inside a transaction that holds the story: gone like any other, but its table of contents is kept."""
    stone, _ = Tombstone.objects.get_or_create(
        story_id=story.pk,
        defaults={
            "title": story.title,
            "language": story.language,
            "words": story.words_published,
            "began_on": story.first_published_at.astimezone(UTC).date() if story.first_published_at else None,
        },
    )
    told = story.parts.filter(pk__in=Part.objects.listed().filter(story=story).values("pk"))
    TombstonePart.objects.bulk_create(
        [TombstonePart(part_id=part.pk, tombstone=stone, position=part.position, title=part.title) for part in told],
        ignore_conflicts=True,
    )
    remove_story(story)


def remove_story(story: Story) -> None:
    """Inside a transaction that holds the story."""
    take_for_deleting(story)
    list(PartCounts.objects.select_for_update().filter(part__story=story).order_by("pk"))  # see `remove_part`
    StoryCounts.objects.select_for_update().filter(story=story).first()
    # Revisions are held by their part both ways.
    story.parts.update(state=State.DRAFT, head=None, live=None)
    announce(StoryDeleted(story_id=story.pk, author_id=story.author_id))
    if story.cover.name:
        announce(CoverDropped(story_id=story.pk, cover=story.cover.name))
    story.delete()


def _set_fields(story: Story, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name == "title":
            story.title = one_line(value, "title", limit=200)
        elif name == "summary":
            story.summary = paragraphs(value, "summary", limit=5000)
        elif name == "language":
            story.language = tidy_language(value)
        elif name == "warnings":
            story.warnings = [one_line(item, "warnings", limit=80) for item in value if str(item).strip()]
        elif name in ("standing_before", "standing_after"):
            setattr(story, name, paragraphs(value, name.replace("_", " "), limit=20_000))
        elif name == "returns_on":
            if value is not None and value < timezone.now().date() and value != story.returns_on:
                message = "The day of return must lie ahead."
                raise Refused(message, code="invalid", fields={"returns_on": message})
            story.returns_on = value
        elif name in ("show_elsewhere_counts", "downloads", "full_feeds", "ai_crawlers"):
            setattr(story, name, bool(value))
        elif name in CHOICES:
            if value not in CHOICES[name].values:
                known = ", ".join(CHOICES[name].values)
                raise Refused(
                    f"The {name} must be one of: {known}.", code="invalid", fields={name: f"One of: {known}."}
                )
            setattr(story, name, value)
        else:
            raise TypeError(f"a story has no field {name!r} to set")
    if story.status != Status.HIATUS:
        if fields.get("returns_on") is not None:
            message = "Only a story on hiatus has a day on which it returns."
            raise Refused(message, code="invalid", fields={"returns_on": message})
        story.returns_on = None


def _set_tags(story: Story, names: Sequence[str]) -> None:
    """As given, in their order, each once. "character: Alana" says what kind of tag it is, if it is new."""
    wanted: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for name in names:
        kind, typed = kind_and_name(name)
        label = one_line(typed, "tags", limit=60, required=False)
        if label:
            wanted.setdefault(slugify_tag(label), label)
            kinds.setdefault(slugify_tag(label), kind)
    if len(wanted) > TAG_LIMIT:
        raise Refused(
            f"A story can carry at most {TAG_LIMIT} tags.", code="invalid", fields={"tags": f"At most {TAG_LIMIT}."}
        )
    StoryTag.objects.filter(story=story).exclude(tag__slug__in=wanted).delete()
    tags = tags_of(wanted, kinds)
    for position, slug in enumerate(wanted):
        tag = tags[slug]
        StoryTag.objects.update_or_create(story=story, tag=tag, defaults={"position": position})
