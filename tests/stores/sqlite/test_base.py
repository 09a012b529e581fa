from __future__ import annotations

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction

from inkstead.stores.sqlite.base import DatabaseWrapper, checkpoint
from inkstead.stores.sqlite.writer import WriterLock
from tests.stores.sqlite.conftest import Connect

INSERT = "INSERT INTO entry (writer, number) VALUES ('ana', 1)"


def rows(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM entry")
        return int(cursor.fetchone()[0])


def run(wrapper: DatabaseWrapper, sql: str) -> list[Any]:
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def insert_and_fail(wrapper: DatabaseWrapper) -> None:
    run(wrapper, INSERT)
    raise ZeroDivisionError


def is_free(database: Path) -> bool:
    """Asked by another thread, since the lock refuses at once the thread that holds it."""
    answers: list[bool] = []

    def ask() -> None:
        lock = WriterLock(Path(f"{os.path.realpath(database)}.lock"))
        answers.append(lock.acquire(0))
        if answers[0]:
            lock.release()

    in_a_thread(ask)
    return answers[0]


def in_a_thread(act: Callable[[], None]) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def atomic(wrapper: DatabaseWrapper) -> transaction.Atomic:
    return transaction.atomic(using=wrapper.alias)


def test_every_connection_is_durable(connect: Connect) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store", "journal_size_limit")
    settings = [run(connect(), f"PRAGMA {name}")[0][0] for name in pragmas]
    assert settings == ["wal", 2, 1, 10000, 2, 67108864]


def test_a_transaction_holds_the_lock_until_commit(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with atomic(wrapper):
        run(wrapper, INSERT)
        assert not is_free(database)
        with atomic(wrapper):
            run(wrapper, INSERT)
        assert not is_free(database)
    assert is_free(database)
    assert rows(wrapper) == 2


def test_an_exception_gives_the_lock_back(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with pytest.raises(ZeroDivisionError), atomic(wrapper):
        insert_and_fail(wrapper)
    assert is_free(database)
    assert rows(wrapper) == 0


def test_an_inner_exception_keeps_the_lock_for_the_rest(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with atomic(wrapper):
        run(wrapper, INSERT)
        with pytest.raises(ZeroDivisionError), atomic(wrapper):
            insert_and_fail(wrapper)
        assert not is_free(database)
        run(wrapper, INSERT)
    assert is_free(database)
    assert rows(wrapper) == 2


def test_a_single_write_waits_for_the_writer(connect: Connect, database: Path) -> None:
    first, second = connect(), connect()
    order: list[str] = []

    def write() -> None:
        run(second, INSERT)
        order.append("second")

    thread = threading.Thread(target=write)
    with atomic(first):
        run(first, INSERT)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert rows(first) == 2
    assert is_free(database)


def test_returning_outside_a_transaction_commits_under_the_lock(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO entry (writer, number) VALUES ('ana', 1), ('ben', 2), ('cleo', 3) RETURNING number")
        assert is_free(database)
        assert rows(connect()) == 3  # committed, although nobody has fetched yet
        assert cursor.fetchone() == (1,)
        assert cursor.fetchmany(1) == [(2,)]
        assert cursor.fetchall() == [(3,)]
        assert cursor.fetchone() is None


def test_many_rows_outside_a_transaction_are_one_change(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with wrapper.cursor() as cursor:
        cursor.executemany("INSERT INTO entry (writer, number) VALUES (%s, %s)", [("ana", 1), ("ben", 2)])
    assert is_free(database)
    assert rows(wrapper) == 2


def test_transactions_without_autocommit_hold_the_lock_too(connect: Connect, database: Path) -> None:
    wrapper = connect()
    wrapper.set_autocommit(False)
    run(wrapper, INSERT)
    assert not is_free(database)
    wrapper.commit()
    assert is_free(database)
    run(wrapper, INSERT)
    wrapper.rollback()
    assert is_free(database)
    assert rows(wrapper) == 1


def test_reading_never_waits(connect: Connect) -> None:
    writer, reader = connect(), connect(writer_timeout=0)
    with atomic(writer):
        run(writer, INSERT)
        in_thread: list[int] = []
        in_a_thread(lambda: in_thread.append(rows(reader)))
        assert in_thread == [0]


def test_waiting_has_an_end(connect: Connect) -> None:
    writer, late = connect(), connect(writer_timeout=0.1)
    problems: list[str] = []

    def write() -> None:
        with pytest.raises(OperationalError) as caught:
            run(late, INSERT)
        problems.append(str(caught.value))

    with atomic(writer):
        in_a_thread(write)
    assert problems[0].startswith("The database is busy")
    run(late, INSERT)
    assert rows(writer) == 1


def test_a_thread_that_would_wait_for_itself_is_refused_at_once(connect: Connect) -> None:
    first, second = connect(), connect()
    started = time.monotonic()
    with atomic(first), pytest.raises(OperationalError, match="busy"):
        run(second, INSERT)
    assert time.monotonic() - started < 1


def test_closing_inside_a_transaction_gives_the_lock_back(connect: Connect, database: Path) -> None:
    wrapper = connect()
    wrapper.set_autocommit(False)
    run(wrapper, INSERT)
    wrapper.close()
    assert is_free(database)


def test_a_thread_that_ends_inside_a_transaction_gives_the_lock_back(connect: Connect, database: Path) -> None:
    def forget() -> None:
        wrapper = DatabaseWrapper(settings, alias="forgotten")
        wrapper.set_autocommit(False)
        run(wrapper, INSERT)

    settings = connect().settings_dict
    in_a_thread(forget)
    gc.collect()
    assert is_free(database)


def test_a_database_in_memory_has_the_lock_without_a_file(connect: Connect, tmp_path: Path) -> None:
    wrapper = connect("file:shelf?mode=memory&cache=shared")
    with atomic(wrapper):
        run(wrapper, INSERT)
        assert wrapper.is_writing
    assert not wrapper.is_writing
    assert list(tmp_path.iterdir()) == []


def test_checkpoint_empties_the_log(connect: Connect, database: Path) -> None:
    wrapper = connect()
    run(wrapper, INSERT)
    log = Path(f"{database}-wal")
    assert log.stat().st_size > 0
    assert checkpoint(wrapper)[0] == 0
    assert log.stat().st_size == 0
    assert is_free(database)


def test_a_killed_writer_frees_the_lock(connect: Connect, database: Path) -> None:
    wrapper = connect()
    program = textwrap.dedent(f"""
        import time
        from pathlib import Path
        from tests.stores.sqlite.writers import configure
        configure(Path({str(database)!r}))
        from django.db import connection, transaction
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute({INSERT!r})
            print("inside", flush=True)
            time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"inside\n"
        assert not is_free(database)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    run(wrapper, INSERT)
    assert rows(wrapper) == 1


def test_a_forked_child_opens_its_own_connection(connect: Connect, database: Path) -> None:
    wrapper = connect()
    with atomic(wrapper):
        run(wrapper, INSERT)
        child = os.fork()
        if child == 0:  # it must neither hold our lock nor touch our connection
            try:
                late = not is_free(database) and wrapper.connection is None and not wrapper.is_writing
                os._exit(0 if late else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert not is_free(database)
    assert is_free(database)
    assert rows(wrapper) == 1


def write_with_processes(database: Path, tmp_path: Path, mode: str) -> tuple[int, int]:
    """Two processes of eight threads; returns how often two writers met, and how many rows were written."""
    inside = tmp_path / "inside"
    inside.write_bytes(bytes(64))
    command = [sys.executable, "-m", "tests.stores.sqlite.writers", str(database), str(inside)]
    processes = [
        subprocess.Popen([*command, str(slot), "8", "25", mode], stdout=subprocess.PIPE, text=True) for slot in (0, 32)
    ]
    answers = [process.communicate(timeout=60)[0].split() for process in processes]
    return sum(int(met) for met, _ in answers), sum(int(written) for _, written in answers)


def test_there_is_never_more_than_one_writer(connect: Connect, database: Path, tmp_path: Path) -> None:
    wrapper = connect()
    assert write_with_processes(database, tmp_path, "locked") == (0, 400)
    assert rows(wrapper) == 400
    assert run(wrapper, "PRAGMA integrity_check") == [("ok",)]


def test_without_the_lock_writers_meet(connect: Connect, database: Path, tmp_path: Path) -> None:
    """The control: the test above would notice a lock that does nothing."""
    connect()
    met, _ = write_with_processes(database, tmp_path, "unlocked")
    assert met > 0


def test_the_lock_file_is_beside_the_database(connect: Connect, database: Path) -> None:
    run(connect(), INSERT)
    assert {path.name for path in database.parent.iterdir()} >= {"shelf.sqlite3.lock", "shelf.sqlite3.lock-next"}
    assert sqlite3.connect(database).execute("SELECT COUNT(*) FROM entry").fetchone() == (1,)
