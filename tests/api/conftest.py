"""Programs that call: each person's with a token of theirs, and a guest's without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inkstead.accounts.actions import create_token
from inkstead.accounts.models import User
from tests.api.calls import Program
from tests.world import World

ProgramOf = Callable[[User | None], Program]


def program_of_person(user: User | None) -> Program:
    if user is None:
        return Program("")
    assert user.pen_name is not None
    return Program(create_token(user, user.pen_name, "test"))


@pytest.fixture
def program_of() -> ProgramOf:
    return program_of_person


@pytest.fixture
def by_ana(world: World) -> Program:
    return program_of_person(world.ana)


@pytest.fixture
def by_ben(world: World) -> Program:
    return program_of_person(world.ben)


@pytest.fixture
def by_cleo(world: World) -> Program:
    return program_of_person(world.cleo)


@pytest.fixture
def by_guest() -> Program:
    return Program("")
