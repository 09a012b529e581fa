"""Vote, comment; keep comments where they belong."""

from inkstead.discussion.actions.placing import carry_comments, comments_lost_by, place_comment, put_back
from inkstead.discussion.actions.saying import (
    VoteState,
    cast_vote,
    delete_comment,
    edit_comment,
    post_comment,
    take_back_vote,
)

__all__ = [
    "VoteState",
    "carry_comments",
    "cast_vote",
    "comments_lost_by",
    "delete_comment",
    "edit_comment",
    "place_comment",
    "post_comment",
    "put_back",
    "take_back_vote",
]
