"""Each test runs in a transaction that is rolled back, so nothing would ever commit; here, leaving the outermost
transaction *within* the test counts as its commit, and what waits for it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic, get_connection


@contextmanager
def committing() -> Iterator[None]:
    leave, wait = Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def leave_and_run(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        _run_what_waits(get_connection(self.using))

    def wait_or_run(self: BaseDatabaseWrapper, func: Callable[[], object], robust: bool = False) -> None:
        wait(self, func, robust)
        _run_what_waits(self)

    with patch.object(Atomic, "__exit__", leave_and_run), patch.object(BaseDatabaseWrapper, "on_commit", wait_or_run):
        yield


def _run_what_waits(connection: BaseDatabaseWrapper) -> None:
    blocks = connection.atomic_blocks
    if not connection.run_on_commit or not blocks or not blocks[-1]._from_testcase:
        return
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _, act, _ in waiting:
        act()
