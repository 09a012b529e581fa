"""What is announced about votes and comments.

A comment that waits to be approved is announced as `CommentWaiting`; `CommentPosted`, `CommentReplied` and `Mentioned`
follow when readers can see it. Whoever reacts reads the rows anew: since then they may have been taken back.
"""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

COMMENTS = ("comments:part:{part_id}",)


@dataclass(frozen=True)
class CommentPosted(Fact):
    """Readers can see a new comment on a part, on one of its paragraphs, or in answer to another."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentReplied(Fact):
    """Readers can see an answer to `parent_id`. Follows the `CommentPosted` of the answer."""

    comment_id: int
    parent_id: int
    part_id: int
    story_id: int


@dataclass(frozen=True)
class Mentioned(Fact):
    """A comment that readers can see names somebody, for the first time."""

    comment_id: int
    pen_name_id: int
    part_id: int
    story_id: int


@dataclass(frozen=True)
class CommentWaiting(Fact):
    """A comment waits until somebody who works on the story, or a moderator, has read it."""

    comment_id: int
    part_id: int
    story_id: int


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
    """The words of a comment are gone for good; its thread stands. `by_author`: it was the writer of the comment."""

    comment_id: int
    part_id: int
    story_id: int
    by_author: bool = True
    touched = COMMENTS


@dataclass(frozen=True)
class CommentHidden(Fact):
    """Somebody who may look after a comment took it out of sight; it can be shown again."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentShown(Fact):
    """A hidden comment can be seen again."""

    comment_id: int
    part_id: int
    story_id: int
    touched = COMMENTS


@dataclass(frozen=True)
class CommentMarked(Fact):
    """A heart of the author's, a pin or a lock was given to a comment or taken away; `mark` says which."""

    comment_id: int
    part_id: int
    story_id: int
    mark: str  # "heart", "pin" or "lock"
    given: bool
    touched = COMMENTS


@dataclass(frozen=True)
class Reacted(Fact):
    """Somebody reacted to a comment, or changed how. Who it was stands in the reaction, while it stands."""

    reaction_id: int
    comment_id: int
    part_id: int
    story_id: int


@dataclass(frozen=True)
class ParagraphReacted(Fact):
    """Somebody reacted to a paragraph, or changed how."""

    reaction_id: int
    block: str
    part_id: int
    story_id: int


@dataclass(frozen=True)
class TalkChanged(Fact):
    """Who may comment on a story or on one of its parts (0: on all) was decided anew."""

    part_id: int
    story_id: int
    touched = ("story:{story_id}", *COMMENTS)


@dataclass(frozen=True)
class WallPosted(Fact):
    """Somebody wrote on the wall of a name."""

    post_id: int
    pen_name_id: int


@dataclass(frozen=True)
class WallPostRemoved(Fact):
    """By whoever wrote it, whose wall it is, or a moderator. Its words are gone."""

    post_id: int
    pen_name_id: int


@dataclass(frozen=True)
class WaveHidden(Fact):
    """Comments of guests that came together were hidden together, or shown again."""

    wave_id: int
    undone: bool = False
