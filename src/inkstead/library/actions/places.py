"""Keep a reader's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.library.actions.history import write_down
from inkstead.library.models import FINISHED, Place, ReadMark
from inkstead.stories.actions import NewText, hold_part, note_networks
from inkstead.stories.models import NetworkDay, Part
from inkstead.web.addresses import network_of


@transaction.atomic
def keep_place(
    part: Part, *, block: str, reached: float, by: User, at: datetime | None = None, address: str = ""
) -> Place:
    """The newest place in a story wins, whichever device sends it last; an older one is answered with what stands.

    The part came from `visible_to(by)`. A clock that runs ahead is taken for now. A tick bears
    the moment at which it was heard of, whatever the device says: rankings count on which days somebody came.
    """
    hold_part(part)
    now = timezone.now()
    at = min(at or now, now + timedelta(seconds=5))
    reached = max(0.0, min(1.0, reached))
    place, _ = Place.objects.select_for_update().get_or_create(
        user=by, story_id=part.story_id, defaults={"part": part, "block": block, "reached": reached, "at": at}
    )
    if at > place.at:
        place.part, place.block, place.reached, place.at = part, block, reached, at
        place.save()
    mark, is_new = ReadMark.objects.select_for_update().get_or_create(
        user=by, part=part, defaults={"reached": reached, "at": now}
    )
    if reached > mark.reached:
        mark.reached, mark.at, is_new = reached, now, True
        mark.save(update_fields=["reached", "at"])
    if is_new and reached >= FINISHED:
        day = now.astimezone(UTC).date()
        note_networks(NetworkDay.KEPT, [(day, part.story_id, network_of(address) or f"a:{by.pk}")])
    write_down(part, by=by, at=at)
    return place


def forget_place(story_id: int, *, by: User) -> None:
    """Take a story off the list of what one is reading. Doing it twice is harmless."""
    Place.objects.filter(user=by, story=story_id).delete()


def carry_places(new: NewText) -> None:
    """Inside the transaction that publishes: places at blocks that are gone move to what stood before them."""
    there = Place.objects.filter(part=new.part).exclude(block="")
    for block in list(there.order_by().values_list("block", flat=True).distinct()):
        nearest = new.carrying.nearest(block)
        if nearest != block:
            there.filter(block=block).update(block=nearest)
