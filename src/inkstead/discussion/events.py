"""What is announced about votes and comments."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

COMMENTS = ("comments:part:{part_id}",)


@dataclass(frozen=True)
class CommentPosted(Fact):
    """Somebody commented on a part or answered a comment."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentEdited(Fact):
    """A comment's text changed."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentPlaced(Fact):
    """Somebody who works on the story gave a comment another paragraph, or put it back into the tray."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentDeleted(Fact):
    """A comment was taken away by its author; its thread stands."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS
