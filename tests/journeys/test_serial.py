"""A serial from its first pasted line to a reader's other device; with scripts, and the same without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import servers
from tests.journeys.sites import PATIENCE, Devices, Site, join, sign_in, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not servers.chromium(), reason="no Chromium here"),
]

PARAGRAPHS = [f"Night {n}. The lamp was lit *late*, and nobody on the quay could say by whom." for n in range(1, 41)]
PASTED = "\n\n".join([*PARAGRAPHS[:20], "* * *", *PARAGRAPHS[20:]])

expect.set_options(timeout=PATIENCE * 1000)


def counts(page: Page) -> list[str | None]:
    """Exact votes and comments, as the page says them."""
    return [value.get_attribute("value") for value in page.locator("#part-counts data").all()[1:]]


def write_a_story(page: Page, title: str) -> tuple[str, str]:
    """By pasting. The addresses of the published part and of the story."""
    page.click(".site-nav >> text=Write >> nth=0")
    page.click("text=New story >> nth=0")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", "A lamp, and who lights it.")
    page.fill("[name=tags]", "Sea, Lamps")
    page.click("text=Make the story")
    page.click("text=Write the first part")
    page.evaluate('localStorage.setItem("inkstead:write-plainly", "true")')
    page.reload()
    page.fill("[name=title]", "Lamp Oil")
    page.fill("[name=text]", PASTED)
    page.click("text=Save draft")
    page.click("text=Preview")
    expect(page.locator(".message")).to_contain_text("Only those who work on the story see this")
    page.go_back()
    page.click("text=Save and publish")
    page.click("text=See its page")
    expect(page.locator(".story-title")).to_have_text(title)
    story = page.url
    page.click("text=Start reading")
    expect(page.locator(".part-title")).to_have_text("Lamp Oil")
    expect(page.locator("#prose > p")).to_have_count(40)
    expect(page.locator("#prose > hr")).to_have_count(1)
    return page.url, story


def test_a_serial(devices: Devices, site: Site) -> None:
    writer, stranger = devices.new(site), devices.new(site)
    join(writer, site, "Mara Quill")
    part, story = write_a_story(writer, "The Harbour Lamp")

    stranger.goto("/")
    expect(stranger.locator(".card-title")).to_contain_text(["The Harbour Lamp"])
    stranger.click(".card-title a")
    stranger.click("text=Start reading")
    assert counts(stranger) == ["0", "0"]

    reader = devices.new(site)
    join(reader, site, "Tom Reed")
    reader.goto(part)
    reader.click("button.vote")
    expect(reader.locator("button.vote")).to_have_attribute("aria-pressed", "true")
    expect(reader.locator("#part-counts data").nth(1)).to_have_attribute("value", "1")
    reader.fill("#comment-body", "Who lights it <b>then</b>?")
    reader.click("#comment-form >> text=Send")
    expect(reader.locator(".comment-text")).to_have_text("Who lights it <b>then</b>?")
    expect(reader.locator("#part-counts data").nth(2)).to_have_attribute("value", "1")
    assert reader.url.split("#")[0] == part  # nothing was loaded anew
    stranger.goto(part)
    assert counts(stranger) == ["1", "1"]

    writer.goto(part)
    writer.click("summary:has-text('Reply')")
    writer.fill(".comment-tools textarea", "Read on.")
    writer.click(".comment-tools >> text=Send")
    expect(writer.locator(".comment-text")).to_have_text(["Who lights it <b>then</b>?", "Read on."])
    assert writer.locator(".comment >> nth=0").locator("text=Edit").count() == 0  # somebody else's

    reader.goto(part)
    reader.locator(".comment >> nth=0").locator("text=Edit").click()
    reader.fill("[name=body]", "Who lights it, then?")
    reader.click("text=Save")
    expect(reader.locator(".comment-text >> nth=0")).to_have_text("Who lights it, then?")
    expect(reader.locator(".comment-head >> nth=0")).to_contain_text("edited")
    reader.click("button.vote")  # taken back
    expect(reader.locator("button.vote")).to_have_attribute("aria-pressed", "false")

    writer.goto(part)
    writer.once("dialog", lambda dialog: dialog.accept())
    writer.click("text=Remove")
    expect(writer.locator(".comment-text")).to_have_text(["Who lights it, then?"])
    stranger.goto(part)
    assert counts(stranger) == ["0", "1"]
    expect(stranger.locator(".comment-text")).to_have_text(["Who lights it, then?"])

    go_on_elsewhere(devices, site, reader, part, story)


def go_on_elsewhere(devices: Devices, site: Site, reader: Page, part: str, story: str) -> None:
    reader.goto(part)
    with reader.expect_response(lambda answer: "/me/places/" in answer.url and answer.ok):
        reader.locator("#prose > p >> nth=29").evaluate("block => block.scrollIntoView({block: 'start'})")
    stopped = topmost(reader)
    reader.keyboard.press("s")
    with reader.expect_response(lambda answer: "/me/settings" in answer.url and answer.ok):
        reader.click("#reading-settings label:has([value=black])")
        reader.select_option("#reading-settings [name=size]", "120")

    other = devices.new(site, viewport={"width": 390, "height": 844})
    sign_in(other, "Tom Reed", "/")
    page = other.locator("html")
    expect(page).to_have_attribute("data-paper", "black")
    expect(page).to_have_attribute("data-size", "120")
    other.goto(part)
    other.click("text=Continue where you stopped")
    expect(other.locator(f"#{stopped}")).to_be_in_viewport()
    other.goto(story)
    other.click("text=Continue: >> nth=0")
    expect(other.locator(f"#{stopped}")).to_be_in_viewport()
    other.goto("/")
    other.click(".continue-list a")
    expect(other.locator(f"#{stopped}")).to_be_in_viewport()
    assert other.url == f"{part}#{stopped}"


def topmost(page: Page) -> str:
    found: str = page.evaluate(
        "[...document.querySelectorAll('#prose > [id]')].find(b => b.getBoundingClientRect().bottom > 64).id"
    )
    return found


def test_a_guests_place_is_kept_here_and_goes_along_at_sign_in(devices: Devices, site: Site) -> None:
    tokens = site.people("Wanda Ink", "Guest Noon")
    [part] = site.publish(tokens["Wanda Ink"], "Low Water", ("First", PASTED))
    guest = devices.new(site)
    guest.goto(part["url"])
    guest.locator("#prose > p >> nth=24").evaluate("block => block.scrollIntoView({block: 'start'})")
    until(lambda: guest.evaluate("localStorage.getItem('inkstead:places') !== null"), "no place was kept")
    stopped = topmost(guest)
    guest.goto("/")
    expect(guest.locator(".continue-list a")).to_have_attribute("href", f"{path(part['url'])}#{stopped}")
    goes_on_nearby_when_the_paragraph_is_gone(guest, stopped)

    with guest.expect_response(lambda answer: "/me/places/" in answer.url and answer.ok):
        sign_in(guest, "Guest Noon")
    guest.reload()
    expect(guest.locator(".card-title a")).to_have_attribute("href", f"{path(part['url'])}#{stopped}")
    other = devices.new(site)
    sign_in(other, "Guest Noon", "/")
    other.click(".continue-list a")
    expect(other.locator(f"#{stopped}")).to_be_in_viewport()
    what_is_forgotten_leaves_nothing_to_whoever_sits_here_next(guest)


def goes_on_nearby_when_the_paragraph_is_gone(guest: Page, stopped: str) -> None:
    """As if its writer had taken it out: the place is kept in this browser, where nobody carries it along."""
    rename = "([from, to]) => localStorage['inkstead:places'] = localStorage['inkstead:places'].replaceAll(from, to)"
    guest.evaluate(rename, [stopped, "b-gonegone"])
    guest.reload()
    guest.click(".continue-list a")
    expect(guest.locator(f"#{stopped}")).to_be_in_viewport()
    assert guest.url.endswith("#b-gonegone")
    guest.goto("/")
    guest.evaluate(rename, ["b-gonegone", stopped])


def what_is_forgotten_leaves_nothing_to_whoever_sits_here_next(guest: Page) -> None:
    assert "First" in guest.evaluate("localStorage['inkstead:places']")
    guest.goto("/library/history/")
    guest.click("a:has-text('Forget all')")
    guest.click("button:has-text('Forget all')")
    expect(guest.locator(".messages")).to_contain_text("Your history is forgotten.")
    guest.context.clear_cookies()
    guest.goto("/")
    expect(guest.locator("#updated-title")).to_be_visible()
    expect(guest.locator(".continue-list a")).to_have_count(0)
    assert guest.evaluate("['places', 'farthest'].map(name => localStorage['inkstead:' + name])") == ["{}", "{}"]


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3] if "://" in url else url


def test_a_serial_without_scripts(devices: Devices, site: Site) -> None:
    """Everything that a form can do."""
    writer = devices.new(site, java_script_enabled=False)
    join(writer, site, "Vera Stone")
    part, story = write_a_story(writer, "No Scripts")

    reader = devices.new(site, java_script_enabled=False)
    join(reader, site, "Paul Plain")
    reader.goto("/stories/")
    reader.click(".card-title a:text('No Scripts')")
    reader.click("text=Follow")
    expect(reader.locator("#follow button")).to_have_text("Following")
    reader.click("text=Start reading")
    reader.click("button.vote")
    expect(reader.locator("button.vote")).to_have_text("Voted")
    reader.fill("#comment-body", "First.")
    reader.click("#comment-form >> text=Send")
    expect(reader.locator(".comment-text")).to_have_text("First.")
    assert counts(reader) == ["1", "1"]

    writer.goto(part)
    writer.click("summary:has-text('Reply')")
    writer.fill(".comment-tools textarea", "Second.")
    writer.click(".comment-tools >> text=Send")
    expect(writer.locator(".comment-text")).to_have_text(["First.", "Second."])

    reader.goto(part)
    reader.locator(".comment >> nth=0").locator("text=Edit").click()
    reader.fill("[name=body]", "x" * 10_001)
    reader.click("text=Save")
    expect(reader.locator("[role=alert]")).to_contain_text("What you typed is still here.")
    assert len(reader.input_value("[name=body]")) == 10_001
    devices.forgive("422")
    reader.fill("[name=body]", "Still first.")
    reader.click("text=Save")
    expect(reader.locator(".comment-text >> nth=0")).to_have_text("Still first.")
    reader.locator(".comment >> nth=0").locator("text=Remove").click()
    expect(reader.locator(".comment-gone")).to_have_count(1)  # the answer to it stays
    reader.click("button.vote")
    expect(reader.locator("button.vote")).to_have_text("Vote")
    assert counts(reader) == ["0", "1"]

    reader.goto("/me/settings/")
    reader.click("main label:has([value=sepia])")
    reader.select_option("[name=size]", "135")
    reader.click("main button[type=submit]")
    other = devices.new(site, java_script_enabled=False)
    sign_in(other, "Paul Plain", "/")
    other.goto(story)
    expect(other.locator("html")).to_have_attribute("data-paper", "sepia")
    expect(other.locator("html")).to_have_attribute("data-size", "135")

    reader.click(".site-nav button")
    reader.click("#account-menu >> text=Sign out")
    expect(reader.locator(".site-nav")).to_contain_text("Sign in")
