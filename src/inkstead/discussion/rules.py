from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.discussion.models import Comment


def can_edit_comment(user: User, comment: Comment) -> bool:
    return comment.deleted_at is None and comment.author is not None and comment.author.user_id == user.pk
