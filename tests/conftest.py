"""What every test can ask for."""

from __future__ import annotations

from tests import environment  # noqa: F401 - sets the environment, so it comes first

# isort: split
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client

from inkstead.accounts.models import User
from inkstead.reading import counting
from tests.commits import committing
from tests.copies import Kept
from tests.emptying import spare
from tests.forgetting import forget_everything
from tests.handlers import share
from tests.prepared import copy_database
from tests.through_front import FrontClient
from tests.world import World, build_world

# How long a single example takes says more about the machine than about the program.
hypothesis.settings.register_profile("inkstead", deadline=None)
hypothesis.settings.load_profile("inkstead")

share()
spare()

ClientOf = Callable[[User | None], Client]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """SQLite begins with a copy of tables that are made already; `migrate` looks them over all the same."""
    if connection.vendor == "sqlite":
        copy_database(Path(connection.settings_dict["TEST"]["NAME"]))
        return True
    return bool(request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True, scope="session")
def _old_things_stay() -> None:
    """The program itself is no garbage: looking through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _commits() -> Iterator[None]:
    """What waits for a commit happens in tests too, although each test's transaction is rolled back."""
    with committing():
        yield


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing that a process keeps in memory survives the test it belongs to, and reads wait for `buffer.flush()`."""
    monkeypatch.setattr(counting.buffer, "_start", lambda: None)
    yield
    forget_everything()


kept_world = Kept(build_world)


@pytest.fixture
def world(db: None) -> World:
    """Built once; every other test gets copies of its rows, with the same ids."""
    return kept_world()


@pytest.fixture
def ana(world: World) -> User:
    return world.ana


@pytest.fixture
def ben(world: World) -> User:
    return world.ben


@pytest.fixture
def cleo(world: World) -> User:
    return world.cleo


@pytest.fixture
def client_of() -> ClientOf:
    """A client signed in as this person, or a stranger's for None. It goes through Django's handler, not the front."""
    return signed_in


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def front() -> Iterator[FrontClient]:
    """The whole program as a server sees it: the front with its memory, Django behind it."""
    signals = (request_started, request_finished)
    for signal in signals:  # otherwise Django would close the connection that the test's own transaction is on
        signal.disconnect(close_old_connections)
    yield FrontClient()
    for signal in signals:
        signal.connect(close_old_connections)
