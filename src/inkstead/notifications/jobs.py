from __future__ import annotations

from typing import Any

from inkstead.background import job
from inkstead.notifications import actions
from inkstead.notifications.actions.fanning import PRIORITY
from inkstead.notifications.mail import posting
from inkstead.notifications.push import sending


@job(priority=PRIORITY)
def fan_out(news: dict[str, Any], circles: list[list[Any]], after: int) -> int:
    return actions.take_turn(news, circles, after)


@job(priority=PRIORITY)
def find_searches(part_id: int, after: int, again: bool = False) -> int:
    return actions.tell_searchers(part_id, after, again=again, priority=PRIORITY)


@job
def make_due_letters() -> int:
    return posting.make_due_letters()


@job(max_attempts=8)
def send_letter(letter_id: int) -> bool:
    return posting.send_letter(letter_id)


@job
def send_due_pushes() -> int:
    return sending.send_due_pushes()


@job(max_attempts=6)
def push_notice(notice_id: int, endpoint_id: int) -> str:
    return sending.push_notice(notice_id, endpoint_id)


@job
def count_news() -> int:
    return actions.count_news()


@job
def forget_old_notices() -> int:
    return actions.forget_old_notices()


@job
def settle_part(part_id: int) -> int:
    return actions.settle(part_id)
