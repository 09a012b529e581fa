"""Votes through the API, each acknowledged only when it is durable."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from bench.rows import Row, requests_per_second, taking_turns
from bench.sites import Site, inkstead

CLIENTS = 16
VOTERS = 320
# Everybody votes, then everybody takes it back, and so on: every request changes a row.
SCRIPT = """
local tokens = {%s}
local n = 0
request = function()
  local round = math.floor(n / #tokens) %% 2
  local token = tokens[n %% #tokens + 1]
  n = n + 1
  return wrk.format(round == 0 and "PUT" or "DELETE", "/api/v1/parts/%d/vote", {["Authorization"] = "Bearer " .. token})
end
"""


def acknowledged(rounds: int, seconds: int, floor: float = 0.1) -> Row:
    with inkstead(readers=VOTERS, pinned=False) as site:
        script = site.data / "votes.lua"
        tokens = ", ".join(f'"{token}"' for token in site.library["tokens"])
        script.write_text(SCRIPT % (tokens, site.library["part"]))
        ratio = taking_turns(
            lambda: requests_per_second(site.url, seconds, connections=CLIENTS, script=str(script)),
            lambda: commits_per_second(seconds, site),
            rounds,
        )
    against = "single-row commits of SQLite FULL"
    figure = f"{ratio.value:.2f}"
    return Row(f"votes, {CLIENTS} clients", against, figure, f"{floor}", ratio.value >= floor, str(ratio))


def commits_per_second(seconds: int, site: Site) -> float:
    """From Python, on the same disk."""
    with tempfile.TemporaryDirectory(dir=site.data) as folder:
        connection = sqlite3.connect(Path(folder) / "commits.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE vote (id INTEGER PRIMARY KEY, part INTEGER, person INTEGER)")
        count, began = 0, time.monotonic()
        while time.monotonic() < began + seconds:
            connection.execute("INSERT INTO vote (part, person) VALUES (1, ?)", [count])
            count += 1
        connection.close()
        return count / (time.monotonic() - began)
