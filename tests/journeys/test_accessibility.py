"""Every kind of page that a stranger meets, on every paper, held against axe; and what a first visit weighs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.sites import Site, sign_in

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = Path(__file__).parents[2] / "src" / "inkstead" / "web" / "static" / "build" / "manifest.json"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PAPER = 'localStorage.setItem("inkstead:reading", JSON.stringify({paper: "%s"}))'
SHIFTS = (
    "new PerformanceObserver(l => { for (const e of l.getEntries()) window.moved = (window.moved || 0) + e.value })"
)
HEAVIEST = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here"),
]


@pytest.fixture(scope="module")
def addresses(browser: Browser, demo: Site) -> dict[str, str]:
    """One of each kind, found as a reader finds them."""
    page = browser.new_page()
    page.goto(demo.address)
    found = {
        "home": "/",
        "part": page.get_attribute(".card-latest a", "href"),
        "story": page.get_attribute(".card-title a", "href"),
        "profile": page.get_attribute(".card-by a", "href"),
        "tag": page.get_attribute(".tags a", "href"),
        "stories": "/stories/",
        "search": "/search/?q=the",
        "counting": "/about/counting/",
        "sign in": "/me/login/",
        "join": "/me/signup/",
        "nothing": "/nothing/",
    }
    page.close()
    return {kind: path for kind, path in found.items() if path}


@pytest.mark.parametrize(("paper", "width"), [("white", 320), ("sepia", 390), ("dusk", 768), ("black", 1280)])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, demo: Site, addresses: dict[str, str], paper: str, width: int
) -> None:
    kinds = list(addresses) if paper in ("white", "black") else ["home", "part", "story"]
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    context.add_init_script(PAPER % paper)
    page = context.new_page()
    wrong = {}
    for kind in kinds:
        page.goto(demo.address + addresses[kind])
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            wrong[kind] = found
    context.close()
    assert wrong == {}


OWN = [
    *("/library/", "/write/", "/write/import/", "/write/story/new/", "/me/", "/me/settings/", "/me/tokens/"),
    *("/me/pen-names/", "/me/email/", "/me/password/change/", "/me/2fa/", "/me/sessions/", "/me/logout/"),
]


@pytest.mark.parametrize(("paper", "width"), [("white", 320), ("black", 1280)])
def test_axe_finds_nothing_on_the_pages_of_a_person(
    browser: Browser, demo: Site, addresses: dict[str, str], paper: str, width: int
) -> None:
    name = f"Axe {paper}"
    token = demo.people(name)[name]
    part = addresses["part"].split("/")[2].split("-")[0]
    said = demo.api("POST", f"/parts/{part}/comments", {"body": "Mine."}, token)["id"]
    comment = f"/comment/{said}/"
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, base_url=demo.address)
    context.add_init_script(PAPER % paper)
    page = context.new_page()
    sign_in(page, name)
    wrong = {}
    for path in [
        *OWN,
        addresses["home"],
        addresses["story"],
        addresses["part"],
        comment,
        f"{comment}edit/",
        f"{comment}delete/",
    ]:
        page.goto(path)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            wrong[path] = found
    context.close()
    assert wrong == {}


def test_axe_finds_nothing_in_the_sheets(browser: Browser, demo: Site, addresses: dict[str, str]) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(demo.address + addresses["part"])
    for sheet in ("contents", "reading-settings", "keys"):
        page.locator(f"[popovertarget={sheet}]:not(.sheet *)").first.click()
        assert violations(page) == [], sheet
        page.keyboard.press("Escape")
    context.close()


def test_a_first_visit_of_a_part_is_light_and_nothing_moves(
    browser: Browser, demo: Site, addresses: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(SHIFTS + ".observe({type: 'layout-shift', buffered: true})")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    weights: dict[str, int] = {}
    wire.on("Network.loadingFinished", lambda told: weights.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(demo.address + addresses["part"])
    page.wait_for_load_state("networkidle")
    prose = page.evaluate("document.querySelector('.prose').innerHTML")
    moved = page.evaluate("window.moved || 0")
    context.close()
    assert moved < 0.01
    # With all headers; only the prose itself is not counted.
    assert sum(weights.values()) - len(brotli.compress(prose.encode())) < HEAVIEST


FIRST_AND_LAST = """() => {
  const words = document.querySelector('.story .facts').children[2].firstChild;
  const left = (from) => {
    const range = document.createRange();
    range.setStart(words, from);
    range.setEnd(words, from + 1);
    return range.getBoundingClientRect().left;
  };
  return [left(0), left(words.length - 1)];
}"""


def test_facts_stay_in_order_where_a_story_is_written_from_the_right(browser: Browser, demo: Site) -> None:
    page = browser.new_page(base_url=demo.address)
    page.goto("/stories/")
    page.click(".card-title a[lang=ar]")
    page.wait_for_selector(".story[dir=rtl]")
    number, word = page.evaluate(FIRST_AND_LAST)
    page.close()
    assert number < word  # "1,697 words", not "words 1,697"


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
