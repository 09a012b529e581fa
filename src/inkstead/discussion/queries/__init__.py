"""Reads shaped for pages of comments."""

from inkstead.discussion.queries.threads import (
    ShownComment,
    ThreadPage,
    comment_html,
    thread_of,
    thread_page,
    threads_after,
)
from inkstead.discussion.queries.tray import Paragraph, Remark, Tray, adrift_by_part, adrift_in, choice_for, tray_of

__all__ = [
    "Paragraph",
    "Remark",
    "ShownComment",
    "ThreadPage",
    "Tray",
    "adrift_by_part",
    "adrift_in",
    "choice_for",
    "comment_html",
    "thread_of",
    "thread_page",
    "threads_after",
    "tray_of",
]
