"""Tell people, and let them say how they want to be told."""

from inkstead.notifications.actions.counting import count_news
from inkstead.notifications.actions.fanning import (
    take_turn,
    tell_of_announcement,
    tell_of_part,
    tell_of_shelved,
    tell_of_version,
)
from inkstead.notifications.actions.reading import (
    choose,
    forget_old_notices,
    mark_all_read,
    mark_read,
    mark_unread,
    settle,
    settle_comments,
    settle_wave,
)
from inkstead.notifications.actions.searching import tell_searchers
from inkstead.notifications.actions.subscribing import subscribe, unsubscribe
from inkstead.notifications.actions.talking import (
    forget_mentions,
    tell_of_answer,
    tell_of_comment,
    tell_of_heart,
    tell_of_invitation,
    tell_of_mention,
    tell_of_note,
    tell_of_post,
    tell_of_suggestion,
    tell_of_verdict,
)
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.news import News

__all__ = [
    "News",
    "choose",
    "count_news",
    "forget_mentions",
    "forget_old_notices",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "settle",
    "settle_comments",
    "settle_wave",
    "subscribe",
    "take_turn",
    "tell",
    "tell_of_announcement",
    "tell_of_answer",
    "tell_of_comment",
    "tell_of_heart",
    "tell_of_invitation",
    "tell_of_mention",
    "tell_of_note",
    "tell_of_part",
    "tell_of_post",
    "tell_of_shelved",
    "tell_of_suggestion",
    "tell_of_verdict",
    "tell_of_version",
    "tell_searchers",
    "unsubscribe",
]
