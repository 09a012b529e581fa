"""Reads shaped for pages about stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from inkstead.accounts.addresses import pen_name_address
from inkstead.accounts.models import PenName
from inkstead.stores.ids import Ids, OneOf
from inkstead.stores.prepared import Prepared
from inkstead.stories.addresses import part_address, tag_address
from inkstead.stories.covers import Cover, cover_of
from inkstead.stories.models import (
    Contributor,
    Part,
    PartCounts,
    PartQuerySet,
    Role,
    Story,
    StoryCounts,
    StoryTag,
    Tombstone,
)
from inkstead.stories.ratings import mark
from inkstead.web.dates import day


@dataclass(frozen=True, slots=True)
class Counts:
    reads: int
    votes: int
    comments: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another page, by its name."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TagShown(Link):
    """A tag as the writer typed it; its page is that of the tag for which it stands."""

    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story as lists and the head of a part show it."""

    id: int
    title: str
    url: str
    author_id: int
    author_name: str
    author_url: str
    authors: Sequence[Link]  # the author first, then the co-authors
    cover: Cover | None  # an uploaded one
    cover_url: str
    language: str
    direction: str
    status: str
    status_label: str
    returns_on: date | None
    rating: str
    rating_label: str
    warnings: Sequence[str]
    summary: str
    parts_count: int
    words: int
    latest_at: datetime | None
    counts: Counts
    tags: Sequence[TagShown] = ()

    @property
    def summary_html(self) -> SafeString:
        return typed_paragraphs(self.summary)

    @property
    def summary_line(self) -> str:
        return self.summary.split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents."""

    id: int
    number: int
    title: str
    url: str
    published_at: datetime | None
    day: SafeString
    words: int
    mark: str = ""  # a rating or warnings of its own, in a few words
    current: bool = False


@dataclass(frozen=True, slots=True)
class VolumeOfContents:
    title: str  # empty for parts that stand in none
    entries: Sequence[Entry]


def typed_paragraphs(text: str) -> SafeString:
    """Typed text as HTML paragraphs, escaped."""
    return mark_safe(linebreaks(text, autoescape=True)) if text else SafeString("")  # noqa: S308 - escaped just here


def counts_of(row: PartCounts | StoryCounts) -> Counts:
    return Counts(row.reads, row.votes, row.comments)


# Pen name, role, name, slug, person.
WorkerRow = tuple[int, str, str, str, int]


def _workers(rows: QuerySet[Contributor]) -> QuerySet[Contributor, WorkerRow]:
    return rows.order_by("since", "pk").values_list(
        "pen_name_id", "role", "pen_name__name", "pen_name__slug", "pen_name__user_id"
    )


# Everybody who works on a story besides its author, in the order in which they came.
WORKERS: Prepared[Contributor] = Prepared(lambda story: _workers(Contributor.objects.filter(story=story)), int)


def owners_of(story: Story, workers: Iterable[WorkerRow]) -> list[int]:
    """The names whose story it is: its author's, and those of its co-authors."""
    return [story.author_id, *(pen_name for pen_name, role, *_ in workers if role == Role.COAUTHOR)]


def coauthors(workers: Iterable[WorkerRow]) -> list[Link]:
    """Those whom everybody may see named."""
    return [Link(name, pen_name_address(slug)) for _, role, name, slug, _ in workers if role == Role.COAUTHOR]


TAGS: Prepared[StoryTag] = Prepared(
    lambda stories: (
        StoryTag.objects.filter(OneOf("story", stories))
        .order_by("story", "position")
        .values_list("story", "tag__name", "tag", "tag__kind", Coalesce("tag__stands_for__slug", "tag__slug"))
    ),
    Ids,
)
COAUTHORS: Prepared[Contributor] = Prepared(
    lambda stories: (
        Contributor.objects.filter(OneOf("story", stories), role=Role.COAUTHOR)
        .order_by("since", "pk")
        .values_list("story", "pen_name__name", "pen_name__slug")
    ),
    Ids,
)


