"""By keys alone: the margin of a paragraph, and what moderators do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.sites import Devices, Site, by_keys, sign_in

pytestmark = pytest.mark.browser

WRITER, READER, KEEPER = "Wes Margin", "Kay Keys", "Ada Queue"
TEXT = "The lamp was lit at six, as always.\n\nNobody saw who lit it."


def focus(page: Page) -> str:
    """What has the focus: its id, or its words."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 60)"))


def has_focus(page: Page, wanted: str) -> None:
    page.wait_for_function("wanted => document.activeElement.matches(wanted)", arg=wanted)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_margin_with_keys_alone(devices: Devices, site: Site, width: int) -> None:
    writer, reader = f"{WRITER} {width}", f"{READER} {width}"
    tokens = site.people(writer, reader)
    (made,) = site.publish(tokens[writer], f"Lit at Six {width}", ("Six", TEXT))
    part = site.api("GET", f"/parts/{made['id']}")
    first, second = (block["id"] for block in part["blocks"])
    said = [
        site.api("POST", f"/parts/{made['id']}/comments", {"body": body, "block": first}, tokens[writer])["id"]
        for body in ("Who wound the clock?", "And who trimmed the wick?")
    ]
    page = devices.new(site, viewport={"width": width, "height": 800})
    sign_in(page, reader)
    page.goto(part["url"])
    page.wait_for_selector(".margin-mark")
    by_keys(page, f"#{first} > .margin-mark", "Enter")
    has_focus(page, "#margin-sheet .sheet-title button")

    # From comment to comment, and no key leads away meanwhile.
    for key, where in (("j", said[0]), ("j", said[1]), ("k", said[0]), ("k", said[0])):
        page.keyboard.press(key)
        has_focus(page, f"#comment-{where}")
    for key in ("s", "t", "n", "?"):
        page.keyboard.press(key)
        assert page.locator("#margin-sheet:popover-open").count() == 1, key
        assert focus(page) == f"comment-{said[0]}", key

    # A reaction, and one is still there afterwards; taken back in the same place.
    for pressed in ("true", "false"):
        by_keys(page, f"#comment-{said[0]} .reactions > summary") if pressed == "true" else None
        if pressed == "true":
            page.keyboard.press("Enter")
            by_keys(page, f"#comment-{said[0]} [value=gasp]", "Enter")
        else:
            page.keyboard.press("Enter")
        page.wait_for_selector(f"#comment-{said[0]} [value=gasp][aria-pressed={pressed}]")
        has_focus(page, f"#comment-{said[0]} [value=gasp]")

    # An answer: the reader stands at it when it is there.
    by_keys(page, f"#comment-{said[0]} ~ * [data-answer='{said[1]}'], #comment-{said[1]} [data-answer]", "Enter")
    has_focus(page, "#margin-sheet textarea")
    page.keyboard.type("I did, says Kay.")
    by_keys(page, "#margin-sheet .margin-form [type=submit]", "Enter")
    page.wait_for_selector("#margin-sheet .comment:has-text('I did, says Kay.')")
    page.wait_for_function("document.activeElement.textContent.includes('I did, says Kay.')")
    has_focus(page, "#margin-sheet .comment")

    # Closed, the focus is where it was.
    page.keyboard.press("Escape")
    has_focus(page, f"#{first} > .margin-mark")

    # m opens the margin of the paragraph that is read, also where nobody has said anything; Esc leads to it.
    page.evaluate("id => Object.assign(document.getElementById(id), { tabIndex: -1 }).focus()", second)
    page.keyboard.press("m")
    page.wait_for_selector(f"#margin-sheet #margin[data-block={second}]")
    has_focus(page, "#margin-sheet textarea")
    page.keyboard.type("sstt??")  # words, and no orders
    assert page.input_value("#margin-sheet textarea") == "sstt??"
    page.keyboard.press("Escape")
    has_focus(page, f"#{second}")

    # Who has gone on elsewhere before the browser tells of the closing stays there.
    page.keyboard.press("m")
    has_focus(page, "#margin-sheet textarea")
    gone_on = f"#{first} > .margin-mark"
    page.evaluate(
        "where => { document.getElementById('margin-sheet').hidePopover(); document.querySelector(where).focus(); }",
        gone_on,
    )
    page.evaluate("() => new Promise(told => requestAnimationFrame(() => setTimeout(told, 50)))")
    has_focus(page, gone_on)


def test_the_queue_of_moderators_with_keys_alone(devices: Devices, site: Site) -> None:
    tokens = site.people("Rudy Rude", "Paul Polite") | site.people(KEEPER, role="admin")
    (made,) = site.publish(tokens["Paul Polite"], "Reported by Keys", ("One", TEXT))
    body = {"body": "You all write like gulls."}
    said = site.api("POST", f"/parts/{made['id']}/comments", body, tokens["Rudy Rude"])["id"]
    site.api("POST", "/reports", {"kind": "comment", "id": said, "reason": "harassment"}, tokens["Paul Polite"])
    page = devices.new(site)
    sign_in(page, KEEPER)

    page.goto("/moderation/answers/")
    by_keys(page, "main [name=title]", *"Rude")
    by_keys(page, "main [name=text]", *"Be kind to writers.")
    by_keys(page, "main [type=submit]", "Enter")
    page.wait_for_selector("text=Saved.")

    page.goto("/moderation/")
    case = page.locator(".rows a", has=page.locator("text=Comment on One")).first.get_attribute("href")
    by_keys(page, f"a[href='{case}']", "Enter")
    page.wait_for_url(f"**{case}")
    by_keys(page, "form[action$='/claim/'] button", "Enter")
    page.wait_for_selector("text=You work on it now.")
    by_keys(page, "#canned", "R")
    by_keys(page, "form[method=get][action='#decide'] button", "Enter")
    page.wait_for_selector("textarea:has-text('Be kind to writers.')")
    by_keys(page, "[name=act]", "ArrowDown", "ArrowUp")
    for _ in range(8):
        if page.evaluate("document.activeElement.value") == "hide":
            break
        page.keyboard.press("ArrowDown")
    by_keys(page, "#decide [type=submit].button-main", "Enter")
    page.wait_for_selector("text=Hide: it is done, and written down.")
    assert site.ask("GET", f"/comments/{said}")[0] == 404

    by_keys(page, "main a[href^='?show=closed']", "Enter")
    page.wait_for_url("**show=closed*")
    by_keys(page, f"a[href='{case}']", "Enter")
    page.wait_for_url(f"**{case}")
    by_keys(page, "main a[href^='/moderation/decision/']", "Enter")
    page.wait_for_url("**/moderation/decision/**")
    by_keys(page, "main [type=submit]", "Enter")
    page.wait_for_selector("text=It is taken back.")
    assert site.ask("GET", f"/comments/{said}")[0] == 200
