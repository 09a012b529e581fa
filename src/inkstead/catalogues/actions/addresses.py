"""Make, renew and take back the secret addresses of a reader."""

from __future__ import annotations

import secrets

from inkstead.accounts.models import User
from inkstead.catalogues.models import AddressKind, SecretAddress
from inkstead.lib.refusals import Refused


def renew_address(kind: str, *, by: User) -> SecretAddress:
    """The first one, or another one: then the old one leads nowhere at once."""
    _must_be_known(kind)
    secret = secrets.token_urlsafe(24)
    return SecretAddress.objects.update_or_create(user=by, kind=kind, defaults={"secret": secret})[0]


def take_back_address(kind: str, *, by: User) -> None:
    """Taking it back twice is harmless."""
    _must_be_known(kind)
    SecretAddress.objects.filter(user=by, kind=kind).delete()


def _must_be_known(kind: str) -> None:
    if kind not in AddressKind.values:
        raise Refused("There is no such address.", code="invalid")
