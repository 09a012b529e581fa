"""Pen names that came with an archive and whose persons have not been here yet, and how they take them up."""

from __future__ import annotations

import hashlib
import hmac

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from inkstead.accounts.actions.pen_names import save_pen_name
from inkstead.accounts.actions.stamps import touch_person
from inkstead.accounts.emails import tidy_email
from inkstead.accounts.models import PenName, User
from inkstead.accounts.names import tidy_name
from inkstead.accounts.queries import is_free
from inkstead.events import touch_after_commit
from inkstead.exchange.models import Unclaimed
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_title

TRIES = 1_000


@transaction.atomic
def make_unclaimed(name: str, *, bio: str, email: str, site: str, number: str) -> PenName:
    """An account that nobody can enter, for one pen name. A name that is taken gets a number."""
    address = f"unclaimed-{number}@{slugify_title(site).encode('ascii', 'ignore').decode() or 'archive'}.invalid"
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, None)
    pen_name = save_pen_name(user, _free(name, number), bio)
    user.pen_name = pen_name
    user.save(update_fields=["pen_name"])
    Unclaimed.objects.create(pen_name=pen_name, site=site, email_digest=digest_of(email))
    return pen_name


def claimable_by(user: User) -> QuerySet[Unclaimed]:
    """Those whose old address this person has confirmed as theirs."""
    emails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    digests = [digest for digest in (digest_of(email) for email in emails) if digest]
    return Unclaimed.objects.filter(email_digest__in=digests).select_related("pen_name").order_by("pen_name__name")


def claim(unclaimed: Unclaimed, *, by: User) -> PenName:
    """The pen name, and all that stands under it, is theirs. They must have confirmed its old address."""
    if not claimable_by(by).filter(pk=unclaimed.pk).exists():
        raise Refused("That name came with another address than yours.", code="forbidden")
    return grant(unclaimed, to=by)


@transaction.atomic
def grant(unclaimed: Unclaimed, *, to: User) -> PenName:
    """The same, because whoever runs the site is sure. Granting twice is refused."""
    found = Unclaimed.objects.select_for_update(of=("self",)).select_related("pen_name").filter(pk=unclaimed.pk).first()
    if found is None:
        raise Refused("That name has been taken up already.", code="conflict")
    pen_name, before = found.pen_name, found.pen_name.user_id
    PenName.objects.filter(pk=pen_name.pk).update(user=to)
    found.delete()
    User.objects.filter(pk=before, pen_names=None).delete()
    if to.pen_name_id is None:
        to.pen_name = pen_name
        to.save(update_fields=["pen_name"])
    touch_person(to)
    touch_after_commit([f"penname:{pen_name.pk}"])
    pen_name.user = to
    return pen_name


def digest_of(email: str) -> str:
    """Nobody reads an address out of it, or can try out addresses without this site's key."""
    try:
        address = tidy_email(email)
    except Refused:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), b"unclaimed:" + address.encode(), hashlib.sha256).hexdigest()


def _free(name: str, number: str) -> str:
    """As near to the old name as this site's rules and its other people allow."""
    try:
        tidy = tidy_name(name)
    except Refused:
        tidy = tidy_name(f"Author {number}")
    for count in range(1, TRIES):
        tried = tidy if count == 1 else f"{tidy[:55].rstrip()} {count}"
        if is_free(tried):
            return tried
    raise Refused(f"No pen name like “{name}” is free.", code="taken")
