"""Where sign-in follows our rules instead of django-allauth's own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from inkstead.accounts import actions
from inkstead.accounts.actions.stamps import touch_person
from inkstead.accounts.closed import page_for, remember_closed_account
from inkstead.accounts.mail.sending import send
from inkstead.accounts.models import User
from inkstead.web.addresses import client_address

WENT = "Somebody else took the pen name “{wished}” meanwhile, so yours is “{taken}”. You can add another."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That address and password do not belong together.",
        "email_taken": "There is an account with that address already.",
        "enter_current_password": "That is not your password of now.",
        "incorrect_code": "That is not the code.",
        "incorrect_password": "That is not your password.",
        "invalid_or_expired_key": "That is no longer valid. Ask for a new one.",
        "rate_limited": "That was too often. Wait a little and try again.",
        "too_many_login_attempts": "That was wrong too often. Wait a few minutes and try again.",
    }

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """The pen name stays a wish until the address is confirmed. Hashing the password happens outside the lock."""
        assert isinstance(user, User)
        super().save_user(request, user, form, commit=False)
        user.wished_pen_name = form.cleaned_data["pen_name"]
        if commit:
            with transaction.atomic():
                user.save()
        return user

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """A closed account with a second factor is asked for it too; `login` lets nobody in."""
        if not user.is_active and is_mfa_enabled(user):
            return None
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Whoever gets in has confirmed an address, so now the pen name is theirs."""
        assert isinstance(user, User)
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        wished = user.wished_pen_name
        taken = actions.take_wished_pen_name(user)
        if taken is not None:
            user.refresh_from_db()
            if taken.name != wished:
                text = (
                    f"Somebody else took the pen name “{wished}” meanwhile, so yours is “{taken}”. You can add another."
                )
                self.add_message(request, messages.WARNING, message=text)
        super().login(request, user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Somebody else may have confirmed this address a moment ago."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            text = f"{email_address.email} belongs to another account."
            self.add_message(request, messages.ERROR, message=text)
            return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Other sessions end with their next request, also on the pages that are answered from memory."""
        assert isinstance(user, User)
        super().set_password(user, password)
        touch_person(user)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """They are not let in, but what they wrote is theirs to take."""
        assert isinstance(user, User)
        remember_closed_account(request, user)
        return redirect(page_for(user))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request.META) or "0.0.0.0"  # noqa: S104 - a Unix socket has no address

    def is_safe_url(self, url: str | None) -> bool:
        """`next` leads to this site only, never to another host that is allowed too."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL}
        context = {"request": self.request, "email": email, **site, **context}
        send(self.render_mail(template_prefix, email, context))
