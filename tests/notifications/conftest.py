from __future__ import annotations

from collections.abc import Callable

import pytest

from inkstead.accounts.models import User
from inkstead.notifications.queries import inbox_page
from tests.jobs import work_off

Inbox = Callable[[User], list[str]]


@pytest.fixture
def inbox() -> Inbox:
    """The sentences in somebody's inbox, newest first, after everything that waits has happened."""

    def told(reader: User) -> list[str]:
        work_off("notifications")
        return [line.told.text for line in inbox_page(reader).lines]

    return told
