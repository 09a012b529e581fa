"""Ten people at fifty clients vote, follow, shelve and react at the same moment, again and again, and take it back.

`python -m tests.journeys.crowd --clients 50 --rounds 1000` says what stands there more or less than once at the end,
and which counter a recount corrects; `--database postgres://…` names an empty database to do it in. The control must
be noticed: with `--careless` votes have lost their constraint, and followers are counted by reading and writing back.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests import servers
from tests.journeys.sites import PATIENCE, Site, serve

ROOT = Path(__file__).parents[2]
DEVICES = 5  # of a person, all in use at once
TARGETS = 4  # stories, each of a part with a comment
KINDS = ("love", "laugh", "cry", "gasp", "shiver")
WRITER = "Wanda Tide"
MOVED = 409, "/me/"  # another device put the story on another shelf before this one was answered


@dataclass(frozen=True)
class Target:
    story: int
    part: int
    comment: int


@dataclass
class Found:
    """What was wrong at the end: all three are empty on a sound build."""

    refused: Counter[int] = field(default_factory=Counter)  # answers that were neither yes nor "come back later"
    not_once: dict[str, int] = field(default_factory=dict)  # pairs of person and thing with none, or with several
    drifted: dict[str, int] = field(default_factory=dict)  # counters, and by how much
    calls: int = 0
    again: int = 0  # of these, answered with 503 or not at all, and made once more
    seconds: float = 0

    @property
    def is_sound(self) -> bool:
        return not (self.refused or self.not_once or self.drifted)


Send = Callable[[str, str, dict[str, str]], int]  # method, path, body; answers the status


@dataclass
class Client:
    """One of a person's devices."""

    send: Send
    shelves: list[int]  # the four that everybody has: a story stands on one of them
    pick: random.Random
    close: Callable[[], object]
    refused: Counter[int] = field(default_factory=Counter)

    def round(self, target: Target, *, last: bool) -> None:
        """Everything that a person can do once, in any order; before the last rounds it is also taken back."""
        shelf = self.pick.choice(self.shelves)
        acts: list[tuple[str, dict[str, str]]] = [
            (f"/parts/{target.part}/vote", {}),
            (f"/stories/{target.story}/follow", {}),
            (f"/me/shelves/{shelf}/stories/{target.story}", {}),
            (f"/comments/{target.comment}/reaction", {"kind": self.pick.choice(KINDS)}),
        ]
        self.pick.shuffle(acts)
        for path, body in acts:
            status = self.send("PUT" if last or self.pick.random() < 0.7 else "DELETE", path, body)
            if status >= 300 and (status, path[:4]) != MOVED:
                self.refused[status] += 1


class Line:
    """A connection that stays open, and is opened again when the server closed it."""

    def __init__(self, site: Site, token: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=2 * PATIENCE)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.calls = self.again = 0

    def send(self, method: str, path: str, body: dict[str, str]) -> int:
        sent = json.dumps(body) if method == "PUT" else None
        while True:
            self.calls += 1
            try:
                self.connection.request(method, f"/api/v1{path}", sent, self.headers)
                answer = self.connection.getresponse()
                answer.read()
                if answer.status != 503:
                    return answer.status
                time.sleep(0.1)
            except ConnectionError:
                self.connection.close()
            self.again += 1


def play(clients: Sequence[Client], targets: Sequence[Target], rounds: int, tell: Callable[[int], object]) -> None:
    """Each round begins for all of them at the same moment. The last ones, one for each target, only put."""
    together = threading.Barrier(len(clients))

    def run(client: Client) -> None:
        try:
            for number in range(rounds):
                together.wait()
                client.round(targets[number % len(targets)], last=number >= rounds - len(targets))
                if client is clients[0]:
                    tell(number + 1)
        except threading.BrokenBarrierError:
            pass  # somebody else's error, which is raised below
        except BaseException:
            together.abort()
            raise
        finally:
            client.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        for ended in [pool.submit(run, client) for client in clients]:
            ended.result()


def crowd(
    data: Path,
    *,
    clients: int,
    rounds: int,
    seed: int = 1,
    careless: bool = False,
    database: str = "",
    tell: Callable[[str], object] = lambda line: None,
) -> Found:
    """In a data folder that may be a new one."""
    settings = {"INKSTEAD_API_WRITES_PER_MINUTE": "0"} | ({"INKSTEAD_DATABASE_URL": database} if database else {})
    site = Site(f"http://127.0.0.1:{servers.free_port()}", data, settings)
    names = [f"Reader No {number}" for number in range(1, max(1, clients // DEVICES) + 1)]
    tokens = site.people(WRITER, *names)
    if careless:
        _inside(site, "break")
        site.settings |= {"DJANGO_SETTINGS_MODULE": "tests.journeys.careless", "PYTHONPATH": str(ROOT)}
    with serve(site, log=data / "serve.log"):
        targets = [_target(site, tokens[WRITER], number) for number in range(1, TARGETS + 1)]
        shelves = {name: _shelves(site, tokens[name]) for name in names}
        people = [names[at % len(names)] for at in range(clients)]
        lines = [Line(site, tokens[name]) for name in people]
        devices = [
            Client(line.send, shelves[name], random.Random(seed * 1_000 + at), line.connection.close)
            for at, (name, line) in enumerate(zip(people, lines, strict=True))
        ]
        began = time.monotonic()

        def said(done: int) -> None:
            if done % 100 == 0:
                tell(f"{done} rounds, {time.monotonic() - began:.0f} s")

        play(devices, targets, rounds, said)
        found = Found(
            refused=sum((device.refused for device in devices), Counter()),
            calls=sum(line.calls for line in lines),
            again=sum(line.again for line in lines),
            seconds=time.monotonic() - began,
        )
    found.not_once = json.loads(_inside(site, "count", str(len(names) * TARGETS)))
    told = json.loads(site.command("recount", "--json"))
    for one in [*told["differences"], *told["figures"]]:
        name = f"{one['of']} {one['counter']}"
        found.drifted[name] = found.drifted.get(name, 0) + abs(one["stood_at"] - one["counted"])
    return found


def _target(site: Site, token: str, number: int) -> Target:
    [part] = site.publish(token, f"Story No {number}", ("The First", "The lamp went out at nine."))
    comment = site.api("POST", f"/parts/{part['id']}/comments", {"body": "Be kind."}, token)
    return Target(part["story"]["id"], part["id"], comment["id"])


def _shelves(site: Site, token: str) -> list[int]:
    """The four that everybody has: a story stands on one of them."""
    return [shelf["id"] for shelf in site.api("GET", "/me/shelves", None, token)["items"]][:4]


def _inside(site: Site, *words: str) -> str:
    command = [sys.executable, "-m", "tests.journeys.careless", *words]
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "inkstead.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="an empty one; without it SQLite")
    parser.add_argument("--careless", action="store_true", help="the control, which must be noticed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = crowd(
            Path(folder) / "data",
            clients=options.clients,
            rounds=options.rounds,
            seed=options.seed,
            careless=options.careless,
            database=options.database,
            tell=say,
        )
    say(f"{found.calls:,} calls in {found.seconds:.0f} s, {found.again:,} of them made once more")
    say(f"refused: {dict(found.refused)}; not once: {found.not_once}; drifted: {found.drifted}")
    return 0 if found.is_sound != options.careless else 1


if __name__ == "__main__":
    sys.exit(main())
