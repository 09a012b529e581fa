from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from inkstead.lib.refusals import Refused
from inkstead.stores import preparing
from inkstead.stores.preparing import prepare_database, prepare_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    return settings.DATA


def test_a_prepared_database_costs_a_query() -> None:
    assert prepare_database() == 0
    with patch.object(preparing, "migrate", side_effect=AssertionError("looked at the migrations again")):
        started = time.perf_counter()
        assert prepare_database() == 0
    assert time.perf_counter() - started < 0.1  # measured: 2 ms


def test_another_set_of_migrations_is_noticed() -> None:
    prepare_database()
    MigrationRecorder.Migration.objects.create(app="contenttypes", name="9999_from_elsewhere")
    with patch.object(preparing, "migrate", return_value=3):
        assert prepare_database() == 3


def test_a_newer_database_is_refused() -> None:
    MigrationRecorder.Migration.objects.create(app="stories", name="9999_from_the_future")
    with pytest.raises(Refused, match=r"belongs to a newer version of Inkstead \(it knows stories\.9999"):
        prepare_database()


def test_migrations_of_other_apps_are_not_ours_to_judge() -> None:
    MigrationRecorder.Migration.objects.create(app="account", name="9999_from_the_future")
    prepare_database()


def test_a_folder_that_cannot_be_made_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA = tmp_path / "file" / "data"
    with pytest.raises(Refused, match="cannot write to its data folder"):
        prepare_folder()


@pytest.mark.django_db(transaction=True)
def test_a_missing_table_of_migrations_is_not_an_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO kept")
    try:
        assert '"applied": []' in preparing._state()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kept RENAME TO django_migrations")
