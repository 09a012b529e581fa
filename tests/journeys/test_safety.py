"""Three people: one writes, one reads along, one has no business here. And a guest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.sites import Devices, Site, sign_in

pytestmark = pytest.mark.browser

WRITER, ALONG, NO_BUSINESS = "Nora Vell", "Otto Lind", "Rolf Brandt"
FIRST = "The ferry came in at dusk with its lamps unlit."
TEXT = f"{FIRST}\n\nNobody got off, and the harbour master counted them twice."
REWRITTEN = (
    f"Before the bell rang once more, the ferry came in at dusk with its lamps unlit.\n\n{TEXT.split(chr(10) * 2)[1]}"
)
SAID = "I would not have boarded it."


def test_a_place_that_stays_kind(devices: Devices, site: Site) -> None:
    tokens = site.people(WRITER, ALONG, NO_BUSINESS)
    (made,) = site.publish(tokens[WRITER], "The Unlit Ferry", ("Dusk", TEXT))
    part = made["id"]
    shown = site.api("GET", f"/parts/{part}")
    url, block = shown["url"], shown["blocks"][0]["id"]
    story = site.api("GET", f"/stories/{made['story']['id']}")["url"]

    # A comment in the margin is still at its words when the paragraph was rewritten.
    along = devices.new(site)
    sign_in(along, ALONG)
    along.goto(f"{url}margin/{block}/")
    along.fill("[name=body]", SAID)
    along.click("main form.comment-form button[type=submit]")
    along.wait_for_selector(f"text={SAID}")
    site.api("PATCH", f"/parts/{part}", {"text": REWRITTEN, "format": "text"}, tokens[WRITER])
    rewritten = site.api("GET", f"/parts/{part}")["blocks"][0]
    assert "Before the bell" in rewritten["text"]
    along.goto(f"{url}margin/{rewritten['id']}/")
    assert along.locator(f"text={SAID}").count() == 1

    # What a guest says waits until the writer has read it.
    guest = devices.new(site, java_script_enabled=False)
    guest.goto(f"/guest/part/{part}/")
    guest.fill("[name=name]", "A Passer-by")
    guest.fill("[name=body]", "What a ferry.")
    guest.click("main button[type=submit]")
    guest.goto(f"{url}comments/")
    assert "What a ferry." not in guest.content()
    writer = devices.new(site)
    sign_in(writer, WRITER)
    writer.goto(f"/write/story/{made['story']['id']}/comments/?show=waiting")
    writer.click("text=Approve")
    guest.goto(f"{url}comments/")
    assert "What a ferry." in guest.content()

    # Who is blocked finds nothing and reaches nothing; signed out they are a stranger like others.
    rude = devices.new(site)
    sign_in(rude, NO_BUSINESS)
    rude.goto(url)
    assert FIRST.split(" at ")[1] in rude.content()
    writer.goto(f"/by/{slug(NO_BUSINESS)}/")
    writer.click("text=Block or mute…")
    writer.click("main button:has-text('Block')")
    writer.wait_for_selector("text=is blocked, under whatever name they come")
    missing = asked(rude, "/story/999999-nothing/")
    book, page = f"/download/{made['story']['id']}/x.epub", f"/by/{slug(WRITER)}/"
    for path in (url, story, page, f"{page}wall/", f"{url}comments/", book):
        assert asked(rude, path) == missing
    for path in ("/", "/stories/", "/search/?q=ferry"):
        rude.goto(path)
        assert "The Unlit Ferry" not in rude.inner_text("main")
    rude.goto("/stories/")
    along.goto("/stories/")
    assert "The Unlit Ferry" in along.inner_text("main")
    assert site.ask("POST", f"/parts/{part}/comments", {"body": "Let me in."}, tokens[NO_BUSINESS])[0] == 404


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def asked(page: Page, path: str) -> tuple[int, str]:
    """What an address answers, without the key of its forms."""
    answer = page.request.get(path)
    keys = page.context.cookies()
    text = answer.text() if "html" in answer.headers.get("content-type", "") else ""
    assert keys
    return answer.status, "".join(line for line in text.splitlines() if "csrf" not in line.lower())
