"""One conversation, told twice: turned where it stands, side by side, and mended by its writer."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests import servers
from tests.journeys.sites import BACKGROUND, PATIENCE, Devices, Site, sign_in, until
from tests.journeys.test_accessibility import AXE, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not servers.chromium(), reason="no Chromium here"),
]
expect.set_options(timeout=PATIENCE * 1000)

BEFORE = "\n\n".join(f"I counted the lamps on the pier, and there were {number}." for number in range(30))
HERS = f"""{BEFORE}

“I will not go back to the harbour, Mara,” he said.

“Then the boat will sail without you,” I said. He looked at the door.

“Let it sail. I have had enough of salt.”

{BEFORE}"""
HIS = f"""“I will not go back to the harbor, Mara,” I said.

“Then the boat will sail without you,” she said. I looked at the door.

“Let it sail. I have had enough of salt.”

{BEFORE}

I left, and I heard my name once more. “Jonas!” said Mara."""
AFTER = """words => {
  const text = getSelection().anchorNode.parentElement.closest('p').firstChild;
  getSelection().collapse(text, text.data.indexOf(words) + words.length);
}"""
LINK = re.compile(r"/story/\d+/tellings/\d+/")
LINE = "Then the boat will sail without you"


@pytest.fixture(scope="module")
def parts(site: Site) -> list[dict[str, object]]:
    token = site.people("Tilda Twice")["Tilda Twice"]
    made = site.publish(token, "Salt Twice", ("Mara", HERS), ("Jonas", HIS))
    story = made[0]["story"]["id"]

    tellings = f"/story/{story}/tellings/"
    until(lambda: bool(LINK.search(_page(site, tellings))), "the two tellings were never found", BACKGROUND)
    return made


def _page(site: Site, path: str) -> str:
    with urllib.request.urlopen(site.address + path, timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
    return text


def height(page: Page, selector: str) -> float:
    top: float = page.locator(selector, has_text=LINE).first.evaluate("line => line.getBoundingClientRect().top")
    return top


def test_a_scene_is_turned_and_back_and_the_line_stays_where_it_was(
    devices: Devices, site: Site, parts: list[dict[str, str]]
) -> None:
    page = devices.new(site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(parts[0]["url"])
    expect(page.locator(".telling")).to_be_hidden()  # Jonas comes later
    page.goto(parts[1]["url"])
    expect(page.locator(".telling")).to_be_visible()
    page.goto(parts[0]["url"])
    expect(page.locator(".telling")).to_be_visible()  # this browser has been there

    line = page.locator(".prose > p", has_text=LINE)
    line.evaluate("line => scrollBy(0, line.getBoundingClientRect().top - innerHeight / 3)")
    before = height(page, ".prose > p")
    expect(page.locator(".telling-near")).to_have_js_property("hidden", False)
    page.keyboard.press("v")
    expect(page.locator(".telling-turned")).to_contain_text("I looked at the door.")
    assert abs(height(page, ".telling-turned p") - before) < 2
    page.keyboard.press("v")
    expect(page.locator(".telling-turned")).to_have_count(0)
    assert abs(height(page, ".prose > p") - before) < 2


def test_without_scripts_they_are_links(devices: Devices, site: Site, parts: list[dict[str, str]]) -> None:
    page = devices.new(site, java_script_enabled=False)
    page.goto(parts[1]["url"])
    page.click("text=See this through Mara")
    expect(page.locator(".part-title")).to_have_text("Mara")
    page.go_back()
    page.click("text=Side by side")
    expect(page.locator(".sides-shared")).to_have_count(3)


@pytest.mark.parametrize("width", [390, 1280])
def test_side_by_side_what_both_say_stands_level(
    width: int, devices: Devices, site: Site, parts: list[dict[str, str]]
) -> None:
    page = devices.new(site, viewport={"width": width, "height": 844}, bypass_csp=True)
    page.goto(parts[1]["url"])
    with page.expect_navigation():  # until the style sheets are there: without them all stands in one column
        page.click("text=Side by side")
    tops = page.locator(".sides-shared").evaluate_all(
        "levels => levels.map(level => [...level.querySelectorAll('[data-side]')].map(side => {"
        "const box = side.getBoundingClientRect(); return [Math.round(box.top), Math.round(box.left), box.height]}))"
    )
    assert len(tops) == 3
    for one, other in tops:
        assert (one[0] == other[0]) is (width > 700)
        assert (one[1] < other[1]) is (width > 700)
        assert min(one[2], other[2]) > 0
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if AXE.is_file():
        assert violations(page) == []


def test_a_difference_is_accepted_and_another_one_mended(
    devices: Devices, site: Site, parts: list[dict[str, str]]
) -> None:
    page = devices.new(site, bypass_csp=True)
    sign_in(page, "Tilda Twice")
    check = f"/write/story/{parts[0]['story']['id']}/tellings/"  # type: ignore[index]
    page.goto(check)
    expect(page.locator(".difference-says")).to_have_text("Spelt differently")
    if AXE.is_file():
        assert violations(page) == []
    page.click("text=It is meant")
    expect(page.locator(".difference-says")).to_have_text("Spelt differently, as meant")
    page.click("text=Ask me again")
    page.click("a:has-text('or in Jonas')")
    expect(page.locator(".ProseMirror")).to_be_focused()
    at = page.evaluate("getSelection().anchorNode.parentElement.closest('p').innerText")
    assert at.startswith("“I will not go back to the harbor")
    page.evaluate(AFTER, "harbo")
    page.keyboard.type("u")
    page.click("button:has-text('Publish')")
    page.wait_for_url(re.compile(r"/write/story/\d+/"))
    until(
        lambda: "harbour, Mara" in _page(site, parts[1]["url"].removeprefix(site.address)),
        "it was not published",
        BACKGROUND,
    )
    page.goto(check)
    expect(page.locator("main")).to_contain_text("Every line that two tellings share is the same")
