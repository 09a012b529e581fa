"""Votes, comments, reactions; who may say something."""

from inkstead.discussion.models.comments import (
    COMMENT_LIMIT,
    PASSAGE_LIMIT,
    Comment,
    CommentQuerySet,
    EarlierVersion,
    HeldFor,
    Mention,
    Standing,
)
from inkstead.discussion.models.guests import Guest, SpentProof, Trace, Wave, WaveComment, Word
from inkstead.discussion.models.reactions import TOLD, Kind, ParagraphReaction, Reaction
from inkstead.discussion.models.talk import PartTalk, StoryTalk, Who
from inkstead.discussion.models.votes import Vote
from inkstead.discussion.models.walls import ON_WALLS, POST_LIMIT, Wall, WallPost

__all__ = [
    "COMMENT_LIMIT",
    "ON_WALLS",
    "PASSAGE_LIMIT",
    "POST_LIMIT",
    "TOLD",
    "Comment",
    "CommentQuerySet",
    "EarlierVersion",
    "Guest",
    "HeldFor",
    "Kind",
    "Mention",
    "ParagraphReaction",
    "PartTalk",
    "Reaction",
    "SpentProof",
    "Standing",
    "StoryTalk",
    "Trace",
    "Vote",
    "Wall",
    "WallPost",
    "Wave",
    "WaveComment",
    "Who",
    "Word",
]
