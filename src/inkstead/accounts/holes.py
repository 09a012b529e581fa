"""What every page shows a signed-in person: the menu, their reading settings, their key against forged requests."""

from __future__ import annotations

from django.utils.html import escape

from inkstead.web.fragments import Fragment
from inkstead.web.holes import Personal, Visitor, fills

_account = Fragment(
    "holes/account.html",
    values=("visitor.pen_name", "visitor.pen_name_url", "visitor.csrf_token"),
    flags=("visitor.is_moderator", "visitor.keeps_tags"),
)
_head = Fragment("holes/head.html", values=("visitor.csrf_token",))
_csrf = Fragment("holes/csrf.html", values=("visitor.csrf_token",))


@fills("account")
def account(visitor: Visitor, known: Personal, argument: str) -> str:
    return _account(
        visitor__pen_name=visitor.pen_name,
        visitor__pen_name_url=visitor.pen_name_url,
        visitor__csrf_token=visitor.csrf_token,
        visitor__is_moderator=visitor.is_moderator,
        visitor__keeps_tags=visitor.keeps_tags,
    )


@fills("head")
def head(visitor: Visitor, known: Personal, argument: str) -> str:
    return _head(visitor__csrf_token=visitor.csrf_token)


@fills("csrf")
def csrf(visitor: Visitor, known: Personal, argument: str) -> str:
    return _csrf(visitor__csrf_token=visitor.csrf_token)


@fills("report")
def report(visitor: Visitor, known: Personal, argument: str) -> str | None:
    return "" if visitor.is_suspended else None


@fills("suspended")
def suspended(visitor: Visitor, known: Personal, argument: str) -> str:
    """On the desk, whose forms would all be refused."""
    return f'<p class="message message-error" role="status">{visitor.quiet}</p>' if visitor.is_suspended else ""


@fills("html-attributes")
def html_attributes(visitor: Visitor, known: Personal, argument: str) -> str:
    chosen = (f' data-{name}="{escape(value)}"' for name, value in visitor.preferences.items())
    return " data-person" + "".join(chosen)
