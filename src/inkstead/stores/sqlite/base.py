"""The database engine: Django's own for SQLite, with safe settings and the writer lock around every change.

The lock is held exactly while this connection is inside a writing transaction: taken before BEGIN IMMEDIATE (or
before a single writing statement outside a transaction), let go after COMMIT or ROLLBACK. SQLite's automatic
checkpoint runs inside COMMIT, so under the lock; the one at the last close needs the file for itself alone, which
SQLite makes sure of.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from inkstead.stores.sqlite.functions import teach
from inkstead.stores.sqlite.statements import writes
from inkstead.stores.sqlite.writer import WriterLock, writer_lock

BUSY = "The database is busy: another change has been going on for too long. Nothing was changed; please try again."
SETTINGS = (
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged changes in every power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """OPTIONS understood besides Django's: `writer_timeout`, seconds to wait for the other writers (30)."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lock: WriterLock | None = None
        self._lock_on = True
        self._writer_timeout = 30.0
        self.is_writing = False
        _wrappers.add(self)

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict["OPTIONS"].setdefault("transaction_mode", "IMMEDIATE")
        params: dict[str, Any] = super().get_connection_params()
        self._writer_timeout = float(params.pop("writer_timeout", 30))
        self._lock_on = params.pop("_writer_lock", True)  # for the control in the tests only
        self._lock = writer_lock(str(params["database"]), in_memory=self.is_in_memory_db())
        params.setdefault("timeout", 10)  # SQLite's own waiting, for programs that do not know our lock
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        teach(connection)
        for setting in SETTINGS:
            connection.execute(setting)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
            self._switch_to_wal(connection)
        return connection

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        self.begin_writing()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            self.end_writing()

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def begin_writing(self) -> None:
        if self.is_writing or self._lock is None:
            return
        if self._lock_on and not self._lock.acquire(self._writer_timeout):
            raise sqlite3.OperationalError(BUSY)
        self.is_writing = True

    def end_writing(self) -> None:
        """Lets go, unless a transaction is still open."""
        if not self.is_writing or (self.connection is not None and self.connection.in_transaction):
            return
        self.is_writing = False
        if self._lock_on and self._lock is not None:
            self._lock.release()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # django-stubs leaves these three out
        finally:
            self.end_writing()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.end_writing()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self.is_writing:
                self.is_writing = False
                if self._lock_on and self._lock is not None:
                    self._lock.release()

    def __del__(self) -> None:
        # A thread that ended inside a transaction takes its connection with it; the lock must not stay behind.
        if getattr(self, "is_writing", False) and self.connection is not None:
            self._close()

    def forget(self) -> None:
        """In a forked child: a SQLite connection must not be used nor closed there, so it is put aside for good."""
        if self.connection is not None and not self.is_in_memory_db():
            _abandoned.append(self.connection)
            self.connection = None
            self.is_writing = False


class Cursor(base.SQLiteCursorWrapper):
    wrapper: DatabaseWrapper
    _kept: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Cursor:
        self._kept = None
        if not writes(query):
            return self._ended(super().execute(query, params))
        return self._write(query, lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Cursor:
        self._kept = None
        return self._write(query, lambda: super(Cursor, self).executemany(query, param_list))

    def executescript(self, sql_script: str) -> Cursor:
        return self._write(sql_script, lambda: super(Cursor, self).executescript(sql_script))

    def _write(self, query: str, run: Any) -> Cursor:
        self.wrapper.begin_writing()
        try:
            run()
            if self.description is not None and not self.connection.in_transaction:
                # RETURNING outside a transaction commits with its last row: fetch them while we hold the lock.
                self._kept = iter(super().fetchall())
        finally:
            self.wrapper.end_writing()
        return self

    def _ended(self, cursor: Any) -> Cursor:
        """After RELEASE, COMMIT or ROLLBACK sent as plain SQL the transaction may be over."""
        self.wrapper.end_writing()
        return self

    def fetchone(self) -> Any:
        return super().fetchone() if self._kept is None else next(self._kept, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        if self._kept is None:
            return super().fetchmany(size or self.arraysize)
        return [row for _, row in zip(range(size or self.arraysize), self._kept, strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._kept is None else list(self._kept)

    def __next__(self) -> Any:
        return super().__next__() if self._kept is None else next(self._kept)


def checkpoint(connection: Any) -> tuple[int, int, int]:
    """Move the write-ahead log into the database file, under the writer lock. Returns SQLite's (busy, pages, moved)."""
    if connection.in_atomic_block:
        raise OperationalError("A checkpoint cannot run inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, pages, moved = cursor.fetchone()
    return busy, pages, moved


def _after_fork_in_child() -> None:
    for wrapper in list(_wrappers):
        wrapper.forget()


_wrappers: weakref.WeakSet[DatabaseWrapper] = weakref.WeakSet()
_abandoned: list[sqlite3.Connection] = []
os.register_at_fork(after_in_child=_after_fork_in_child)
