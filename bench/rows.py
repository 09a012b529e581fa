"""What a measurement hands back, and what every measurement uses."""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

APT = {"nginx": "nginx-light", "wrk": "wrk", "taskset": "util-linux", "chromium": "chromium"}
NGINX_ELSEWHERE = "/usr/sbin/nginx"  # Debian keeps it out of the path of ordinary users


class Missing(Exception):  # noqa: N818 - an answer, not an error
    """A row cannot be measured here; the message says what to install."""


@dataclass(frozen=True)
class Row:
    what: str
    against: str
    figure: str
    floor: str
    holds: bool
    told: str = ""


@dataclass(frozen=True)
class Ratio:
    """The median over rounds in which both were measured one right after the other."""

    value: float
    ours: float
    theirs: float
    all: tuple[float, ...]

    def __str__(self) -> str:
        rounds = ", ".join(f"{value:.2f}" for value in self.all)
        return f"{self.value:.2f} (rounds: {rounds}); {self.ours:,.0f} against {self.theirs:,.0f} a second"


def taking_turns(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> Ratio:
    """Absolute figures drift with whatever else the machine does; two neighbours drift together."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            mine = ours()
            pairs.append((mine, theirs()))
        else:
            yardstick = theirs()
            pairs.append((ours(), yardstick))
    ratios = tuple(mine / yardstick for mine, yardstick in pairs)
    mine, yardstick = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return Ratio(statistics.median(ratios), mine, yardstick, ratios)


def program(name: str) -> str:
    found = shutil.which(name) or (NGINX_ELSEWHERE if name == "nginx" and Path(NGINX_ELSEWHERE).exists() else None)
    if found is None:
        raise Missing(f"{name} is not installed; Debian: apt-get install {APT[name]}.")
    return found


def cores() -> tuple[str, str]:
    """The server's core and the load's core."""
    usable = sorted(os.sched_getaffinity(0))
    return str(usable[0]), str(usable[1 if len(usable) > 1 else 0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def requests_per_second(
    url: str, seconds: int, *, connections: int = 32, headers: dict[str, str] | None = None, script: str = ""
) -> float:
    """As wrk measures it from the other core; every answer must have been a good one."""
    more = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    more += ["-s", script] if script else []
    pin = [program("taskset"), "-c", cores()[1]]
    command = [*pin, program("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", *more, url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"wrk saw answers other than 200:\n{out}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", out)
    assert found, out
    return float(found[1])
