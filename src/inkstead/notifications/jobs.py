from __future__ import annotations

from typing import Any

from inkstead.background import job
from inkstead.notifications import actions
from inkstead.notifications.actions.fanning import PRIORITY


@job(priority=PRIORITY)
def fan_out(news: dict[str, Any], circles: list[list[Any]], after: int) -> int:
    return actions.take_turn(news, circles, after)


@job
def count_news() -> int:
    return actions.count_news()


@job
def forget_old_notices() -> int:
    return actions.forget_old_notices()


@job
def settle_part(part_id: int) -> int:
    return actions.settle(part_id)
