"""What is still to come in a demo story: its slots, the parts that wait for them, and its news."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

from inkstead.accounts.models import User
from inkstead.operations.demo.crowd import Loading
from inkstead.serial.actions import add_slots, choose_plan_zone, make_announcement, put_in_queue
from inkstead.serial.models import Announcement
from inkstead.stories.actions import create_part
from inkstead.stories.models import Story


def load_plan(story: Story, plan: dict[str, Any], folder: Path, *, by: User) -> None:
    """Nothing without a plan."""
    if not plan:
        return
    choose_plan_zone(story, zone=plan["zone"], by=by)
    add_slots(story, weekdays=plan["weekdays"], at=time.fromisoformat(plan["at"]), by=by)
    texts = [(told["title"], (folder / told["file"]).read_text(encoding="utf-8")) for told in plan["queue"]]
    parts = [create_part(story, title=title, text=text, format="markdown", by=by) for title, text in texts]
    put_in_queue(story, parts, by=by)


def load_news(loading: Loading, story: Story, news: dict[str, Any], *, by: User) -> None:
    if news:
        made = make_announcement(story, title=news["title"], text=news["text"].strip(), by=by)
        at: datetime = loading.ago(float(news["days_ago"]))
        Announcement.objects.filter(pk=made.pk).update(published_at=at, created_at=at)
