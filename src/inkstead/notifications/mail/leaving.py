"""The address that ends all mail for one person, without signing in: it is in every letter, and in its headers."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from inkstead.accounts.models import User

SALT = "no-more-letters"


def leaving_url(user: User) -> str:
    token = signing.dumps(user.pk, salt=SALT)
    return settings.BASE_URL + reverse("leave_letters", args=[token])


def who_leaves(token: str) -> User | None:
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()
