"""Reads shaped for pages of comments."""

from inkstead.discussion.queries.lists import (
    ListPage,
    comments_in,
    filters_for,
    inbox_of,
    own_comments,
    said_by,
    waiting_anywhere,
    waiting_in,
    waves_of,
)
from inkstead.discussion.queries.margins import MarginOf, margins_with_words, paragraph_reactions
from inkstead.discussion.queries.shown import ShownComment, comment_html, folded, named_in, reactions_told, told_of
from inkstead.discussion.queries.threads import (
    Below,
    Thread,
    ThreadPage,
    margin_page,
    margins_of,
    thread_of,
    thread_page,
    threads_after,
    threads_below,
)
from inkstead.discussion.queries.tray import Paragraph, Remark, Tray, adrift_by_part, adrift_in, choice_for, tray_of

__all__ = [
    "Below",
    "ListPage",
    "MarginOf",
    "Paragraph",
    "Remark",
    "ShownComment",
    "Thread",
    "ThreadPage",
    "Tray",
    "adrift_by_part",
    "adrift_in",
    "choice_for",
    "comment_html",
    "comments_in",
    "filters_for",
    "folded",
    "inbox_of",
    "margin_page",
    "margins_of",
    "margins_with_words",
    "named_in",
    "own_comments",
    "paragraph_reactions",
    "reactions_told",
    "said_by",
    "thread_of",
    "thread_page",
    "threads_after",
    "threads_below",
    "told_of",
    "tray_of",
    "waiting_anywhere",
    "waiting_in",
    "waves_of",
]
