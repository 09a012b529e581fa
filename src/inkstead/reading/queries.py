"""What the part page and the story page show, shaped once for everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from inkstead.discussion.queries import ShownComment, threads_below
from inkstead.discussion.talk import JOINS, Talk, talk_of
from inkstead.exchange.downloads import download_links
from inkstead.lib.prose import reading_minutes
from inkstead.perspectives.marking import with_marks
from inkstead.perspectives.queries import Character, Told, characters_in, marks_in
from inkstead.perspectives.queries.whose import scenes_told
from inkstead.reading.early import EARLY, EarlyPart, EarlyRow, early_line, early_parts
from inkstead.reading.news import ON_STORY, News, news_of
from inkstead.stories.linked_data import of_book, of_chapter
from inkstead.stories.models import Part, PartQuerySet, Revision, Series, Story, TagKind, Visibility
from inkstead.stories.queries import (
    ContentsRow,
    Counts,
    Entry,
    Link,
    StoryCard,
    TagShown,
    VolumeOfContents,
    WorkerRow,
    around,
    coauthors,
    contents,
    counts_of,
    story_card,
    story_cards,
    typed_paragraphs,
)
from inkstead.stories.ratings import rating_told, warnings_told
from inkstead.stories.tag_lines import tag_lines
from inkstead.stories.training import robots_of
from inkstead.web.meta import PageMeta
from inkstead.web.visitors import NOBODY, Apart

CONTENTS_IN_PART = 60  # lines of the table of contents that a part page carries; the story page has them all


@dataclass(frozen=True, slots=True)
class PartView:
    id: int
    title: str
    url: str
    number: int
    position: int
    of: int
    language: str
    direction: str
    published_at: datetime | None
    revised_at: datetime | None
    words: int
    minutes: int
    html: SafeString
    notes_before_html: SafeString
    notes_after_html: SafeString
    standing_before_html: SafeString
    standing_after_html: SafeString
    early_line: SafeString  # what everybody may know of parts that followers have already
    own_rating: str  # where it differs from its story's
    own_warnings: str
    volume: str
    elsewhere: str
    counts: Counts
    story: StoryCard
    previous: Link | None
    next: Link | None
    contents: Sequence[VolumeOfContents]
    contents_complete: bool
    threads: Sequence[ShownComment]
    more_comments_url: str
    margins: str  # "b-1a:3 b-2b:12": the comments in the margin of each paragraph
    margins_count: int
    talk: Talk
    is_preview: bool
    people: frozenset[int]  # who speaks below it

    @property
    def is_told_twice(self) -> bool:
        """Some scene of it, as far as this page names other tellings."""
        return '<div class="telling"' in self.html


@dataclass(frozen=True, slots=True)
class StoryView:
    card: StoryCard
    contents: Sequence[VolumeOfContents]
    first_url: str
    latest_url: str
    downloads: Sequence[Link]
    series: Sequence[Link]
    early: Sequence[EarlyPart]
    early_line: SafeString
    news: Sequence[News]
    has_older_news: bool
    characters: Sequence[Character]  # where anybody is known to tell it

    def __getattr__(self, name: str) -> Any:
        """A story page knows all that a card knows."""
        return getattr(self.card, name)

    @property
    def tag_lines(self) -> list[tuple[str, Sequence[TagShown]]]:
        """Empty where all its tags are of no kind: then one line says it all."""
        lines = tag_lines(self.card.tags)
        return [] if all(tag.kind == TagKind.FREEFORM for tag in self.card.tags) else lines


def parts_with_joins() -> PartQuerySet:
    """With everything a part page shows."""
    return Part.objects.select_related("story__author", "story__counts", "counts", "live", "volume", *JOINS)


def part_view(
    part: Part,
    revision: Revision,
    told: Iterable[ContentsRow],
    workers: Iterable[WorkerRow] = (),
    early: Iterable[EarlyRow] = (),
    *,
    is_preview: bool = False,
    between: Apart = NOBODY,
) -> PartView:
    """`told` are the rows of the table of contents, `workers` those of the people beside the author; one query more,
    two at most, whatever the story's length.

    `part` came from `visible_to(reader)` with `parts_with_joins`.
    """
    story = part.story
    listing = contents(told, story, current=part.pk)
    order = [entry for volume in listing for entry in volume.entries]
    here = next((index for index, entry in enumerate(order) if entry.current), None)
    below = threads_below(part, between)
    return PartView(
        id=part.pk,
        title=part.title,
        url=part.get_absolute_url(),
        number=part.position if here is None else here + 1,
        position=part.position,
        of=len(order),
        language=story.language,
        direction=story.direction,
        published_at=part.published_at,
        revised_at=part.revised_at,
        words=revision.words,
        minutes=reading_minutes(revision.words, story.language),
        html=_prose(part, revision, order, is_preview=is_preview),
        notes_before_html=typed_paragraphs(part.notes_before),
        notes_after_html=typed_paragraphs(part.notes_after),
        standing_before_html=typed_paragraphs(story.standing_before),
        standing_after_html=typed_paragraphs(story.standing_after),
        early_line=early_line(early, {entry.id for entry in order}),
        own_rating=rating_told(part.rating, story.rating),
        own_warnings=", ".join(warnings_told(part.warnings, story.warnings)),
        volume=part.volume.title if part.volume else "",
        elsewhere=str((part.elsewhere or {}).get("shown", "")) if story.show_elsewhere_counts else "",
        counts=counts_of(part.counts),
        story=story_card(story, (), coauthors(workers)),
        previous=_link(order, here, -1),
        next=_link(order, here, +1),
        contents=listing if len(order) <= CONTENTS_IN_PART else around(listing, part.pk, CONTENTS_IN_PART),
        contents_complete=len(order) <= CONTENTS_IN_PART,
        threads=below.comments,
        more_comments_url=f"{part.get_absolute_url()}comments/" if below.has_more else "",
        margins=" ".join(f"{block}:{number}" for block, number in below.margins.items()),
        margins_count=sum(below.margins.values()),
        talk=talk_of(part),
        is_preview=is_preview,
        people=below.people,
    )


def _prose(part: Part, revision: Revision, order: Sequence[Entry], *, is_preview: bool) -> SafeString:
    """Readers find other tellings of a scene at its head, if the table of contents tells them of both."""
    html = revision.html
    if not is_preview:
        told = {entry.id: Told(entry.number, entry.title, entry.url) for entry in order}
        for_followers = part.visibility == Visibility.FOLLOWERS
        html = with_marks(html, marks_in(part.pk, part.story_id, told, for_followers=for_followers))
    return mark_safe(html)  # noqa: S308 - cleaned when it was saved


def story_view(story: Story, told: Iterable[ContentsRow]) -> StoryView:
    listing = contents(told, story)
    entries = [entry for volume in listing for entry in volume.entries]
    card = story_cards([story])[0]
    books = download_links(story) if entries else ()
    shown = {entry.id for entry in entries}
    early: list[EarlyRow] = list(EARLY.all(story.pk))
    news = news_of(story, ON_STORY + 1)
    return StoryView(
        card,
        listing,
        entries[0].url if entries else "",
        entries[-1].url if entries else "",
        books,
        [Link(one.title, one.get_absolute_url()) for one in Series.objects.filter(entries__story=story).order_by("pk")],
        early_parts(early, shown),
        early_line(early, shown),
        news[:ON_STORY],
        len(news) > ON_STORY,
        _voices(story, shown),
    )


def _voices(story: Story, shown: Collection[int]) -> list[Character]:
    """Who tells the parts that the page names. In a story of one voice there is nothing to tell."""
    characters = characters_in(scenes_told(story.pk, shown))
    return characters if sum(bool(who.tells) for who in characters) > 1 else []


def part_meta(view: PartView, text: str, part: Part) -> PageMeta:
    story = part.story
    return PageMeta(
        title=f"{view.title} · {view.story.title}",
        description=_beginning(text),
        url=view.url,
        language=view.language,
        direction=view.direction,
        kind="article",
        share_image=_share_image(story),
        published=view.published_at,
        modified=view.revised_at,
        data=of_chapter(Link(view.title, view.url), view.number, view.story, view.published_at, view.revised_at),
        feed=_feed_of(story),
        robots=_robots(story, part.visibility),
    )


def story_meta(view: StoryView, story: Story) -> PageMeta:
    by = named_together([author.title for author in view.card.authors])
    return PageMeta(
        title=f"{view.card.title} by {by}",
        description=_beginning(view.card.summary) or f"{view.card.title}, a story by {by}.",
        url=view.card.url,
        language=view.card.language,
        direction=view.card.direction,
        kind="book",
        share_image=_share_image(story),
        modified=view.card.latest_at,
        data=of_book(view.card, story.first_published_at, _share_image(story)),
        feed=_feed_of(story),
        robots=_robots(story),
    )


def _robots(story: Story, visibility: str = Visibility.PUBLIC) -> str:
    """What is not listed here is for those who were given its address: no search engine lists it either."""
    is_listed = story.visibility == visibility == Visibility.PUBLIC
    return ", ".join(filter(None, ["" if is_listed else "noindex", robots_of([story])]))


def _share_image(story: Story) -> str:
    """Only what every stranger may find has one."""
    return f"{settings.BASE_URL}/share/story/{story.pk}.png" if story.visibility == Visibility.PUBLIC else ""


def _feed_of(story: Story) -> str:
    """Only what every stranger may find has one."""
    return f"/feeds/story/{story.pk}" if story.visibility == Visibility.PUBLIC else ""


def named_together(names: Sequence[str]) -> str:
    """Ana; Ana and Ben; Ana, Ben and Cleo."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _link(order: Sequence[Any], here: int | None, step: int) -> Link | None:
    if here is None or not 0 <= here + step < len(order):
        return None
    return Link(order[here + step].title, order[here + step].url)


def _beginning(text: str, most: int = 180) -> str:
    """The first words, ending with a whole one."""
    flat = " ".join(text[: most * 3].split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + "…"
