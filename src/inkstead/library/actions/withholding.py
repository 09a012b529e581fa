"""What moderators take out of sight. Its owner keeps it."""

from __future__ import annotations

from django.db import transaction

from inkstead.events import touch_after_commit
from inkstead.library.models import Sharing, Shelf


@transaction.atomic
def withhold_shelf(shelf: Shelf, *, erase: bool = False) -> None:
    """Private, and not to be shown before it is released; `erase` takes what its owner says on it away for good."""
    found = Shelf.objects.select_for_update(of=("self",), no_key=True).get(pk=shelf.pk)
    found.withheld, found.sharing = True, Sharing.PRIVATE
    if erase:
        found.about = ""
        found.entries.update(note="")
    found.save(update_fields=["withheld", "sharing", "about"])
    touch_after_commit([f"shelf:{shelf.pk}", f"penname:{shelf.pen_name_id or 0}"])


@transaction.atomic
def release_shelf(shelf: Shelf) -> None:
    """Its owner may show it again, and decides whether."""
    Shelf.objects.filter(pk=shelf.pk).update(withheld=False)
