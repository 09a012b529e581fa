from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError

from inkstead import cli
from inkstead.lib.refusals import Refused


def inkstead(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As a person runs it: another process, its own data folder and SQLite."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    return subprocess.run(
        [sys.executable, "-m", "inkstead.cli", *arguments],
        env=kept | {"INKSTEAD_DATA": str(data)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Inkstead ")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
def test_help_lists_our_commands_alone(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 0
    shown = capsys.readouterr().out
    listed = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    assert listed == cli.our_commands()
    assert {"serve", "worker", "events"} <= set(listed)
    assert not {"runserver", "migrate", "shell", "dumpdata"} & set(listed)


def test_what_a_command_does_not_need_is_not_in_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["events", "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert "--json" in shown
    assert "--settings" not in shown
    assert "--traceback" not in shown


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("Only the authors may."), "Only the authors may."),
        (CommandError("No such story."), "No such story."),
        (ImproperlyConfigured("INKSTEAD_X is wrong."), "INKSTEAD_X is wrong."),
        (
            OSError(28, "No space left", "/data/x"),
            "The disk is full (/data/x): free some space and try again.",
        ),
        (PermissionError(13, "Permission denied", "/x"), "Inkstead is not allowed to do this (/x): Permission denied."),
        (FileNotFoundError(2, "No such file", "novel.md"), "There is no such file or folder (novel.md)."),
        (OperationalError("no connection\nfor several reasons"), "The database cannot be used: no connection"),
        (KeyError("x"), "Something went wrong inside Inkstead (KeyError: 'x'); INKSTEAD_DEBUG=1 shows where."),
    ],
)
def test_every_error_is_one_sentence(error: BaseException, words: str) -> None:
    assert cli.sentence(error) == words


def test_wrong_usage_is_2(data: Path) -> None:
    unknown = inkstead("serv", data=data)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr == "There is no command 'serv'. Did you mean `inkstead serve`?\n"
    assert inkstead("runserver", data=data).returncode == 2
    for port in ("eighty", "99999"):
        wrong = inkstead("serve", "--port", port, data=data)
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert "a port is a number from 1 to 65535" in wrong.stderr
    assert not data.joinpath("inkstead.sqlite3").exists()


def test_json_is_one_document_and_nothing_else(data: Path) -> None:
    done = inkstead("events", "--json", data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(json.loads(done.stdout)) == {"facts"}


def test_the_database_is_made_by_the_first_command_that_needs_it(data: Path) -> None:
    assert inkstead("worker", "--once", data=data).returncode == 0
    with sqlite3.connect(data / "inkstead.sqlite3") as database:
        assert database.execute("SELECT COUNT(*) FROM stories_story").fetchone() == (0,)
        database.execute("INSERT INTO django_migrations VALUES (9999, 'stories', '9999_future', '2026-01-01')")
    refused = inkstead("worker", "--once", data=data)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("This database belongs to a newer version of Inkstead")
    assert refused.stderr.count("\n") == 1


def test_two_first_commands_at_once_make_one_database(data: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    command = [sys.executable, "-m", "inkstead.cli", "worker", "--once"]
    both = [
        subprocess.Popen(command, env=environment | {"INKSTEAD_DATA": str(data)}, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [(one.communicate()[1], one.returncode) for one in both] == [("", 0), ("", 0)]


def test_a_damaged_database_is_one_sentence(data: Path) -> None:
    data.mkdir()
    (data / "inkstead.sqlite3").write_bytes(b"this is not a database, it only lies here" * 100)
    refused = inkstead("worker", "--once", data=data)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "The database did not accept this: file is not a database\n"


def test_a_database_that_is_not_there_is_one_sentence(data: Path) -> None:
    refused = inkstead("worker", "--once", data=data, INKSTEAD_DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The database cannot be used: ")
    assert "Traceback" not in refused.stderr


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = inkstead("worker", "--once", data=tmp_path / "file" / "data")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Inkstead cannot write to its data folder")


def test_debugging_shows_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = inkstead("worker", "--once", data=tmp_path / "file" / "data", INKSTEAD_DEBUG="1")
    assert refused.returncode == 1
    assert "Traceback" in refused.stderr


def test_a_reader_that_has_seen_enough_is_no_error(data: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    with subprocess.Popen(
        [sys.executable, "-m", "inkstead.cli", "events"],
        env=kept | {"INKSTEAD_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait() == 0
