"""The editor in a real browser: typed, pasted, found, proofread and saved, by keyboard; axe on all that opens."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.sites import Devices, Site, sign_in
from tests.journeys.test_accessibility import AXE, BUILT, PAPER, violations
from tests.shared_data import shared_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here"),
]
PASTE = """([kind, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData(kind, text);
  document.querySelector(".manuscript-page").dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""  # noqa: E501
WORD = "<p class=MsoNormal style='mso-x:1'>It <i>rained</i>.<o:p></o:p></p><p class=MsoNormal>* * *</p><p>Then not.</p>"


def new_part(page: Page, site: Site, name: str, language: str = "en") -> None:
    token = site.people(name)[name]
    story = site.api("POST", "/stories", {"title": f"Of {name}", "language": language}, token)
    sign_in(page, name)
    page.goto(f"/write/story/{story['id']}/part/new/")
    page.click(".manuscript-page")


def sent(page: Page) -> str:
    """What the form would send now, without ids."""
    html: str = page.evaluate("new FormData(document.querySelector('form[data-editor]')).get('text')")
    return page.evaluate("html => html.replace(/ id=\"b-[0-9a-z]{8}\"/g, '')", html)


def test_a_part_is_written_by_keyboard_and_keeps_the_ids_of_its_blocks(devices: Devices, site: Site) -> None:
    page = devices.new(site)
    new_part(page, site, "Edna Keys")
    page.keyboard.type('"Don\'t," she said *twice*.')
    page.keyboard.press("Enter")
    page.keyboard.type("* * *The end")
    page.evaluate(PASTE, ["text/html", WORD])
    assert sent(page) == (
        "<p>“Don’t,” she said <em>twice</em>.</p>\n<hr>\n<p>The endIt <em>rained</em>.</p>\n<hr>\n<p>Then not.</p>"
    )
    page.keyboard.press("Control+h")
    page.keyboard.type("not")
    page.get_by_label("Replace with").fill("never")
    page.get_by_role("button", name="Replace all").press("Enter")
    expect(page.locator(".find-count")).to_have_text("Replaced 1")
    page.keyboard.press("Escape")
    expect(page.locator(".editor-count")).to_contain_text("of 9 words")
    page.fill("[name=title]", "Rain")
    ids = page.evaluate("[...document.querySelectorAll('.manuscript-page > *')].map(e => e.id)")
    page.locator("main button[name=save]").press("Enter")
    page.wait_for_url("**/write/part/*/")
    page.wait_for_selector(".manuscript-page > p")
    assert page.evaluate("[...document.querySelectorAll('.manuscript-page > *')].map(e => e.id)") == ids


CARET = "getSelection().getRangeAt(0).getBoundingClientRect().top"


def test_in_a_long_part_the_caret_is_always_in_sight(devices: Devices, site: Site) -> None:
    token = site.people("Long Winded")["Long Winded"]
    story = site.api("POST", "/stories", {"title": "Long"}, token)
    text = "\n\n".join(f"Paragraph {n} of a long part, and nothing happens in it." for n in range(900))
    body = {"title": "Long", "text": text, "format": "text"}
    part = site.api("POST", f"/stories/{story['id']}/parts", body, token)
    page = devices.new(site, viewport={"width": 1280, "height": 800})
    sign_in(page, "Long Winded")
    page.goto(f"/write/part/{part['id']}/")
    page.wait_for_selector("form[data-saving=ready]")
    assert page.locator(".manuscript-page > .far").count() > 700
    page.click(".manuscript-page > p >> nth=2")
    for key in ("Control+End", "Control+Home"):
        page.keyboard.press(key)
        assert 0 < page.evaluate(CARET) < 800, key
    page.keyboard.press("Control+f")
    page.keyboard.type("Paragraph 555 ")
    page.keyboard.press("Enter")
    expect(page.locator(".found-here")).to_be_in_viewport()
    looks = "at => { const { color, fontSize } = getComputedStyle(at); return [color, fontSize]; }"
    around = page.locator(".manuscript-page > p", has=page.locator(".found-here"))
    assert page.locator(".found-here").evaluate(looks) == around.evaluate(looks)  # lit, and otherwise as it was
    page.keyboard.press("Escape")
    assert 0 < page.evaluate(CARET) < 800
    page.keyboard.press("Control+a")
    expect(page.locator(".editor-count")).to_contain_text("9,900 of 9,900 words")


def test_the_proofreader_finds_what_the_reference_text_has(devices: Devices, site: Site) -> None:
    page = devices.new(site)
    new_part(page, site, "Pru Reader")
    page.evaluate(PASTE, ["text/plain", shared_file("part-alana.txt").read_text(encoding="utf-8")])
    page.get_by_role("button", name="Proofread").click()
    expect(page.locator(".proof-line")).to_contain_text("to look at", timeout=120_000)
    found = page.locator(".issue").all_inner_texts()
    assert {"alot", "atleast", "infront", "Ofcourse"} - set(found) == set()
    page.locator(".proof-list li:has-text('alot') >> text='a lot'").click()
    expect(page.locator(".manuscript-page")).not_to_contain_text("alot")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.locator(".manuscript-page")).to_contain_text("alot")


@pytest.mark.parametrize(("paper", "width", "language"), [("white", 320, "ar"), ("black", 1280, "en")])
def test_axe_finds_nothing_while_somebody_writes(
    browser: Browser, site: Site, paper: str, width: int, language: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, base_url=site.address)
    context.add_init_script(PAPER % paper)
    page = context.new_page()
    new_part(page, site, f"Axe Writer {width}", language)
    page.keyboard.type("One word.")
    wrong: dict[str, object] = {}
    for name, opens in (("page", ""), ("kinds", "Kind of paragraph"), ("more", "More"), ("find", "Find and replace")):
        if opens:
            page.get_by_role("button", name=opens, exact=True).click()
        found = violations(page)
        if found or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[name] = found or "wider than the window"
        page.keyboard.press("Escape")
    context.close()
    assert wrong == {}, json.dumps(wrong, indent=1)
