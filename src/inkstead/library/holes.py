"""What a signed-in reader sees on the shared pages of writers, tags and shelves: whether they follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.db import connection

from inkstead.web.fragments import Fragment
from inkstead.web.holes import Personal, Visitor, fills, personal

_FOLLOWS = {
    "pen_name_id": "SELECT 1 FROM library_pennamefollow WHERE pen_name_id = %s AND user_id = %s",
    "tag_id": (
        # Of whatever spelling: `tag_id` is never one itself.
        "SELECT 1 FROM library_tagfollow f JOIN stories_tag t ON t.id = f.tag_id"
        " WHERE COALESCE(t.stands_for_id, t.id) = %s AND f.user_id = %s"
    ),
    "shelf_id": "SELECT 1 FROM library_shelffollow WHERE shelf_id = %s AND user_id = %s",
}
_CSRF = "visitor.csrf_token"
_follow = Fragment("library/holes/follow.html", values=("follow.url", _CSRF), flags=("follow.following",))
_shelve = Fragment("library/holes/shelve.html", values=("shelf.url", "shelf.title"), flags=("shelf.title",))
_name_tools = Fragment("library/holes/name-tools.html", values=("apart_url", "report_url"), flags=("report_url",))
_shelf_tools = Fragment("library/holes/shelf-tools.html", values=("edit_url",))


@personal("profile")
@personal("tag")
@personal("shelf")
def about_reader(visitor: Visitor, context: Mapping[str, Any]) -> Personal:
    what = next((name for name in ("shelf_id", "tag_id", "pen_name_id") if name in context), "")
    return {**context, "follows": bool(what) and follows(what, context[what], visitor)}


def follows(what: str, thing: int, visitor: Visitor) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWS[what], [thing, visitor.user_id])
        return cursor.fetchone() is not None


@fills("follow-name")
def follow_name(visitor: Visitor, known: Personal, argument: str) -> str:
    """The argument is the address of the name's own page."""
    if known["pen_name_id"] in visitor.pen_name_ids:
        return ""
    return _button(visitor, known, argument)


@fills("name-tools")
def name_tools(visitor: Visitor, known: Personal, argument: str) -> str:
    """On a writer's page: keep apart from them. The argument is the end of its address."""
    if known["pen_name_id"] in visitor.pen_name_ids:
        return ""
    report = "" if visitor.is_suspended else f"/report/profile/{known['pen_name_id']}/"
    return _name_tools(apart_url=f"/me/apart/{argument}/", report_url=report)


@fills("report-name")
def report_name(visitor: Visitor, known: Personal, argument: str) -> str:
    """For strangers alone: everybody else finds it beside what keeps apart."""
    return ""


@fills("follow-tag")
def follow_tag(visitor: Visitor, known: Personal, argument: str) -> str:
    """On the later pages of a tag, which are made for one request, nothing is known beforehand."""
    tag, _, url = argument.partition(":")
    told = known if "follows" in known else {"follows": follows("tag_id", int(tag), visitor)}
    return _button(visitor, told, url)


@fills("shelf-tools")
def shelf_tools(visitor: Visitor, known: Personal, argument: str) -> str:
    if known["pen_name_id"] in visitor.pen_name_ids:
        return _shelf_tools(edit_url=f"/library/shelf/{known['shelf_id']}/")
    return _button(visitor, known, f"/shelf/{known['shelf_id']}/") if known["is_listed"] else ""


@fills("shelve")
def shelve(visitor: Visitor, known: Personal, argument: str) -> str:
    """On the pages of stories and parts: on which shelf the story stands."""
    back = f"?next={quote(str(known['url']))}" if "url" in known else ""
    return _shelve(shelf__url=f"/story/{argument}/shelve/{back}", shelf__title=known.get("shelf", ""))


def _button(visitor: Visitor, known: Personal, url: str) -> str:
    if visitor.is_suspended and not known["follows"]:
        return ""  # they can only stop
    return _follow(
        follow__url=f"{url}follow/", follow__following=known["follows"], visitor__csrf_token=visitor.csrf_token
    )
