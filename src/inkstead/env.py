"""Typed readers of the environment. Every variable starts with INKSTEAD_; a secret may come from NAME_FILE instead."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from environ import Env

PREFIX = "INKSTEAD_"
DATABASES = ("sqlite", "postgres", "postgresql")


def text(name: str, default: str = "") -> str:
    value = os.environ.get(PREFIX + name)
    if value is None and (file := os.environ.get(f"{PREFIX}{name}_FILE")):
        value = Path(file).read_text(encoding="utf-8").strip()
    return default if value is None else value


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise SystemExit(f"{PREFIX}{name} must be a whole number from {least} on, not {value!r}.")
    return int(value)


def site_url(name: str, default: str) -> str:
    """The address of the site, without a slash at its end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SystemExit(f"{PREFIX}{name} must be an address like https://stories.example.org, not {value!r}.")
    return value


def address(name: str) -> str:
    """Of something elsewhere on the web; empty where there is none."""
    value = text(name)
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment):
        raise SystemExit(f"{PREFIX}{name} must be an address like https://hub.example.org/, not {value!r}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    return value in Env.BOOLEAN_TRUE_STRINGS if value else default


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """Addresses or networks, with commas."""
    for value in (values := words(name)):
        try:
            ip_network(value, strict=False)
        except ValueError as error:
            raise SystemExit(f"{PREFIX}{name} must be networks like 203.0.113.0/24, not {value!r}.") from error
    return values


def database(name: str, default: str) -> dict[str, object]:
    """A database URL as Django's dictionary."""
    value = text(name) or default
    if value.partition(":")[0] not in DATABASES:
        raise SystemExit(f"{PREFIX}{name} must begin with one of {', '.join(DATABASES)}, followed by a colon.")
    return dict(Env.db_url_config(value))  # type: ignore[no-untyped-call]


def kept_secret(name: str, keep_in: Path) -> str:
    """The secret from the environment, or one that is made once and kept in a file only its owner can read."""
    if value := text(name):
        return value
    if keep_in.exists():
        return keep_in.read_text(encoding="utf-8").strip()
    value = secrets.token_urlsafe(50)
    try:
        keep_in.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process made it a moment ago
        return keep_in.read_text(encoding="utf-8").strip()
    except OSError:  # the command line says in one sentence that the folder cannot be written
        return value
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value + "\n")
    return value
