"""The mark in the header that says that something is new."""

from __future__ import annotations

from django.db import connection

from inkstead.web.fragments import Fragment
from inkstead.web.holes import Personal, Visitor, everywhere, fills

# Counts up to a hundred and no farther: it is asked with every page.
UNREAD = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM notifications_notice"
    " WHERE user_id = %(user)s AND in_site AND read_at IS NULL LIMIT 100) AS found"
)
everywhere("unread", UNREAD)
_mark = Fragment("notifications/holes/unread.html", values=("count", "words"), flags=("count",))


@fills("unread")
def unread(visitor: Visitor, known: Personal, argument: str) -> str:
    """Known from the page's own query, or asked for where a page has none."""
    count = known["unread"] if "unread" in known else _ask(visitor)
    return _mark(count="99+" if count > 99 else count, words="one new notice" if count == 1 else f"{count} new notices")


def _ask(visitor: Visitor) -> int:
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, {"user": visitor.user_id})
        [count] = cursor.fetchone()
    return int(count)
