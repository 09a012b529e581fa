from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from inkstead.stores.sqlite.base import DatabaseWrapper
from tests.stores.sqlite.writers import TABLE

Connect = Callable[..., DatabaseWrapper]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "shelf.sqlite3"


@pytest.fixture
def connect(database: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Connect]:
    """Further connections to one database file, each as a thread of its own would have."""
    opened: list[DatabaseWrapper] = []

    def open_one(name: Path | str = database, **options: object) -> DatabaseWrapper:
        wanted = {"ENGINE": "inkstead.stores.sqlite", "NAME": str(name), "OPTIONS": {"writer_timeout": 5} | options}
        settings = connections.configure_settings({"default": wanted})["default"]
        wrapper = DatabaseWrapper(settings, alias=f"shelf{len(opened)}")
        wrapper.inc_thread_sharing()
        connections[wrapper.alias] = wrapper
        with wrapper.cursor() as cursor:
            cursor.execute(TABLE)
        opened.append(wrapper)
        return wrapper

    with django_db_blocker.unblock():
        yield open_one
        for wrapper in opened:
            wrapper.close()
            del connections[wrapper.alias]
