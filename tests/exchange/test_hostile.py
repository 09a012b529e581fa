"""Hostile files through the real upload page: what each costs, what it says, and that nothing of it is left."""

from __future__ import annotations

import io
import logging
import os
import re
import resource
import socket
import time
import zipfile
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from inkstead.exchange import arrivals
from inkstead.exchange.models import Arrival, ArrivedFile, ArrivedPart
from tests.conftest import ClientOf
from tests.exchange.formats.documents import SECRETS
from tests.exchange.hostile import HOSTILE, Hostile, lying, overlapping
from tests.exchange.test_views import upload
from tests.world import World

SECONDS, MEGABYTES = 5.0, 256
COST = re.compile(r"took ([\d.]+) s and (\d+) MB")
TABLE = Path(__file__).parents[2] / "docs/developers/imports.md"
rows: list[str] = []


@pytest.fixture
def client(world: World, client_of: ClientOf) -> Client:
    return client_of(world.ben)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Addresses that this process asked for, but those of its own stores."""
    asked: list[object] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: object) -> None:
        asked.append(address)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", noted)
    return asked


def lying_about(folder: Path) -> set[Path]:
    """Everything that could have been left behind: pictures of stories, and what an upload is put by in."""
    return {path for place in (Path(settings.FILES), folder) for path in place.glob("**/*") if path.is_file()}


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_a_hostile_file_costs_little_and_leaves_nothing(
    client: Client,
    connections: list[object],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    file: Hostile,
) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    caplog.set_level(logging.DEBUG, "inkstead.lib.cage")
    monkeypatch.setattr(arrivals, "AT_ONCE", 1024**3)  # so that this page says it and no later one
    data, before, memory = file.make(), lying_about(tmp_path), _megabytes()
    began = time.process_time()

    answer = upload(client, (file.name, data))
    here, grown = time.process_time() - began, _megabytes() - memory

    page = (client.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()
    costs = [(float(cost[1]), int(cost[2])) for cost in COST.finditer(caplog.text)]
    seconds, most = sum(cost[0] for cost in costs) + here, max([cost[1] for cost in costs], default=0)
    rows.append(f"| {file.name} | {len(data):,} | {file.says or 'comes in, cleaned'} | {seconds:.2f} | {most} |")
    assert seconds < SECONDS
    assert most < MEGABYTES + 100, "what the reading process is before it reads comes on top"
    assert grown < MEGABYTES
    assert not [address for address in connections if isinstance(address, tuple) and address[1] not in (5432, 6379)]
    if file.says:
        assert answer.status_code == 422, page
        assert file.says in _plain(page)
        assert not Arrival.objects.exists()
    else:
        assert answer.status_code == 302, _plain(page)
        kept = "".join(ArrivedPart.objects.values_list("html", flat=True))
        assert kept
        assert not file.never or file.never not in kept
        assert not [secret for secret in SECRETS if secret in page + kept]
    assert not ArrivedFile.objects.exists()
    assert lying_about(tmp_path) == before


def test_the_table_of_results() -> None:
    """`HOSTILE_TABLE=FILE` writes what docs/developers/imports.md shows; there every file stands with what it says."""
    if os.environ.get("HOSTILE_TABLE"):
        Path(os.environ["HOSTILE_TABLE"]).write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")
    assert len(HOSTILE) > 40
    shown = re.findall(
        r"^\| ([^|]+) \| [\d,]+ \| ([^|]+) \| [\d.]+ \| \d+ \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert shown == sorted((file.name, file.says or "comes in, cleaned") for file in HOSTILE)


def test_the_control_without_limits_a_bomb_unpacks() -> None:
    with zipfile.ZipFile(io.BytesIO(overlapping())) as archive:
        assert sum(len(archive.read(name)) for name in archive.namelist()) > 170_000_000
    assert len(lying()) < 1_000_000


def _plain(page: str) -> str:
    return unescape(page)


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
