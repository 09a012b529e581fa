"""Three people: one writes, one reads along, one has no business here. And a guest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.sites import PASSWORD, Devices, Site, by_keys, sign_in

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


def test_what_is_for_adults_asks_first_without_scripts_too(devices: Devices, site: Site) -> None:
    token = site.people("Agnes Late")["Agnes Late"]
    (made,) = site.publish(token, "Only Later", ("Night", TEXT), rating="explicit", warnings=["violence"])
    url = made["url"]
    guest = devices.new(site, java_script_enabled=False)
    for path in (url, f"{url}comments/", f"/download/{made['story']['id']}/x.txt"):
        guest.goto(path)
        assert FIRST not in guest.content()
        assert "it is for adults" in guest.content()
    guest.goto(url)
    guest.click("text=I am an adult: show it")
    guest.wait_for_selector(f"text={FIRST}")
    guest.goto("/me/adult/")
    guest.click("text=Forget that")
    guest.goto(url)
    assert FIRST not in guest.content()


def test_a_guest_reports_with_keys_alone_and_without_scripts(devices: Devices, site: Site) -> None:
    """Their browser does its sum while they type; without scripts it is taken too, and moderators are told."""
    tokens = site.people("Petra Said") | site.people("Mona Mod", role="moderator")
    (made,) = site.publish(tokens["Petra Said"], "To Be Reported", ("One", TEXT))
    guest = devices.new(site)
    guest.goto(f"/report/part/{made['id']}/")
    by_keys(guest, "[name=reason]", "ArrowDown")
    by_keys(guest, "[name=words]", *"Copied")
    by_keys(guest, "main [type=submit]", "Enter")
    guest.wait_for_selector("text=Moderators will look at it")
    plain = devices.new(site, java_script_enabled=False)
    plain.goto(f"/report/part/{made['id']}/")
    plain.check("[name=reason][value=spam]")
    plain.click("text=Report it")
    plain.wait_for_selector("text=Moderators will look at it")
    cases = site.api("GET", "/moderation/cases", None, tokens["Mona Mod"])["items"]
    case = next(row["id"] for row in cases if row["title"] == "One")
    told = site.api("GET", f"/moderation/cases/{case}", None, tokens["Mona Mod"])["reports"]
    assert [(row["name"], row["words"]) for row in told] == [
        ("A guest", "Copied"),
        ("A guest without proof of work", ""),
    ]


def test_leaving_and_staying_with_keys_alone(devices: Devices, site: Site) -> None:
    token = site.people("Lena Gone")["Lena Gone"]
    site.publish(token, "Left Behind", ("One", TEXT))
    page = devices.new(site)
    sign_in(page, "Lena Gone")
    page.goto("/me/leave/")
    by_keys(page, "[name^=story-]", "ArrowDown")
    assert page.locator("[name^=story-]:checked").get_attribute("value") == "orphan"
    by_keys(page, "[name=password]", *PASSWORD)
    by_keys(page, "main .button-danger", "Enter")
    page.wait_for_url("**/me/leave/stay/")
    by_keys(page, "main [type=submit]", "Enter")
    page.wait_for_selector("text=You are staying")
    sign_in(page, "Lena Gone")
