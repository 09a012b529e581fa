from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from inkstead.discussion.queries import ShownComment
from inkstead.web.fragments import Fragment

register = template.Library()

_comment = Fragment(
    "components/comment.html",
    values=(
        *("comment.id", "comment.url", "comment.depth", "comment.author_name", "comment.author_url"),
        *("comment.day", "comment.html", "comment.quote", "comment.block"),
    ),
    flags=("comment.deleted", "comment.edited_at", "comment.quote", "comment.gone", "comment.replies_hidden"),
)


@register.simple_tag
def comment_rows(comments: Sequence[ShownComment]) -> SafeString:
    """Threads in reading order."""
    return _comment.each(comments)
