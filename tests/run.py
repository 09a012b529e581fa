"""`make test` and `make check`: the suite on every store that is here, and a word about what was left out.

python tests/run.py            the suite on SQLite; on PostgreSQL, with Redis and in Chromium where they are here
python tests/run.py --all      also linting, types, import contracts, migrations and the front end's own tests;
                               there nothing may be left out
python tests/run.py -k front   what follows is handed to pytest, and only SQLite is asked
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import servers  # noqa: E402 - found only now

BIN = Path(sys.executable).parent
CLOSING = re.compile(r"^=* ?(.*\b(?:passed|failed|errors?|skipped|no tests ran)\b.*) in [\d.]+s.*$")
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
CHROMIUM = "Chromium is not installed: no journeys in a browser. Debian: apt-get install chromium."
PURE = (
    *("lib", "architecture", "stores/sqlite", "stores/test_s3.py", "exchange/formats", "exchange/caged"),
    *("operations/test_server.py", "test_cli.py"),  # their commands have folders of their own
)
NODE = "Node is not installed: the front end was not checked. Debian: apt-get install nodejs npm."
FRONT_END = "The front end's packages could not be installed (`cd frontend && npm ci` says why): it was not checked."


class Run:
    """What was done so far, how it ended, and what could not be done."""

    def __init__(self, *, everything: bool) -> None:
        self.everything = everything
        self.totals = {"passed": 0, "failed": 0, "skipped": 0}
        self.wrong: list[str] = []
        self.left_out: list[str] = []

    def step(self, name: str, *command: str | Path, folder: Path = ROOT, **environment: str) -> None:
        """A check that is right when its command ends with 0. Its output is shown only when it is not."""
        began = time.monotonic()
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env=environment_with(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        say(f"{name}: {'right' if done.returncode == 0 else 'WRONG'} ({time.monotonic() - began:.0f} s)")
        if done.returncode:
            say(done.stdout)
            self.wrong.append(name)

    def suite(self, name: str, *arguments: str, **environment: str) -> None:
        """One run of pytest, its lines shown as they come."""
        say(f"\n— {name} —")
        command = [sys.executable, "-m", "pytest", "-rfEs", *arguments]
        closing = ""
        with subprocess.Popen(
            command, cwd=ROOT, env=environment_with(environment), stdout=subprocess.PIPE, text=True, errors="replace"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                if found := CLOSING.match(line):
                    closing = found[1]
        for number, word in COUNTED.findall(closing):
            self.totals["failed" if word.startswith("error") else word] += int(number)
        if process.returncode or "passed" not in closing:
            self.wrong.append(name)

    def leave_out(self, sentence: str) -> None:
        self.left_out.append(sentence)
        if self.everything:
            self.wrong.append("something was left out")

    def close(self) -> int:
        say("")
        for sentence in self.left_out:
            say(f"Left out: {sentence}")
        if self.wrong:
            say(f"Wrong: {', '.join(dict.fromkeys(self.wrong))}.")
        if self.totals["skipped"]:
            say(f"{self.totals['skipped']} skipped; the reasons stand above.")
        failed = max(self.totals["failed"], 1 if self.wrong else 0)
        say(f"{self.totals['passed']} passed, {failed} failed")
        return 1 if self.wrong else 0


def main(arguments: list[str]) -> int:
    everything = arguments[:1] == ["--all"]
    run = Run(everything=everything)
    if arguments and not everything:
        run.suite("chosen tests, SQLite", *arguments)
        return run.close()
    if everything:
        with ThreadPoolExecutor() as beside:  # each of them keeps one core busy
            for checked in [beside.submit(check, run) for check in (check_the_code, check_the_front_end)]:
                checked.result()
    with ExitStack() as running:
        valkey = offered(run, running, servers.valkey)
        postgres = offered(run, running, servers.postgres)
        stores = {"INKSTEAD_TEST_VALKEY_URL": valkey}
        parallel = ["-n", "2", "--dist", "loadfile"] if (os.cpu_count() or 1) > 1 else []
        run.suite("the suite on SQLite", "-m", "not browser", *parallel, **stores)
        if postgres:
            # What knows no database passes the same way on every one: it is asked once.
            pure = [f"--ignore=tests/{place}" for place in PURE]
            run.suite(
                "the suite on PostgreSQL",
                "-m",
                "not browser",
                *pure,
                *parallel,
                INKSTEAD_DATABASE_URL=postgres,
                PGOPTIONS="-c synchronous_commit=off",  # nothing of it has to outlive the run
                **stores,
            )
        if servers.chromium():
            thorough = {"INKSTEAD_TEST_ALL": "1"} if everything else {}
            run.suite("journeys in Chromium", "-m", "browser", "tests", *parallel, **thorough)
        else:
            run.leave_out(CHROMIUM)
    return run.close()


def check_the_code(run: Run) -> None:
    run.step("ruff", BIN / "ruff", "check", ".")
    run.step("ruff format", BIN / "ruff", "format", "--check", ".")
    run.step("mypy", BIN / "mypy", INKSTEAD_DATA=scratch())
    run.step("import contracts", BIN / "lint-imports", "--no-cache", PYTHONPATH="src")
    run.step(
        "migrations are complete",
        *(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"),
        DJANGO_SETTINGS_MODULE="inkstead.settings",
        INKSTEAD_DATA=scratch(),
        PYTHONPATH="src",
    )


def check_the_front_end(run: Run) -> None:
    npm = shutil.which("npm")
    if npm is None:
        run.leave_out(NODE)
        return
    if not (ROOT / "frontend" / "node_modules").is_dir():
        run.leave_out(FRONT_END)
        return
    run.step("front end: types", npm, "run", "--silent", "check", folder=ROOT / "frontend")
    run.step("front end: tests", npm, "run", "--silent", "test", folder=ROOT / "frontend")
    build = ROOT / "frontend" / "build.py"
    run.step("front end: build", sys.executable, build)


def offered(run: Run, running: ExitStack, server: Callable[[], Iterator[servers.Offer]]) -> str:
    """The server's address, or nothing and a sentence about it."""
    offer = running.enter_context(contextmanager(server)())
    if offer.url:
        say(f"{offer.name}: {offer.how}")
    else:
        run.leave_out(offer.how)
    return offer.url


def environment_with(more: dict[str, str]) -> dict[str, str]:
    """A shell's own Inkstead settings must not reach the tests."""
    kept = ("INKSTEAD_TEST_", "INKSTEAD_SHARED")
    mine = {k: v for k, v in os.environ.items() if not k.startswith("INKSTEAD_") or k.startswith(kept)}
    return mine | {name: value for name, value in more.items() if value}


def scratch() -> str:
    return str(Path(tempfile.gettempdir()) / f"inkstead-check-{os.getuid()}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
