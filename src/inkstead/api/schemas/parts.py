from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Author, Counts, Given, Moment, Text
from inkstead.api.schemas.stories import Flag, State, Visibility, part_values
from inkstead.lib.prose import split_blocks, split_scenes
from inkstead.stories.models import Part, Revision

Format = Literal["html", "markdown", "text"]
PartRating = Literal["", "everyone", "teen", "mature", "explicit"]
RATING: Any = Field("", description="Its own; empty: as its story.")
WARNINGS: Any = Field([], max_length=40, description="Its own, besides those of its story.")


class NewPart(Given):
    title: Text
    text: Text
    format: Format = "html"
    notes_before: Text = ""
    notes_after: Text = ""
    volume: Text = ""
    rating: PartRating = RATING
    warnings: list[Text] = WARNINGS


class PartChange(Given):
    """Only what is sent is changed."""

    title: Text = ""
    text: Text = ""
    format: Format = "html"
    notes_before: Text = ""
    notes_after: Text = ""
    volume: Text = ""
    visibility: Visibility = "public"
    rating: PartRating = RATING
    warnings: list[Text] = WARNINGS
    publish_at: Moment | None = Field(None, description="Schedules a draft; null takes the date back.")
    draft: Flag = Field(False, description="Keep a new text of a published part back until it is published.")


class Publishing(Given):
    quiet: Flag = Field(False, description="A correction that nobody is told of; `revised_at` stays as it is.")


class PartSaved(Answer):
    id: int
    url: str
    title: str
    state: State
    revision: int = Field(description="The newest one; send it as If-Match with the next change.")
    words: int
    publish_at: datetime | None
    published_at: datetime | None

    @classmethod
    def of(cls, part: Part) -> PartSaved:
        return cls(
            **part_values(part),
            revision=part.head.number if part.head else 0,
            words=part.head.words if part.head else 0,
            publish_at=part.publish_at,
            published_at=part.published_at,
        )


class BlockShown(Answer):
    id: str
    kind: str
    html: str
    text: str


class SceneShown(Answer):
    """A run of blocks between scene breaks. Blocks are counted from 1."""

    index: int
    first: int
    last: int
    paragraphs: int
    words: int
    first_id: str
    last_id: str


class StoryOfPart(Answer):
    id: int
    url: str
    title: str


class PartShown(Answer):
    id: int
    url: str
    title: str
    state: State
    revision: int
    html: str
    words: int
    counts: Counts
    scenes: list[SceneShown]
    blocks: list[BlockShown]
    story: StoryOfPart
    author: Author
    language: str
    direction: str
    volume: str
    rating: str = Field(description="Its own; empty when it is that of its story.")
    warnings: list[str] = Field(description="Its own, besides those of its story.")
    notes_before: str
    notes_after: str
    standing_before: str = Field(description="What the story says before every part.")
    standing_after: str
    published_at: datetime | None
    revised_at: datetime | None
    publish_at: datetime | None = Field(description="Only its authors see when a part is due.")
    opens_at: datetime | None = Field(description="When a part that followers have opens for everybody.")
    live_revision: int | None = Field(description="What readers see, while `revision` may be newer. For authors only.")

    @classmethod
    def of(cls, part: Part, revision: Revision, *, for_author: bool) -> PartShown:
        """Wants `story__author`, `counts`, `volume` and for authors `live` joined; asks nothing itself."""
        story, counts = part.story, part.counts
        live = part.live if part.is_published else None
        return cls(
            **part_values(part),
            counts=Counts(reads=counts.reads, votes=counts.votes, comments=counts.comments),
            story=StoryOfPart(id=story.pk, url=story.get_absolute_url(), title=story.title),
            author=Author(name=story.author.name, url=story.author.get_absolute_url()),
            language=story.language,
            direction=story.direction,
            volume=part.volume.title if part.volume else "",
            rating=part.rating,
            warnings=list(part.warnings),
            notes_before=part.notes_before,
            notes_after=part.notes_after,
            standing_before=story.standing_before,
            standing_after=story.standing_after,
            published_at=part.published_at,
            revised_at=part.revised_at,
            publish_at=part.publish_at if for_author else None,
            opens_at=part.opens_at,
            live_revision=live.number if for_author and live else None,
            **text_of(revision),
        )


class RevisionLine(Answer):
    revision: int
    at: datetime
    words: int
    by: str = Field(description="The pen name that saved it.")
    aside: bool = Field(description="Saved beside the line, because something else had been saved meanwhile.")


class RevisionShown(RevisionLine):
    html: str
    scenes: list[SceneShown]
    blocks: list[BlockShown]


class RevisionList(Answer):
    items: list[RevisionLine]
    next: str | None = Field(description="Send it as `cursor` to go on; null at the end.")


def text_of(revision: Revision) -> dict[str, Any]:
    """A saved text with its blocks and scenes, which are in its html already."""
    blocks = split_blocks(revision.html)
    return {
        "revision": revision.number,
        "html": revision.html,
        "words": revision.words,
        "blocks": [BlockShown(id=b.id, kind=b.kind, html=b.html, text=b.text) for b in blocks],
        "scenes": [SceneShown(**asdict(scene)) for scene in split_scenes(blocks)],
    }


def revision_line(revision: Revision) -> RevisionLine:
    return RevisionLine(**_line(revision))


def revision_shown(revision: Revision) -> RevisionShown:
    return RevisionShown(**{**_line(revision), **text_of(revision)})


def _line(revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "at": revision.created_at,
        "words": revision.words,
        "by": revision.by.name if revision.by else "",
        "aside": revision.aside,
    }
