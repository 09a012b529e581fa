from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.test import Client

from inkstead.accounts.jobs import forget_old_signups
from inkstead.accounts.models import User
from tests.accounts.conftest import PASSWORD


def test_sign_ups_that_nobody_confirmed_are_forgotten_after_a_week(ana: User) -> None:
    Client().post("/me/signup/", {"pen_name": "Cleo", "email": "cleo@example.org", "password1": PASSWORD})
    for days, left in ((6, 2), (2, 1)):
        User.objects.update(created_at=F("created_at") - timedelta(days=days))
        forget_old_signups.func()
        assert User.objects.count() == left
    assert User.objects.get() == ana
