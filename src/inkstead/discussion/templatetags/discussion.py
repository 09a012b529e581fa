from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from inkstead.discussion.queries import ShownComment, folded
from inkstead.discussion.showing import Beholder, react_form
from inkstead.web.fragments import Fragment
from inkstead.web.holes import mark

register = template.Library()

_comment = Fragment(
    "components/comment.html",
    values=(
        *("comment.id", "comment.url", "comment.depth", "comment.author_name", "comment.author_url", "comment.day"),
        *("comment.html", "comment.quote", "comment.block", "comment.base", "comment.ahead", "comment.opened"),
        *("comment.reactions", "comment.tools", "comment.thread_url"),
    ),
    flags=(
        *("comment.deleted", "comment.hidden", "comment.author_url", "comment.is_guest", "comment.edited_at"),
        *("comment.pinned", "comment.locked", "comment.hearted", "comment.ahead", "comment.quote", "comment.gone"),
        *("comment.reactions", "comment.replies_hidden"),
    ),
)
_tools = Fragment(
    "discussion/pieces/tools.html",
    values=("tools.id", "tools.reactions"),
    flags=("tools.answer", "tools.mine", "tools.edit", "tools.report", "tools.tend"),
)
NOTHING = SafeString("")


class Row:
    """A comment with what its reader may do with it."""

    __slots__ = ("base", "comment", "opened", "tools")

    def __init__(self, comment: ShownComment, tools: SafeString, opened: SafeString, base: str = "") -> None:
        self.comment, self.tools, self.opened, self.base = comment, tools, opened, base

    @property
    def html(self) -> SafeString:
        return folded(self.comment.html)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.comment, name)


@register.simple_tag
def comment_rows(comments: Sequence[ShownComment]) -> SafeString:
    """Threads in reading order on a page that is kept: with holes for what is personal."""
    return _comment.each(Row(comment, _hole("comment-tools", comment.id), _opened(comment)) for comment in comments)


@register.simple_tag
def said_rows(comments: Sequence[ShownComment], beholder: Beholder) -> SafeString:
    """The same on a page for one reader."""
    return _comment.each(Row(one, _tools_for(one, beholder), NOTHING, beholder.part_url) for one in comments)


def plain_rows(comments: Sequence[ShownComment]) -> SafeString:
    """The same with nothing personal and no holes: to be read."""
    return _comment.each(Row(one, NOTHING, NOTHING) for one in comments)


@register.simple_tag
def reaction_form(url: str, csrf: str, mine: str = "") -> SafeString:
    """To a paragraph."""
    return mark_safe(react_form(url, csrf, mine, beside=True))  # noqa: S308 - a fragment escapes


def _tools_for(comment: ShownComment, beholder: Beholder) -> SafeString:
    if comment.deleted or not beholder.signed_in:
        return NOTHING
    reactions = ""
    if beholder.may_react:
        reactions = react_form(f"/comment/{comment.id}/react/", beholder.csrf, beholder.reacted.get(comment.id, ""))
    text = _tools(
        tools__id=comment.id,
        tools__reactions=SafeString(reactions),
        tools__answer=beholder.may_say,
        tools__mine=comment.id in beholder.mine,
        tools__edit=beholder.may_edit,
        tools__report=beholder.may_react,
        tools__tend=beholder.may_tend,
    )
    return mark_safe(text)  # noqa: S308 - a fragment escapes


def _hole(name: str, argument: object) -> SafeString:
    return mark_safe(mark(name, argument, ""))  # noqa: S308 - our own words


def _opened(comment: ShownComment) -> SafeString:
    return _hole("ahead", comment.ahead) if comment.ahead else NOTHING
