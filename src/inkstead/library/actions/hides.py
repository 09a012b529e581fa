"""Hide from every list of one's own, and take it back. Both may be repeated."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.events import touch_after_commit
from inkstead.lib.refusals import Refused
from inkstead.library.models import Hide
from inkstead.stories.models import Story, Tag

LIMIT = 500


@transaction.atomic
def hide(what: Story | PenName | Tag, *, by: User) -> Hide:
    """From now on no list made for this person names it."""
    if isinstance(what, PenName) and what.user_id == by.pk:
        raise Refused("That name is your own: you cannot mute yourself.", code="invalid")
    field = "story" if isinstance(what, Story) else "pen_name" if isinstance(what, PenName) else "tag"
    this: dict[str, Any] = {field: what}
    known = Hide.objects.filter(user=by, **this).first()
    if known is not None:
        return known
    if Hide.objects.filter(user=by).count() >= LIMIT:
        raise Refused(f"You hide {LIMIT} things already; take one back first.", code="too_many")
    found, _ = Hide.objects.get_or_create(user=by, **this)
    touch_after_commit([f"user:{by.pk}"])
    return found


@transaction.atomic
def show_again(hide_id: int, *, by: User) -> None:
    Hide.objects.filter(pk=hide_id, user=by).delete()
    touch_after_commit([f"user:{by.pk}"])
