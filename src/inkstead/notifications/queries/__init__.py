"""Notices as people read them."""

from inkstead.notifications.queries.inbox import Inbox, Line, inbox_page, unread_count
from inkstead.notifications.queries.sentences import Told, sentences

__all__ = ["Inbox", "Line", "Told", "inbox_page", "sentences", "unread_count"]
