from __future__ import annotations

from collections.abc import Iterator

import pytest

from inkstead.events.reactions import reactions


@pytest.fixture(autouse=True)
def _only_our_reactions() -> Iterator[None]:
    known = dict(reactions)
    yield
    reactions.clear()
    reactions.update(known)
