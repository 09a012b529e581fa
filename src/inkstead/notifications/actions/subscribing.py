"""Browsers that want to be told."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from inkstead.accounts.models import User
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.notifications.models import PushEndpoint
from inkstead.notifications.push.encrypting import are_keys
from inkstead.notifications.push.guarded import NotAllowedError, checked

MOST = 20  # browsers of one person; the oldest makes way


@transaction.atomic
def subscribe(*, by: User, endpoint: str, p256dh: str, auth: str, label: str = "") -> PushEndpoint:
    """Twice is harmless. Sent again by the same browser for somebody else, it is theirs from then on: who signed out
    there must not be told there any more. With other keys it is a copy, and refused."""
    _must_be_an_endpoint(endpoint, p256dh, auth)
    known = PushEndpoint.objects.select_for_update().filter(endpoint=endpoint).first()
    if known is None:
        try:
            with transaction.atomic():
                return _added(by, endpoint, p256dh, auth, one_line(label[:120], "label", limit=120, required=False))
        except IntegrityError:  # the same browser, a moment ago
            known = PushEndpoint.objects.select_for_update().get(endpoint=endpoint)
    if (known.p256dh, known.auth) != (p256dh, auth):
        raise Refused("This address of a browser is taken already.", code="conflict", fields={"endpoint": "Taken."})
    if known.user_id != by.pk:
        known.user = by
        known.save(update_fields=["user"])
    return known


def unsubscribe(endpoint_id: int, *, by: User) -> None:
    """Twice is harmless."""
    PushEndpoint.objects.filter(user=by, pk=endpoint_id).delete()


def _added(by: User, endpoint: str, p256dh: str, auth: str, label: str) -> PushEndpoint:
    mine = PushEndpoint.objects.filter(user=by).order_by("-pk")
    PushEndpoint.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST - 1 :])).delete()
    return PushEndpoint.objects.create(user=by, endpoint=endpoint, p256dh=p256dh, auth=auth, label=label)


def _must_be_an_endpoint(endpoint: str, p256dh: str, auth: str) -> None:
    try:
        checked(endpoint)
    except NotAllowedError:
        message = "That is no address of a push service: it must be https, on a public host."
        raise Refused(message, code="invalid", fields={"endpoint": message}) from None
    if len(p256dh) > 100 or len(auth) > 40 or not are_keys(p256dh, auth):
        raise Refused("The keys of that browser cannot be used.", code="invalid", fields={"keys": "Wrong."})
