"""Follow writers, tags and shelves; stories are followed in `stories.actions`. Each is harmless to repeat."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import must_not_be_suspended
from inkstead.events import touch_after_commit
from inkstead.lib.refusals import Refused
from inkstead.library.models import PenNameFollow, Shelf, ShelfFollow, TagFollow
from inkstead.stories.families import family, top_of
from inkstead.stories.models import Tag


@transaction.atomic
def follow_pen_name(pen_name: PenName, *, by: User) -> None:
    """Hear of whatever this name publishes."""
    must_not_be_suspended(by)
    if pen_name.user_id == by.pk:
        raise Refused("That name is your own.", code="invalid")
    _, is_new = PenNameFollow.objects.get_or_create(user=by, pen_name=pen_name)
    if is_new:
        touch_after_commit([f"followers:penname:{pen_name.pk}"])


@transaction.atomic
def unfollow_pen_name(pen_name: PenName, *, by: User) -> None:
    if PenNameFollow.objects.filter(user=by, pen_name=pen_name).delete()[0]:
        touch_after_commit([f"followers:penname:{pen_name.pk}"])


@transaction.atomic
def follow_tag(tag: Tag, *, by: User) -> None:
    """Hear of new parts of all public stories that are found under it."""
    must_not_be_suspended(by)
    TagFollow.objects.get_or_create(user=by, tag=top_of(tag))


@transaction.atomic
def unfollow_tag(tag: Tag, *, by: User) -> None:
    """Under whatever spelling it was followed."""
    TagFollow.objects.filter(user=by, tag__in=family(top_of(tag).pk)).delete()


@transaction.atomic
def follow_shelf(shelf: Shelf, *, by: User) -> None:
    """Hear of what is put on it. The shelf came from `visible_to(by)`, or was found by its secret."""
    must_not_be_suspended(by)
    if shelf.user_id == by.pk:
        raise Refused("That shelf is your own.", code="invalid")
    _, is_new = ShelfFollow.objects.get_or_create(user=by, shelf=shelf)
    if is_new:
        touch_after_commit([f"followers:shelf:{shelf.pk}"])


@transaction.atomic
def unfollow_shelf(shelf: Shelf, *, by: User) -> None:
    if ShelfFollow.objects.filter(user=by, shelf=shelf).delete()[0]:
        touch_after_commit([f"followers:shelf:{shelf.pk}"])
