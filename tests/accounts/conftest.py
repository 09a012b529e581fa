from __future__ import annotations

import pytest

from inkstead.accounts import actions
from inkstead.accounts.models import PenName, User

PASSWORD = "a quiet library at dusk"


def person(name: str, *, password: str | None = PASSWORD, role: str = "reader") -> User:
    user, _ = actions.create_account(pen_name=name, email=f"{name.lower()}@example.org", password=password, role=role)
    return user


def pen_name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


@pytest.fixture
def ana(db: None) -> User:
    return person("Ana")


@pytest.fixture
def ben(db: None) -> User:
    return person("Ben")
