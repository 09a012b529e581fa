"""Before a command uses the database: the folder is there, the tables are those of this version of the program."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from inkstead.lib.refusals import Refused

MIGRATION_LOCK = 7_166_331_145  # any number, the same in all programs that migrate one PostgreSQL database
NEWER = (
    "This database belongs to a newer version of Inkstead (it knows {migration}); "
    "install that version, or restore a backup made with this one."
)


def prepare_database() -> int:
    """Create or migrate what is needed; returns how many migrations ran. Costs a query when there is nothing to do."""
    prepare_folder()
    reach_database()
    if _noted() == _state():
        return 0
    with _one_at_a_time():
        ran = migrate()
        _note(_state())
    return ran


def prepare_folder() -> None:
    folder = Path(settings.DATA)
    try:
        (folder / "run").mkdir(parents=True, exist_ok=True)
        probe = folder / "run" / "writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(f"Inkstead cannot write to its data folder {folder}: {error.strerror}.") from error


def reach_database() -> None:
    """A pool would try for half a minute before it says that nobody is there, and fill the screen meanwhile."""
    if connection.vendor == "postgresql" and connection.connection is None:
        params = connection.get_connection_params() | {"connect_timeout": 5}
        with connection.wrap_database_errors:
            psycopg.connect(**params).close()


def migrate() -> int:
    executor = MigrationExecutor(connection)
    refuse_newer(executor.loader)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)  # harmless to repeat
    return len(pending)


def refuse_newer(loader: MigrationLoader) -> None:
    """An old program on new tables would lose what it does not know of."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("inkstead.")}
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    unknown = sorted(key for key in loader.applied_migrations if key[0] in ours and key not in known)
    if unknown:
        raise Refused(NEWER.format(migration=".".join(unknown[-1])))


def _state() -> str:
    """Of the database (which, and what was applied to it) and of the program (which migrations it knows)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*), MAX(id) FROM django_migrations")
            applied = list(cursor.fetchone())
    except DatabaseError:  # a new database has no such table
        applied = []
    return json.dumps({"database": _digest(_address()), "applied": applied, "known": _digest(*_known())})


def _address() -> str:
    place = connection.settings_dict
    return "|".join(str(place.get(key, "")) for key in ("ENGINE", "NAME", "HOST", "PORT", "USER"))


def _known() -> Iterator[str]:
    """Names of files only: importing all migrations would take longer than most commands."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if folder.is_dir():
            yield from sorted(f"{app.label}.{path.stem}" for path in folder.glob("[0-9]*.py"))


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()


def _note_path() -> Path:
    return Path(settings.DATA) / "run" / "migrated"


def _noted() -> str:
    with contextlib.suppress(FileNotFoundError):
        return _note_path().read_text()
    return ""


def _note(state: str) -> None:
    beside = _note_path().with_suffix(".new")
    beside.write_text(state)
    beside.replace(_note_path())


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Between the processes of this machine by a file, between machines by PostgreSQL."""
    with (Path(settings.DATA) / "run" / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
