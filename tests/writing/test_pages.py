"""The desk in a real browser: a first story by hand, scripts off and on, and axe on every page on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import servers
from tests.journeys.conftest import browser
from tests.journeys.sites import wait_until_ready
from tests.journeys.test_accessibility import AXE, BUILT, PAPER, violations

__all__ = ["browser"]  # a fixture

PASSWORD = "a lamp, a debt and the sea"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty site with one writer."""
    address = f"http://127.0.0.1:{servers.free_port()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    environment = kept | {"INKSTEAD_DATA": str(tmp_path_factory.mktemp("desk")), "INKSTEAD_BASE_URL": address}
    command = [sys.executable, "-m", "inkstead.cli"]
    who = ["user", "create", "Ana", "--email", "ana@writer.example", "--password-stdin"]
    subprocess.run([*command, *who], input=PASSWORD, text=True, env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [*command, "serve", "--port", address.rpartition(":")[2]],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_until_ready(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def signed_in(context: BrowserContext, site: str) -> Page:
    page = context.new_page()
    page.goto(f"{site}/me/login/?next=/write/")
    page.fill("[name=login]", "ana@writer.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/write/")
    return page


def check(page: Page, wrong: dict[str, list[str]], name: str) -> None:
    found = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    if found:
        wrong[name] = found


def test_a_story_is_written_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, site)

    page.click("text=new story")
    page.fill("[name=title]", "Low Water")
    page.click("text=Make the story")
    page.click("text=Write the first part")
    page.fill("[name=title]", "Lamp Oil")
    page.fill("[name=text]", "She said *nothing*.\n\n* * *\n\nThe door stood open.")
    page.click("text=Save draft")
    page.fill("[name=text]", page.input_value("[name=text]").replace("stood", "was"))
    page.click("text=Save and publish")
    page.click("text=See its page")
    page.click("text=Lamp Oil")

    assert page.locator(".needs-script").count() >= 2
    assert page.locator(".needs-script:visible").count() == 0  # no button that does nothing
    assert page.inner_text("#prose em") == "nothing"
    assert "The door was open." in page.inner_text("#prose")
    context.close()


def test_a_manuscript_is_brought_in_by_keyboard(browser: Browser, site: str, tmp_path: Path) -> None:
    (tmp_path / "book.md").write_text("# One\n\nIt was dark.\n\n# Two\n\nIt was bright.")
    context = browser.new_context()
    page = signed_in(context, site)

    page.goto(f"{site}/write/import/")
    page.focus("[name=title]")
    page.keyboard.type("Light")
    page.set_input_files("[name=uploads]", tmp_path / "book.md")
    page.focus("text=Look it over >> nth=0")
    page.locator("main button[type=submit]").press("Enter")
    page.locator("text=Keep it").press("Enter")

    assert page.locator(".desk-parts li").count() == 2
    assert page.inner_text("h1") == "Light"
    context.close()


def save(page: Page, then: str) -> None:
    """What was typed goes first, then the form."""
    page.wait_for_selector("form[data-saving=ready]")
    page.click("text=Save draft")
    page.wait_for_selector(then)


@pytest.mark.parametrize(("paper", "width"), [("white", 390), ("black", 1280)])
def test_axe_finds_nothing_on_the_desk(browser: Browser, site: str, paper: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    context.add_init_script(PAPER % paper)
    page = signed_in(context, site)
    wrong: dict[str, list[str]] = {}
    check(page, wrong, "desk")
    page.goto(f"{site}/write/story/new/")
    check(page, wrong, "new story")
    page.fill("[name=title]", f"On {paper} paper")
    page.click("text=Make the story")
    check(page, wrong, "empty story")
    story = page.url
    page.goto(f"{story}part/new/")
    check(page, wrong, "new part")
    page.fill("[name=title]", "x" * 201)
    page.fill(".manuscript-page", "Words.")
    save(page, ".message-error")
    page.wait_for_selector(".saving-said[data-state=saved]:has-text(':')")  # by itself, and without that title
    check(page, wrong, "refused part")
    page.fill("[name=title]", "Lamp Oil")
    page.wait_for_selector("[data-name=field-title]", state="detached")  # it is saved by now
    page.click(".writing-more > summary")
    page.fill("[name=volume]", "Book One")
    save(page, ".message-success")
    part = page.url
    for name in ("", "schedule/", "delete/", "history/", "history/1/"):
        page.goto(part + name)
        check(page, wrong, f"part {name}")
    page.goto(part)
    other = context.new_page()
    other.goto(part)
    for window, text in ((other, "Other words."), (page, "And others again.")):
        window.wait_for_selector("form[data-saving=ready]")
        window.fill(".manuscript-page", text)
        window.wait_for_selector(".saving-said[data-state=saved]:has-text(':'), .saving-said[data-state=aside]")
    check(page, wrong, "written twice")
    page.click("text=Compare both and choose")
    page.wait_for_selector("text=What only one of them changed")
    check(page, wrong, "two versions")
    page.goto(f"{part}history/differences/?from=1&to=2")
    check(page, wrong, "what changed")
    page.goto(story)
    check(page, wrong, "story")
    page.goto(f"{story}delete/")
    check(page, wrong, "delete story")
    page.goto(f"{site}/write/import/")
    check(page, wrong, "bring in")
    page.fill("[name=text]", "15.6K 385 42\n\nIt was dark.\n\nNobody spoke.")
    page.click("main button[type=submit]")
    check(page, wrong, "look it over")
    context.close()
    assert wrong == {}