def story_card(story: Story, tags: Iterable[TagShown] = (), coauthors: Iterable[Link] = ()) -> StoryCard:
    """Wants `author` and `counts` joined; asks nothing itself."""
    author_url = story.author.get_absolute_url()
    cover = cover_of(story.cover.name or "")
    return StoryCard(
        id=story.pk,
        title=story.title,
        url=story.get_absolute_url(),
        author_id=story.author_id,
        author_name=story.author.name,
        author_url=author_url,
        authors=(Link(story.author.name, author_url), *coauthors),
        cover=cover,
        cover_url=cover.url if cover else "",
        language=story.language,
        direction=story.direction,
        status=story.status,
        status_label=story.get_status_display(),
        returns_on=story.returns_on,
        rating=story.rating,
        rating_label=story.get_rating_display(),
        warnings=tuple(story.warnings),
        summary=story.summary,
        parts_count=story.parts_published,
        words=story.words_published,
        latest_at=story.last_published_at,
        counts=counts_of(story.counts),
        tags=tuple(tags),
    )


def story_cards(stories: Iterable[Story]) -> list[StoryCard]:
    """Cards with their tags and co-authors, in two queries more than the stories took."""
    found = list(stories)
    ids = [story.pk for story in found]
    tags: dict[int, list[TagShown]] = {}
    for story, name, pk, kind, slug in TAGS.all(ids):
        tags.setdefault(story, []).append(TagShown(name, tag_address(slug), pk, kind))
    others: dict[int, list[Link]] = {}
    for story, name, slug in COAUTHORS.all(ids):
        others.setdefault(story, []).append(Link(name, pen_name_address(slug)))
    return [story_card(story, tags.get(story.pk, ()), others.get(story.pk, ())) for story in found]


# Id, title, when it was published, words, volume, when a new version came, rating and warnings of its own.
ContentsRow = tuple[int, str, datetime | None, int | None, str | None, datetime | None, str, list[str]]


def contents_rows(parts: PartQuerySet) -> QuerySet[Part, ContentsRow]:
    """What a table of contents asks about these parts, in one query."""
    shown = ("pk", "title", "published_at", "live__words", "volume__title", "revised_at", "rating", "warnings")
    return parts.in_order().values_list(*shown)


TOLD: Prepared[Part] = Prepared(lambda story: contents_rows(Part.objects.filter(story=story).told()), int)


def contents(told: Iterable[ContentsRow], story: Story, *, current: int | None = None) -> list[VolumeOfContents]:
    """Published parts of a story in order, by volume."""
    volumes: list[tuple[str, list[Entry]]] = []
    for number, (pk, title, at, words, volume, revised, rating, warnings) in enumerate(told, start=1):
        if not volumes or volumes[-1][0] != (volume or ""):
            volumes.append((volume or "", []))
        url = part_address(pk, title)
        own = mark(rating, warnings, story.rating, story.warnings) if rating or warnings else ""
        entry = Entry(pk, number, title, url, at, _dated(at, revised), words or 0, own, pk == current)
        volumes[-1][1].append(entry)
    return [VolumeOfContents(title, entries) for title, entries in volumes]


def _dated(at: datetime | None, revised: datetime | None) -> SafeString:
    """A new version says when it came; a quiet correction says nothing."""
    if revised is None:
        return day(at, "contents-date")
    return mark_safe(f'<span class="contents-date">revised {day(revised)}</span>')  # noqa: S308 - a date


def around(told: Sequence[VolumeOfContents], part_id: int, most: int) -> list[VolumeOfContents]:
    """The stretch of a long table of contents that lies around one part."""
    entries = [entry for volume in told for entry in volume.entries]
    index = next((place for place, entry in enumerate(entries) if entry.id == part_id), 0)
    start = max(0, min(index - most // 2, len(entries) - most))
    shown = {entry.id for entry in entries[start : start + most]}
    kept = [replace(volume, entries=[entry for entry in volume.entries if entry.id in shown]) for volume in told]
    return [volume for volume in kept if volume.entries]


def stories_by(pen_name: PenName) -> list[StoryCard]:
    """What a stranger may see of a pen name's stories, newest first; those that they co-write too."""
    rows = Story.objects.listed().told_of(pen_name).select_related("author", "counts")
    return story_cards(rows.order_by("-last_published_at", "-pk"))


def tombstone_of(*, story: int = 0, part: int = 0) -> Tombstone | None:
    """Of a story by its number, or by that of one of its parts."""
    rows = Tombstone.objects.filter(pk=story) if story else Tombstone.objects.filter(parts__pk=part)
    return rows.prefetch_related("parts").first() if 0 < (story or part) < 2**63 else None
