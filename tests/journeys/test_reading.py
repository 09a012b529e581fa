"""Small promises around reading: keys alone, one read a day, nothing personal after signing out, texts brought in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests import servers
from tests.journeys.sites import PATIENCE, Devices, Site, sign_in, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not servers.chromium(), reason="no Chromium here"),
]

LONG = "\n\n".join(f"Paragraph {n}. The rain had been announced, and it came with all its papers." for n in range(60))
# What has the focus, and whether a person can see that it has.
FOCUSED = """() => {
  const at = document.activeElement;
  const marks = [at, at.nextElementSibling, at.closest('label')].filter(Boolean).map((e) => getComputedStyle(e));
  const box = (at.matches('input') && at.closest('label') || at).getBoundingClientRect();
  return {
    page: at === document.body,
    words: (at.innerText || at.value || at.tagName).trim().slice(0, 60),
    drawn: marks.some((s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.height > 0,
  };
}"""

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def tokens(site: Site) -> dict[str, str]:
    return site.people("Ida Shelf", "Noor Key", "Otto Gone", "Pia Paste")


def tab_to(page: Page, wanted: str, most: int = 60, key: str = "Tab") -> None:
    """Go there with one key, and see every stop on the way."""
    unseen = []
    for _ in range(most):
        page.keyboard.press(key)
        here = page.evaluate(FOCUSED)
        if not (here["drawn"] and here["inside"]) and not here["page"]:
            unseen.append(here)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert unseen == []
            return
    raise AssertionError(f"{wanted} cannot be reached with {key} on {page.url}")


def test_with_the_keyboard_alone(devices: Devices, site: Site, tokens: dict[str, str]) -> None:
    first, second = site.publish(tokens["Ida Shelf"], "Rain Office", ("Drizzle", LONG), ("Downpour", LONG))
    page = devices.new(site, reduced_motion="reduce")  # otherwise what has the focus is still on its way into view
    sign_in(page, "Noor Key", "/")
    page.reload()

    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["words"] == "Skip to the text"
    tab_to(page, f".card-title a[href='{first['story']['url'].removeprefix(site.address)}']")
    page.keyboard.press("Enter")
    expect(page.locator(".story-title")).to_have_text("Rain Office")
    tab_to(page, ".button-main")
    page.keyboard.press("Enter")
    expect(page.locator(".part-title")).to_have_text("Drizzle")

    page.keyboard.press("s")
    expect(page.locator("#reading-settings")).to_be_visible()
    expect(page.locator("#reading-settings [name=paper]:checked")).to_be_focused()
    with page.expect_response(lambda answer: "/me/settings" in answer.url and answer.ok):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-paper", "sepia")
    tab_to(page, "#reading-settings [type=reset]")
    page.keyboard.press("Escape")
    expect(page.locator("#reading-settings")).to_be_hidden()

    tab_to(page, "[popovertarget=contents]:not(.sheet *)")
    page.keyboard.press("Enter")
    expect(page.locator("#contents")).to_be_visible()
    expect(page.locator("#contents [aria-current]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#contents")).to_be_hidden()
    expect(page.locator("[popovertarget=contents]:not(.sheet *)")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")

    tab_to(page, "button.vote")
    page.keyboard.press("Space")
    expect(page.locator("button.vote")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("button.vote")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#comment-body")).to_be_focused()
    page.keyboard.type("snt? are letters here")  # and no keys of ours
    expect(page.locator("#reading-settings")).to_be_hidden()
    tab_to(page, "#comment-form button")
    page.keyboard.press("Enter")
    expect(page.locator(".comment-text")).to_have_text("snt? are letters here")
    expect(page.locator(".comment")).to_be_focused()

    page.keyboard.press("n")
    expect(page.locator(".part-title")).to_have_text("Downpour")
    assert page.url == second["url"] or page.url.endswith(second["url"])
    page.keyboard.press("p")
    expect(page.locator(".part-title")).to_have_text("Drizzle")


def reads(site: Site, part: int) -> int:
    found: int = site.api("GET", f"/parts/{part}")["counts"]["reads"]
    return found


def read(page: Page, url: str) -> None:
    def told(answer: Response) -> bool:
        return answer.url.endswith("/reads") and answer.status == 202

    page.goto(url)
    with page.expect_response(told):
        page.mouse.move(300, 300)
        page.mouse.wheel(0, 900)


def test_a_guest_counts_once_a_day_and_the_author_never(devices: Devices, site: Site, tokens: dict[str, str]) -> None:
    [part] = site.publish(tokens["Ida Shelf"], "Counted", ("Once", LONG))
    guest, author, another = devices.new(site), devices.new(site), devices.new(site)
    guest.goto(part["url"])
    until(lambda: reads(site, part["id"]) == 0, "opening alone is no read")
    read(guest, part["url"])
    until(lambda: reads(site, part["id"]) == 1, "a guest who scrolled was not counted")

    read(guest, part["url"])
    sign_in(author, "Ida Shelf")
    read(author, part["url"])
    read(another, part["url"])  # told last, so that the others have been written when this one is
    until(lambda: reads(site, part["id"]) >= 2, "another guest was not counted")
    another.goto(part["url"])
    assert another.get_attribute("#part-counts data >> nth=0", "value") == "2"


def test_a_text_is_pasted_and_a_file_is_brought_in(
    devices: Devices, site: Site, tokens: dict[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "Wind Book.txt"
    lines = ["Chapter 1", "It was “dark”.", "* * *", "It was late.", "Chapter 2", "Bright."]
    book.write_bytes("\r\n\r\n".join(lines).encode("utf-16"))
    page = devices.new(site)
    sign_in(page, "Pia Paste", "/write/")
    page.click("text=Bring in a manuscript")
    page.set_input_files("[name=uploads]", book)
    page.click("text=Look it over >> nth=0")
    expect(page.locator(".arrived-part")).to_have_count(2)
    expect(page.locator(".arrived")).to_contain_text("2 scenes")
    page.fill("[name=title]", "Wind Book")
    page.check("[value=publish]")
    page.click("text=Keep it")
    expect(page.locator("h1")).to_have_text("Wind Book")
    page.click("text=See its page")
    page.click("text=Start reading")
    expect(page.locator("#prose > p")).to_have_text(["It was “dark”.", "It was late."])

    page.goto("/write/import/")
    page.fill("[name=text]", "   \n")
    page.click("text=Look it over >> nth=0")
    expect(page.locator("[role=alert]")).to_contain_text("Choose a file, or paste a text.")
    devices.forgive("422")
    page.fill("[name=title]", "Pasted")
    page.fill("[name=text]", "It blew.\n\n#\n\nIt stopped.")
    page.click("text=Look it over >> nth=0")
    expect(page.locator(".arrived-part")).to_have_count(1)
    page.click("text=Throw it away")
    page.goto("/write/")
    expect(page.locator(".card-title")).to_have_text(["Wind Book"])


PERSONAL = ("/", "/library/", "/me/", "/me/settings/", "/write/")


@pytest.mark.parametrize("remembers", [False, True], ids=["asking again", "keeping whole pages"])
def test_after_signing_out_back_shows_nothing_personal(
    browser: Browser, devices: Devices, site: Site, tokens: dict[str, str], *, remembers: bool
) -> None:
    """The second time in a browser that keeps whole pages for its Back button, as people's browsers do."""
    [part] = site.publish(tokens["Ida Shelf"], f"Left Open {remembers}", ("Only", LONG))
    if remembers:
        devices.browser = browser.browser_type.launch(
            executable_path=servers.chromium(),
            args=["--no-sandbox"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
    page = devices.new(site)
    sign_in(page, "Otto Gone")
    for path in (*PERSONAL, part["url"]):
        page.goto(path)
        expect(page.locator(".site-nav")).to_contain_text("Otto Gone")
    page.click(".site-nav button")
    page.click("#account-menu >> text=Sign out")
    expect(page.locator(".site-nav")).to_contain_text("Sign in")
    for _ in range(len(PERSONAL) + 1):
        page.go_back()
        expect(page.locator(".site-nav")).to_contain_text("Sign in")
        assert "Otto" not in page.content()
    if remembers:
        devices.close()
        devices.browser.close()


def test_a_link_to_a_passage_that_is_gone_says_so(devices: Devices, site: Site, tokens: dict[str, str]) -> None:
    """And one to a passage that is there marks it under the text, so that no line above is cut off."""
    [part] = site.publish(tokens["Pia Paste"], "Mended", ("Once", LONG))
    blocks, token = site.api("GET", f"/parts/{part['id']}")["blocks"], tokens["Otto Gone"]
    site.api("POST", f"/parts/{part['id']}/comments", {"body": "Here?", "block": blocks[4]["id"]}, token)
    page = devices.new(site)
    page.goto(f"{part['url']}#{blocks[4]['id']}")
    look = "([at, pseudo]) => { const s = getComputedStyle(document.querySelector(at), pseudo); return %s; }"
    marked = ".prose > :target"
    own = page.evaluate(look % "[s.position, s.backgroundColor, s.backgroundImage]", [marked, None])
    assert own == ["relative", "rgba(0, 0, 0, 0)", "none"]
    assert page.evaluate(look % "[s.zIndex, s.backgroundColor]", [marked, "::before"]) == ["-1", "rgb(243, 227, 180)"]
    expect(page.locator(".resume")).to_have_count(0)

    page.goto("/")
    page.goto(f"{part['url']}#b-zzzzzzzz")
    expect(page.locator(".resume")).to_have_text("The passage of this link is no longer in the text.")


def test_only_who_is_signed_in_is_offered_to_hide(devices: Devices, site: Site, tokens: dict[str, str]) -> None:
    site.publish(tokens["Pia Paste"], "To Be Hidden", ("Once", "Words."))
    page = devices.new(site)
    page.goto("/stories/")
    expect(page.locator(".card-hide").first).to_be_hidden()
    sign_in(page, "Otto Gone", "/stories/")
    expect(page.locator(".card-hide").first).to_be_visible()


@pytest.mark.parametrize("size", [(390, 844), (800, 900), (1280, 800), (1440, 900)])
def test_who_comments_on_words_types_at_once_and_reads_the_whole_paragraph(
    devices: Devices, site: Site, tokens: dict[str, str], size: tuple[int, int]
) -> None:
    (part,) = site.publish(tokens["Ida Shelf"], f"Rain Office at {size[0]}", ("Drizzle", LONG))
    page = devices.new(site, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    sign_in(page, "Noor Key", part["url"])
    page.locator(".prose > p").nth(3).select_text()
    page.locator(".margin-add").click()
    page.wait_for_selector("#margin-sheet textarea")
    here = "document.activeElement.matches('#margin-sheet textarea')"
    until(lambda: bool(page.evaluate(here)), "the field has no focus")
    page.keyboard.type("s")
    assert page.locator("#margin-sheet textarea").input_value() == "s"
    text, sheet = page.locator(".is-spoken-of").bounding_box(), page.locator("#margin-sheet").bounding_box()
    assert text is not None
    assert sheet is not None
    assert text["x"] + text["width"] <= sheet["x"] or text["y"] + text["height"] <= sheet["y"]


def test_the_words_to_react_with_come_into_the_row_of_tools(
    devices: Devices, site: Site, tokens: dict[str, str]
) -> None:
    (part,) = site.publish(tokens["Ida Shelf"], "Rain Office, Again", ("Drizzle", LONG))
    site.api("POST", f"/parts/{part['id']}/comments", {"body": "Wet."}, tokens["Ida Shelf"])
    page = devices.new(site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    sign_in(page, "Noor Key", part["url"])
    tools = page.locator(".comment-tools").first
    tools.scroll_into_view_if_needed()
    before = tools.bounding_box()
    tools.locator(".reactions > summary").click()
    expect(tools.locator("text=Shiver")).to_be_visible()
    assert tools.bounding_box() == before
    tools.locator(".reactions > summary").click()
    expect(tools.locator("text=Report")).to_be_visible()


def test_the_button_to_comment_on_words_leaves_the_next_lines_free(
    devices: Devices, site: Site, tokens: dict[str, str]
) -> None:
    (part,) = site.publish(tokens["Ida Shelf"], "Rain Office, Low", ("Drizzle", LONG))
    page = devices.new(site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    sign_in(page, "Noor Key", part["url"])
    words, button = page.locator(".prose > p").nth(6), page.locator(".margin-add")
    for foot in (840, 780, 700, 400):  # where the selected words end in the window
        page.evaluate(f"p => scrollBy(0, p.getBoundingClientRect().bottom - {foot})", words.element_handle())
        page.evaluate("getSelection().removeAllRanges()")
        expect(button).to_be_hidden()
        page.evaluate("p => getSelection().selectAllChildren(p)", words.element_handle())
        expect(button).to_be_visible()
        text, add = words.bounding_box(), button.bounding_box()
        assert text is not None
        assert add is not None
        assert abs(text["y"] + text["height"] - foot) < 2
        assert add["y"] + add["height"] < text["y"] or add["y"] > min(foot + 56, 844), foot


def test_marks_stacked_on_a_letter_end_soon_after_their_comment(
    devices: Devices, site: Site, tokens: dict[str, str]
) -> None:
    """And what any language writes is not cut."""
    (part,) = site.publish(tokens["Ida Shelf"], "Rain Office, Stacked", ("Drizzle", LONG))
    for body in ("ผู้ใหญ่ที่นี่ Việt Ngữ ỗ Ặ", "Z" + "\u0301" * 400):
        site.api("POST", f"/parts/{part['id']}/comments", {"body": body}, tokens["Ida Shelf"])
    page = devices.new(site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(part["url"])
    plain, stacked = (page.locator(".comment-text").nth(number) for number in range(2))

    def seen(text: Locator, style: str, air: int) -> tuple[bytes, bytes]:
        """What stands above and below these words by more than `air`, and all of it."""
        text.evaluate(f"e => {{ e.style = '{style}'; e.scrollIntoView({{ block: 'center' }}); }}")
        box = text.bounding_box()
        assert box is not None
        strip = {"x": box["x"], "y": box["y"] - 200, "width": 60.0, "height": 200.0 - air}
        return page.screenshot(clip=strip), page.screenshot()  # type: ignore[arg-type]

    assert seen(stacked, "", 13)[0] == seen(stacked, "visibility: hidden", 13)[0]
    assert seen(stacked, "overflow: visible", 13)[0] != seen(stacked, "visibility: hidden", 13)[0]
    assert seen(plain, "", 0)[1] == seen(plain, "overflow: visible", 0)[1]
