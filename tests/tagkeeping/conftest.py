from __future__ import annotations

import pytest

from inkstead.accounts.models import Role, User
from tests.factories import make_user
from tests.tagkeeping.working import story
from tests.world import World


@pytest.fixture
def keeper(world: World) -> User:
    return make_user("Kit", role=Role.TAG_KEEPER)


@pytest.fixture
def shelf(world: World, keeper: User) -> None:
    """Sci-fi on two public stories and on a hidden one, Science Fiction on another."""
    story(world.ana, "Far Suns", "Sci-fi", "crew")
    story(world.ana, "Near Suns", "Sci-fi")
    story(world.cleo, "Old Suns", "Science Fiction", "crew")
    story(world.cleo, "No Suns", "Sci-fi", "unspoken", visibility="private")
