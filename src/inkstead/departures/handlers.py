"""Reactions to what happened here. Each may be repeated: nobody is told twice."""

from __future__ import annotations

from inkstead.accounts.models import PenName
from inkstead.departures.events import HeirAnswered, HeirNamed, StoryInherited
from inkstead.departures.models import Heir
from inkstead.events import on
from inkstead.notifications.actions import News, tell


@on(HeirNamed)
def tell_of_being_named(fact: HeirNamed) -> None:
    """Whoever is asked, while they have not answered."""
    asked = Heir.objects.filter(user=fact.user_id, pen_name=fact.pen_name_id, accepted_at=None)
    row = asked.select_related("pen_name").first()
    if row is not None:
        news = News("invitation", f"{row.notice_key}{int(row.named_at.timestamp())}", pen_name_id=row.asked_as_id)
        tell([row.pen_name.user_id], news)


@on(HeirAnswered)
def tell_of_the_answer(fact: HeirAnswered) -> None:
    """Whoever asked; not of what was said before they named somebody else."""
    held = Heir.objects.filter(user=fact.user_id, pen_name=fact.pen_name_id, accepted_at__isnull=False).exists()
    if held == fact.accepted:
        tell([fact.user_id], News("invitation", fact.key, pen_name_id=fact.pen_name_id))


@on(StoryInherited)
def tell_of_inheritance(fact: StoryInherited) -> None:
    """Once, however many stories went over: whose they are now, and whose they were, for when they come back."""
    name = PenName.objects.filter(pk=fact.pen_name_id).first()
    if name is not None:
        which = f"{fact.user_id}:{fact.pen_name_id}"
        tell([name.user_id], News("invitation", f"heir:given:{which}", pen_name_id=fact.by_name_id))
        news = News("invitation", f"heir:taken:{which}", pen_name_id=fact.pen_name_id, has_letter=True)
        tell([fact.user_id], news)
