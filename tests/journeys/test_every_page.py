"""Every address that answers a signed-in person with a page, found in the table of addresses and held against axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.architecture.test_urls import ROUTES
from tests.journeys import together
from tests.journeys.sites import Site, sign_in
from tests.journeys.test_accessibility import AXE, BUILT, violations

MINE = ("write/", "library/", "moderation/", "me/notices/", "me/hidden/", "me/archive/", "me/comments/", "me/claims/")
# Other addresses of allauth's have a test of their own; these need a name that only exists in a test of theirs.
NOT_HERE = re.compile(r"_id>.*_id>|<slug:|<word:|<str:token>|<str:secret>")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here"),
]


@pytest.fixture(scope="module")
def found(browser: Browser, site: Site) -> dict[str, str]:
    """One page of each kind around a story with a readership; some of its words are wider than a window."""
    return together.gather(browser, site) | {"button": "/write/bin/part/1/restore/"}


def addresses(found: dict[str, str]) -> list[str]:
    """What the table of addresses holds, with the story and the part of `together`, and what that names itself."""
    values = {
        "story_id": found["talk"].split("/")[3],
        "part_id": found["guest-form"].split("/")[3],
        "shelf_id": found["own-shelf"].split("/")[3],
        "number": "1",
        "block": found["margin"].rstrip("/").rsplit("/", 1)[1],
    }
    walked = []
    for route in ROUTES:
        if route.startswith(MINE) and not NOT_HERE.search(route):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values.get(name[1], name[0]), route)
            if "<" not in address:
                walked.append(f"/{address}")
    return list(dict.fromkeys([*found.values(), *walked]))


@pytest.mark.parametrize(("paper", "width"), [("white", 320), ("black", 1280)])
def test_axe_finds_nothing_on_any_page_of_a_writer(
    browser: Browser, site: Site, found: dict[str, str], paper: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, base_url=site.address)
    page = context.new_page()
    sign_in(page, together.WRITER)
    choose(page, paper)
    wrong, seen = {}, 0
    for path in addresses(found):
        answer = context.request.get(path)
        headers = answer.headers
        page_of_ours = headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers
        opens = answer.status == 200 or path == found["button"]  # an address that is no page says where the page is
        if not opens or not page_of_ours:
            continue
        page.goto(path)
        seen += 1
        problems = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append("wider than the window")
        if page.evaluate("(document.documentElement.dir = 'rtl', document.documentElement.scrollWidth > innerWidth)"):
            problems.append("wider than the window when read from the right")
        if page.evaluate("document.documentElement.dataset.paper") != paper:
            problems.append("another paper than the one that was chosen")
        if problems:
            wrong[path] = problems
    context.close()
    assert wrong == {}
    assert seen > 60


def test_axe_finds_nothing_in_an_open_margin(browser: Browser, site: Site, found: dict[str, str]) -> None:
    context = browser.new_context(bypass_csp=True, base_url=site.address)
    page = context.new_page()
    sign_in(page, together.WRITER)
    together.open_margin(page, found["part-with-margin"])
    assert violations(page) == []
    context.close()


def choose(page: Page, paper: str) -> None:
    """An account's own choice goes before what the browser remembers."""
    page.goto("/me/settings/")
    page.click(f"main label:has([name=paper][value={paper}])")
    page.click("main button[type=submit]")
