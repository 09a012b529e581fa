"""A writer gives a story its rhythm: the clock on their wall, slots, a queue put in order; and axe on all of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.sites import Devices, Site, sign_in
from tests.journeys.test_accessibility import AXE, BUILT, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here"),
]
WRITER = "Rita Rhythm"
TITLES = ["First Light", "Second Wind", "Third Rail"]


def story_of_drafts(site: Site) -> tuple[int, list[int]]:
    token = site.people(WRITER)[WRITER]
    story = site.api("POST", "/stories", {"title": "Every Thursday"}, token)["id"]
    texts = [{"title": title, "text": f"It was {title}.", "format": "text"} for title in TITLES]
    parts = [site.api("POST", f"/stories/{story}/parts", text, token)["id"] for text in texts]
    return story, parts


def test_a_story_gets_its_rhythm(browser: Browser, site: Site, devices: Devices) -> None:
    story, parts = story_of_drafts(site)
    page = devices.new(site, timezone_id="America/New_York", viewport={"width": 1280, "height": 900}, bypass_csp=True)
    sign_in(page, WRITER)
    plan = f"/write/story/{story}/plan/"
    page.goto(plan)
    page.wait_for_selector("text=America/New_York")  # the browser told it by itself
    page.check("label:text-is('Thursday')")
    page.fill("[name=at]", "18:30")
    page.click("text='Add'")
    page.wait_for_selector("text=Thursdays, 18:30")
    for part in parts:
        page.check(f"#ready-{part}")
    page.click("text='Into the queue'")
    page.wait_for_selector(".buffer")
    expect(page.locator(".desk-parts .desk-part > a")).to_have_text(TITLES)
    drag(page, f"#queued-{parts[2]} .desk-grip", f"#queued-{parts[0]}")
    page.wait_for_selector("text=“Third Rail” would appear before “First Light”")
    devices.forgive("409")
    page.click("text='That is what I want'")
    page.wait_for_selector("text=put ahead by you")
    expect(page.locator(".desk-parts .desk-part > a").first).to_have_text("Third Rail")
    wrong = {}
    looked = [
        plan,
        f"/write/part/{parts[0]}/schedule/",
        f"{plan}dates/?part={parts[0]}&part={parts[1]}&start=2026-12-30T18:00&every=days&days=3",
        f"/write/story/{story}/announcements/",
        f"/write/story/{story}/announcements/new/",
        "/me/zone/",
    ]
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in looked:
            page.goto(address)
            found = violations(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                wrong[address, width] = found
    assert wrong == {}


def drag(page: Page, grip: str, onto: str) -> None:
    """As a hand does it, in small steps."""
    start, end = page.locator(grip).bounding_box(), page.locator(onto).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, end["y"] + 4, steps=12)
    page.mouse.up()
