from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Given, GivenId, Text
from inkstead.api.schemas.stories import Flag
from inkstead.tagkeeping.models import TagChange, TagTask
from inkstead.tagkeeping.plans import BY_HAND
from inkstead.tagkeeping.queries import Row, TagPage

Kind = Literal["genre", "fandom", "character", "relationship", "theme", "warning", "freeform"]
Does = Literal["merge", "free", "kind", "name", "translate", "link", "unlink", "split"]
Shows = Literal["", "new", "unsorted", "alone", "spellings", "unused"]


class KeptTag(Answer):
    """A tag as keepers see it."""

    id: int
    name: str
    kind: str
    stands_for: str = Field(description="Empty, or the name of the tag of which it is a spelling.")
    stories: int = Field(description="Public ones that carry this very word.")

    @classmethod
    def of(cls, row: Row) -> KeptTag:
        return cls(id=row.id, name=row.name, kind=row.kind, stands_for=row.stands_for, stories=row.stories)


class KeptTags(Answer):
    items: list[KeptTag]
    next: str | None


class TagLinked(Answer):
    id: int
    name: str


class TagWhole(Answer):
    """A tag with all that was decided about it."""

    id: int
    name: str
    kind: str
    url: str
    stands_for: TagLinked | None
    stories: int = Field(description="Public ones that carry it or one of its spellings.")
    spellings: list[TagLinked]
    names: dict[str, str] = Field(description="By language.")
    wider: list[TagLinked]

    @classmethod
    def of(cls, page: TagPage) -> TagWhole:
        top = page.stands_for
        return cls(
            id=page.tag.pk,
            name=page.tag.name,
            kind=page.tag.kind,
            url=page.tag.get_absolute_url(),
            stands_for=TagLinked(id=top.pk, name=top.name) if top else None,
            stories=page.stories,
            spellings=[TagLinked(id=tag.pk, name=tag.name) for tag in page.spellings],
            names={row.language: row.name for row in page.names},
            wider=[TagLinked(id=tag.pk, name=tag.name) for tag in page.wider],
        )


class TagDeed(Given):
    """`do` says what; `other` is the name of the tag that is meant besides, and may be a new one."""

    do: Does
    other: Text = ""
    kind: Kind | None = None
    name: Text = ""
    language: Text = ""
    beside: Text = Field("", description="split: all stories that carry this tag too")
    stories: list[GivenId] = Field(default=[], max_length=BY_HAND, description="split: these stories")
    why: Text = ""
    preview: Flag = Field(False, description="Only say what would become of it.")


class TagPreview(Answer):
    said: str
    stories: int
    sample: list[str] = Field(description="Titles of some of them.")
    notes: list[str]


class TagProgress(Answer):
    what: Literal["above", "stories", "search"]
    done: int
    total: int
    left_alone: int
    finished: bool

    @classmethod
    def of(cls, task: TagTask) -> TagProgress:
        return cls.model_validate(
            {
                "what": task.what,
                "done": task.done,
                "total": task.total,
                "left_alone": task.left_alone,
                "finished": task.finished_at is not None,
            }
        )


class TagChangeShown(Answer):
    id: int
    at: datetime
    by: str | None
    said: str
    why: str
    tag: int
    stories: int
    undoes: int | None
    undone: bool
    progress: list[TagProgress]

    @classmethod
    def of(cls, change: TagChange, tasks: list[TagTask]) -> TagChangeShown:
        return cls(
            id=change.pk,
            at=change.at,
            by=change.by.name if change.by else None,
            said=change.said,
            why=change.why,
            tag=change.tag_id,
            stories=change.stories,
            undoes=change.undoes_id,
            undone=hasattr(change, "undone_by"),
            progress=[TagProgress.of(task) for task in tasks],
        )


class TagDone(Answer):
    """What would become of it, or what was done."""

    preview: TagPreview | None = None
    change: TagChangeShown | None = None


class TagLog(Answer):
    items: list[TagChangeShown]
    next: str | None


class TagUndo(Given):
    why: Text = ""
