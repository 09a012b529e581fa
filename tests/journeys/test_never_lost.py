"""No word is ever lost: not without a network, not when the server dies, not when two windows write at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.journeys.sites import Devices, Site, sign_in
from tests.journeys.storm import Mortal, broken_bundle, mortal, storms

pytestmark = pytest.mark.browser

RUNS = int(os.environ.get("INKSTEAD_TEST_STORMS", "3"))


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    with mortal(tmp_path_factory.mktemp("frail")) as site:
        yield site


def new_part(site: Site, token: str) -> int:
    story = site.api("POST", "/stories", {"title": "A Storm"}, token)
    text = {"title": "One", "text": "The lamp went out.\n\nNobody came.", "format": "markdown"}
    return int(site.api("POST", f"/stories/{story['id']}/parts", text, token)["id"])


def said(site: Site, part: int, token: str) -> list[str]:
    return [block["text"] for block in site.api("GET", f"/parts/{part}", None, token)["blocks"]]


def test_a_writer_goes_offline_the_server_is_killed_and_another_tab_writes_too(frail: Mortal, devices: Devices) -> None:
    token = frail.people("Ana")["Ana"]
    part = new_part(frail, token)
    page = devices.new(frail)
    sign_in(page, "Ana")
    page.goto(f"/write/part/{part}/")
    page.wait_for_selector("form[data-saving=ready]")
    page.click(".manuscript-page p >> nth=0")
    page.keyboard.press("End")
    page.keyboard.type(" It was nine.")
    page.wait_for_selector(".saving-said[data-state=saved]:has-text(':')")
    assert said(frail, part, token) == ["The lamp went out. It was nine.", "Nobody came."]

    page.context.set_offline(True)
    page.keyboard.type(" Then ten.")
    page.wait_for_selector(".saving-said:has-text('Saved in this browser, not yet on the server: you are offline')")
    frail.kill()
    page.context.set_offline(False)
    page.keyboard.type(" Then eleven.")
    page.wait_for_selector(".saving-said:has-text('the server cannot be reached')")
    page.close(run_before_unload=False)

    frail.start()
    page = devices.contexts[-1].new_page()
    page.goto(f"/write/part/{part}/")
    page.wait_for_selector(".saving-notices >> text=is back in the text")
    page.wait_for_selector(".saving-said[data-state=saved]:has-text(':')")
    all_of_it = "The lamp went out. It was nine. Then ten. Then eleven."
    assert said(frail, part, token) == [all_of_it, "Nobody came."]

    # Another window saves while this one is still typing.
    other = devices.contexts[-1].new_page()
    other.goto(f"/write/part/{part}/")
    other.wait_for_selector(".saving-notices >> text=open in another tab")
    other.click(".manuscript-page p >> nth=1")
    other.keyboard.press("End")
    other.keyboard.type(" But the storm did.")
    other.wait_for_selector(".saving-said[data-state=saved]:has-text(':')")
    page.wait_for_selector(".saving-notices >> text=The other tab has saved a newer text")
    page.click(".manuscript-page p >> nth=1")
    page.keyboard.press("End")
    page.keyboard.type(" She waited.")
    page.wait_for_selector(".saving-said[data-state=aside]")
    page.click("text=Compare both and choose")
    page.wait_for_selector("text=But the storm did")
    assert page.locator("ins >> text=She waited").count() == 1
    page.click("text=Save this as the newest text")
    page.wait_for_selector("text=One text again")
    words = ["Nobody came. But the storm did.", "Nobody came. She waited."]
    assert said(frail, part, token) == [all_of_it, *words]
    devices.forgive("ERR_INTERNET_DISCONNECTED")
    devices.forgive("409")
    devices.wrong = [wrong for wrong in devices.wrong if "/draft/" not in wrong]  # however a killed server is called


def test_random_storms_lose_nothing() -> None:
    told: list[str] = []
    with ThreadPoolExecutor(1) as apart:  # Playwright allows one player a thread, and the other tests have theirs here
        assert apart.submit(storms, RUNS, seed=1, tell=told.append).result() == 0, told


@pytest.mark.parametrize("broken", [False, True])
def test_without_the_browsers_store_it_would_be_noticed(
    frail: Mortal, devices: Devices, broken_editor: str, *, broken: bool
) -> None:
    """A page that crashes without a network has nothing but that."""
    name = "Bo" if broken else "Al"
    token = frail.people(name)[name]
    part, page = new_part(frail, token), devices.new(frail)
    if broken:
        fake = {"body": broken_editor, "content_type": "text/javascript"}
        page.context.route("**/editor-*.js", lambda route: route.fulfill(**fake))  # type: ignore[arg-type]
    sign_in(page, name)
    page.goto(f"/write/part/{part}/")
    page.wait_for_selector("form[data-saving=ready]")
    no_network = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", no_network)
    page.click(".manuscript-page p >> nth=0")
    page.keyboard.press("End")
    page.keyboard.type(" Said in the dark.")
    page.wait_for_selector(".saving-said[data-state=away]")
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page = devices.contexts[-1].new_page()
    page.goto(f"/write/part/{part}/")
    page.wait_for_selector("form[data-saving=ready]")
    assert ("Said in the dark" in page.inner_text(".manuscript-page")) is not broken
    devices.forgive("ERR_INTERNET_DISCONNECTED")


@pytest.mark.parametrize("hasty", [False, True])
def test_a_server_that_answers_before_it_commits_would_be_noticed(
    tmp_path: Path, devices: Devices, *, hasty: bool
) -> None:
    """What was called saved is there when server and page die in the same moment."""
    with mortal(tmp_path / "data", hasty=hasty) as site:
        token = site.people("Ana")["Ana"]
        part, page = new_part(site, token), devices.new(site)
        sign_in(page, "Ana")
        page.goto(f"/write/part/{part}/")
        page.wait_for_selector("form[data-saving=ready]")
        page.click(".manuscript-page p >> nth=0")
        page.keyboard.press("End")
        page.keyboard.type(" So it was said.")
        page.wait_for_selector(".saving-said[data-state=saved]:has-text(':')")
        site.kill()
        page.close(run_before_unload=False)
        site.start()
        assert ("The lamp went out. So it was said." in said(site, part, token)) is not hasty


@pytest.fixture(scope="module")
def broken_editor() -> str:
    return broken_bundle()
