"""One Chromium and two sites for all journeys: an empty one, and the demo library."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import servers
from tests.journeys.sites import Devices, Site, serving


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        launched = player.chromium.launch(executable_path=servers.chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """As `inkstead serve` starts it the first time."""
    with serving(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """As `make run` shows it."""
    with serving(tmp_path_factory.mktemp("demo"), demo=True) as started:
        yield started


@pytest.fixture
def devices(browser: Browser) -> Iterator[Devices]:
    """Nothing may be wrong in any browser at the end, the policy's refusals included."""
    opened = Devices(browser)
    yield opened
    opened.close()
    assert opened.wrong == []
