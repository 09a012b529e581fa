"""Take, describe and switch pen names."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from inkstead.accounts.actions.stamps import touch_person
from inkstead.accounts.events import PenNameEdited
from inkstead.accounts.lookalikes import skeleton_of
from inkstead.accounts.models import GoneName, PenName, User
from inkstead.accounts.names import TAKEN, slug_of, tidy_name
from inkstead.accounts.queries import gone_among, is_free
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.refusals import Refused

BIO_LIMIT = 2000


@transaction.atomic
def add_pen_name(user: User, name: str, bio: str = "") -> PenName:
    """One more identity. The first one becomes the one in use."""
    pen_name = save_pen_name(user, tidy_name(name), paragraphs(bio, "bio", limit=BIO_LIMIT))
    if user.pen_name_id is None:
        user.pen_name = pen_name
        user.save(update_fields=["pen_name"])
    touch_person(user)
    return pen_name


@transaction.atomic
def edit_pen_name(pen_name: PenName, *, bio: str, by: User) -> PenName:
    """Only the bio: a name is for ever."""
    _refuse_stranger(by, pen_name)
    pen_name.bio = paragraphs(bio, "bio", limit=BIO_LIMIT)
    pen_name.save(update_fields=["bio"])
    announce(PenNameEdited(pen_name_id=pen_name.pk))
    return pen_name


@transaction.atomic
def use_pen_name(user: User, pen_name: PenName) -> None:
    """Speak as this one from now on. Choosing it twice is harmless."""
    _refuse_stranger(user, pen_name)
    user.pen_name = pen_name
    user.save(update_fields=["pen_name"])
    touch_person(user)


@transaction.atomic
def take_wished_pen_name(user: User) -> PenName | None:
    """Give a person who has none the name they asked for at sign-up, or that name with a number if it went meanwhile.

    Until the address is confirmed a wish holds no name: nobody can sit on names, and a sign-up tells nothing about
    whether an address has an account.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pen_name_id is not None or not user.wished_pen_name:
        return None
    for number in range(1, 1000):
        name = user.wished_pen_name if number == 1 else f"{user.wished_pen_name[:55].rstrip()} {number}"
        if not is_free(name):
            continue
        user.pen_name = save_pen_name(user, name)
        user.wished_pen_name = ""
        user.save(update_fields=["pen_name", "wished_pen_name"])
        touch_person(user)
        return user.pen_name
    return None


def save_pen_name(user: User, name: str, bio: str = "") -> PenName:
    try:
        with transaction.atomic():
            made = PenName.objects.create(user=user, name=name, slug=slug_of(name), skeleton=skeleton_of(name), bio=bio)
            if gone_among([name]):  # asked when it is saved: its owner may have left while we waited for it
                raise name_taken()
            return made
    except IntegrityError:
        raise name_taken() from None


def remember_gone_names(user: User) -> None:
    """Inside the transaction that deletes this person: nobody takes their names for a year."""
    digests = {digest for name in user.pen_names.values_list("name", flat=True) for digest in GoneName.digests_of(name)}
    rows = [GoneName(digest=digest) for digest in sorted(digests)]  # their order joins no names
    GoneName.objects.bulk_create(rows, update_conflicts=True, unique_fields=["digest"], update_fields=["day"])


def free_gone_name(name: str) -> bool:
    """Whoever runs the site is sure that it goes to its owner. Whether a name of this very spelling was remembered."""
    kept = GoneName.objects.filter(pk__in=GoneName.digests_of(name))
    return kept.count() == len(GoneName.digests_of(name)) and bool(kept.delete()[0])


def name_taken() -> Refused:
    return Refused(TAKEN, code="taken", fields={"pen_name": TAKEN})


def _refuse_stranger(user: User, pen_name: PenName) -> None:
    if pen_name.user_id != user.pk:
        raise Refused("That is not one of your pen names.", code="forbidden")
