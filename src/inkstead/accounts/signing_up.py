"""Joining and confirming. Apart from the other forms, because allauth imports those to build what these extend."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm
from allauth.account.forms import SignupForm as BaseSignupForm
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from inkstead.accounts import actions
from inkstead.accounts.models import User


class SignupForm(BaseSignupForm):
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The same answer in the same time, whether the address has an account or not; a letter tells its owner."""
        given: dict[str, Any] = self.cleaned_data
        if self.account_already_exists and actions.forget_unconfirmed([given["email"]]):
            self.account_already_exists = False
        if not self.account_already_exists:
            try:
                return super().try_save(request)  # type: ignore[no-any-return]
            except IntegrityError:  # the same address signed up at the same moment
                self.account_already_exists = True
        make_password(given["password1"])
        return super().try_save(request)  # type: ignore[no-any-return]


class ConfirmAddress(ConfirmEmailVerificationCodeForm):
    def clean_code(self) -> str:
        """Whoever has the code has the mailbox: a sign-up with this address that was never confirmed gives way."""
        if compare_user_code(actual=self.cleaned_data["code"], expected=self.expected_code or ""):
            asked_by = [self.user.pk] if self.user else []
            User.objects.never_confirmed([self.email]).exclude(pk__in=asked_by).delete()
        return str(super().clean_code())
