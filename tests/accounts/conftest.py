from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from inkstead.accounts import actions
from inkstead.accounts.models import PenName, User

PASSWORD = "a quiet library at dusk"


def person(name: str, *, password: str | None = PASSWORD, role: str = "reader") -> User:
    user, _ = actions.create_account(pen_name=name, email=f"{name.lower()}@example.org", password=password, role=role)
    return user


def pen_name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


def sign_in(email: str, password: str = PASSWORD, client: Client | None = None, **more: Any) -> Client:
    """Through the real form."""
    client = client or Client()
    client.post("/me/login/", {"login": email, "password": password, **more})
    return client


def prove(client: Client, password: str = PASSWORD) -> Client:
    """Say the password once more, as the pages ask before they change how one gets in."""
    client.post("/me/reauthenticate/", {"password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/me/").status_code == 200)


def code_in(text: str) -> str:
    found = re.search(r"^    ([A-Z]{4}-[A-Z]{4})$", text, re.MULTILINE)
    assert found, text
    return found[1]


def without_secrets(page: str) -> str:
    """A page without what differs at every visit."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=|name="csrf-token" content=)"[^"]*"', "", page)


@pytest.fixture
def ana(db: None) -> User:
    return person("Ana")


@pytest.fixture
def ben(db: None) -> User:
    return person("Ben")


@pytest.fixture
def mail_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "inkstead.accounts.mail.filebased.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path / "mail"))
    return tmp_path / "mail"
