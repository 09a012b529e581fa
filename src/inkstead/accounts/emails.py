"""E-mail addresses: how a person is known to the site and to nobody else."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from inkstead.lib.refusals import Refused

LIMIT = 254
TAKEN = "There is an account with that e-mail address already."


def tidy_email(given: object) -> str:
    """In the one form that is kept and compared: lower case."""
    email = given.strip().lower() if isinstance(given, str) else ""
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > LIMIT:
        message = "That is not an e-mail address."
        raise Refused(message, code="invalid", fields={"email": message})
    return email


def address_of(user: AbstractBaseUser) -> str:
    """What a person's own devices call this account."""
    return str(user.get_username())
