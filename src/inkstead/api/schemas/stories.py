from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, Strict

from inkstead.api.schemas.base import Answer, Author, Counts, Given, Text
from inkstead.exchange.moving import where_it_went
from inkstead.stories.models import Part, Story
from inkstead.stories.queries import StoryCard

Status = Literal["ongoing", "complete", "hiatus", "stub", "dropped"]
Rating = Literal["everyone", "teen", "mature", "explicit"]
Visibility = Literal["public", "unlisted", "followers", "private"]
State = Literal["draft", "scheduled", "published", "withdrawn"]
Sort = Literal["best", "updated", "new", "title", "reads", "votes", "words"]
Flag = Annotated[bool, Strict()]


class StoryChange(Given):
    """Only what is sent is changed."""

    title: Text = ""
    summary: Text = ""
    language: Text = Field("en", description="A language tag: en, pt-BR, zh-Hant.")
    visibility: Visibility = "public"
    status: Status = "ongoing"
    rating: Rating = "everyone"
    warnings: list[Text] = Field(default=[], max_length=40)
    tags: list[Text] = Field(default=[], max_length=100)
    show_elsewhere_counts: Flag = True
    downloads: Flag = Field(True, description="Readers may take it away as a book.")
    full_feeds: Flag = Field(True, description="Feeds carry the whole text of its parts, not only the beginning.")
    ai_crawlers: Flag = Field(
        False, description="Programs that collect texts to train on may take it, where the site lets them in at all."
    )
    returns_on: date | None = Field(
        None, description="Only with the status hiatus: the day on which the story goes on."
    )
    standing_before: Text = Field("", description="Shown before every part.")
    standing_after: Text = Field("", description="Shown after every part.")


class NewStory(StoryChange):
    title: Text


class StoryMade(Answer):
    id: int
    url: str


class CoverKept(Answer):
    cover: str = Field(description="The address of the JPEG that pages show.")


class TagShown(Answer):
    name: str
    url: str


class StoryShown(Answer):
    id: int
    url: str
    title: str
    author: Author
    authors: list[Author] = Field(description="The author first, then the co-authors.")
    summary: str
    language: str
    direction: str
    status: str
    rating: str
    warnings: list[str]
    tags: list[TagShown]
    cover: str = Field(description="Empty when none was uploaded.")
    parts: int
    words: int
    counts: Counts
    updated_at: datetime | None = Field(description="When its latest part was published.")

    @classmethod
    def of(cls, card: StoryCard) -> StoryShown:
        return cls(**story_values(card))


class Entry(Answer):
    """A line of the table of contents."""

    id: int
    url: str
    title: str
    volume: str
    state: State
    words: int
    published_at: datetime | None
    publish_at: datetime | None = Field(description="Only its authors see when a part is due.")
    opens_at: datetime | None = Field(description="When a part that followers have opens for everybody.")

    @classmethod
    def of(cls, part: Part, *, for_author: bool) -> Entry:
        revision = part.head if for_author else part.live
        return cls(
            **part_values(part),
            volume=part.volume.title if part.volume else "",
            words=revision.words if revision else 0,
            published_at=part.published_at,
            publish_at=part.publish_at if for_author else None,
            opens_at=part.opens_at,
        )


class WholeStory(StoryShown):
    visibility: Visibility
    returns_on: date | None = Field(description="When a story on hiatus goes on, if its author said so.")
    moved_to: str = Field(description="The address where it stands now, when it left this site; else empty.")
    contents: list[Entry] = Field(description="Published parts in order; its authors see all their parts.")


class StoryList(Answer):
    items: list[StoryShown]
    next: str | None = Field(description="Send it as `cursor` to go on; null at the end.")


class FoundStories(StoryList):
    told: list[str] = Field(
        description="What of `q` was not understood or not looked for as it was typed, in sentences; mostly empty."
    )


def whole_story(story: Story, card: StoryCard, entries: Iterable[Entry]) -> WholeStory:
    values = story_values(card) | {"visibility": story.visibility, "returns_on": story.returns_on}
    values["moved_to"] = where_it_went(story)
    return WholeStory(**values, contents=list(entries))


def part_values(part: Part) -> dict[str, Any]:
    return {"id": part.pk, "url": part.get_absolute_url(), "title": part.title, "state": part.state}


def story_values(card: StoryCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "url": card.url,
        "title": card.title,
        "author": Author(name=card.author_name, url=card.author_url),
        "authors": [Author(name=author.title, url=author.url) for author in card.authors],
        "summary": card.summary,
        "language": card.language,
        "direction": card.direction,
        "status": card.status,
        "rating": card.rating,
        "warnings": list(card.warnings),
        "tags": [TagShown(name=tag.title, url=tag.url) for tag in card.tags],
        "cover": card.cover_url,
        "parts": card.parts_count,
        "words": card.words,
        "counts": Counts(reads=card.counts.reads, votes=card.counts.votes, comments=card.counts.comments),
        "updated_at": card.latest_at,
    }
