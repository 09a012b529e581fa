"""One Chromium and two sites for all journeys: an empty one, and the demo library."""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import servers
from tests.journeys.sites import Devices, Site, serving


@pytest.fixture(scope="package")
def browser() -> Browser:
    return one_browser()


@cache
def one_browser() -> Browser:
    """One in a process, whatever packages its tests are of: a second Playwright beside it refuses to start."""
    # Its loop runs in the thread of the tests; Django takes that for code of ours in a loop, and would refuse to ask.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    player = sync_playwright().start()
    launched = player.chromium.launch(executable_path=servers.chromium(), args=["--no-sandbox"])
    atexit.register(player.stop)
    atexit.register(launched.close)
    return launched


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
