"""A story with a readership: what stands on the pages where people talk, follow, keep and are told."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.sites import PASSWORD, Site, sign_in

WRITER, ALONG, FURTHER, NEW = "Wanda Tide", "Ivo Along", "Flora Further", "Nils Nobody"
TEXT = (
    "The bell rang twice, and nobody in the harbour looked up.\n\n"
    "Marta counted the boats. *Eleven*, she wrote, and after a while she struck it out and wrote *twelve*.\n\n"
    "The twelfth had no name, and no lamp, and was tied with a knot that she had taught to one person alone."
)
MARGIN = [
    (ALONG, "Twelve? I counted eleven with her, twice.", "she struck it out and wrote twelve"),
    (FURTHER, "After the flood this line is not funny any more.", ""),
]


def gather(browser: Browser, site: Site) -> dict[str, str]:
    """Addresses of one of each kind, as `WRITER` (who moderates too) finds them; `NEW` has nothing of his own."""
    tokens = site.people(ALONG, FURTHER, NEW) | site.people(WRITER, role="moderator")
    parts = site.publish(
        tokens[WRITER], "The Twelfth Boat", *[(name, TEXT) for name in ("A Knot", "The Flood")], tags=["harbour"]
    )
    story, part = parts[0]["story"]["id"], parts[0]["id"]
    shown = site.api("GET", f"/parts/{part}")
    block = shown["blocks"][1]["id"]
    for name in (ALONG, FURTHER, WRITER):
        site.api("PUT", f"/stories/{story}/follow", None, tokens[name])
    later = {"part": parts[1]["id"], "reached": 0.9}
    site.api("PUT", f"/me/places/{story}", later, tokens[FURTHER])
    said = [_say(site, tokens[name], part, body, block=block, quote=quote) for name, body, quote in MARGIN]
    answer = {"parent": said[0], "block": block}
    _say(site, tokens[WRITER], part, "You will see. @Ivo Along, look at the knot.", **answer)
    _say(site, tokens[ALONG], part, "I read it in one evening and missed my stop.")
    site.api(
        "PATCH", f"/comments/{said[0]}", {"body": "Twelve? I counted eleven with her, three times."}, tokens[ALONG]
    )
    for name in (WRITER, FURTHER):
        site.api("PUT", f"/comments/{said[0]}/reaction", {"kind": "laugh"}, tokens[name])
    site.api("PUT", f"/parts/{part}/margins/{block}/reaction", {"kind": "gasp"}, tokens[FURTHER])
    site.api("POST", f"/comments/{said[0]}/tend/heart", None, tokens[WRITER])
    _guest_says(browser, site, part)
    shelf = _shelve(site, tokens[WRITER], story)
    kept_apart = _keep_peace(site, tokens, said)
    for name, heir in ((WRITER, FURTHER), (FURTHER, WRITER)):
        context = browser.new_context(base_url=site.address)
        page = context.new_page()
        sign_in(page, name)
        name_heir(page, heir)
        context.close()
    return {
        **kept_apart,
        "part-with-margin": shown["url"],
        "margins": f"{shown['url']}margin/",
        "margin": f"{shown['url']}margin/{block}/",
        "guest-form": f"/guest/part/{part}/?block={block}",
        "comment-history": f"/comment/{said[0]}/history/",
        "thread-in-margin": f"/comment/{said[0]}/",
        "tend": f"/comment/{said[0]}/tend/",
        "comments-of-story": f"/write/story/{story}/comments/",
        "talk": f"/write/story/{story}/talk/",
        "my-comments": "/me/comments/",
        "guests-queue": "/moderation/guests/",
        "about-guests": "/about/guests/",
        "follows": "/library/follows/",
        "shelves": "/library/shelves/",
        "own-shelf": f"/library/shelf/{shelf}/",
        "edit-shelf": f"/library/shelf/{shelf}/edit/",
        "shelf-note": f"/library/shelf/{shelf}/story/{story}/",
        "shelve": f"/story/{story}/shelve/",
        "shelf": f"/shelf/{shelf}/",
        "history": "/library/history/",
        "inbox": "/me/notices/",
        "notice-choices": "/me/notices/choices/",
        "hidden": "/me/hidden/",
        "leave": "/me/leave/",
        "heir": "/me/heir/",
    }


EMPTY = {
    "my-comments-empty": "/me/comments/",
    "follows-empty": "/library/follows/",
    "shelves-empty": "/library/shelves/",
    "history-empty": "/library/history/",
    "inbox-empty": "/me/notices/",
    "hidden-empty": "/me/hidden/",
    "decisions-empty": "/me/decisions/",
    "wall-empty": f"/by/{NEW.lower().replace(' ', '-')}/wall/",
    "leave-empty": "/me/leave/",
    "heir-empty": "/me/heir/",
}


def open_margin(page: Page, part: str) -> None:
    page.goto(part)
    page.locator(".margin-mark").first.click()
    page.wait_for_selector("#margin-sheet #margin")


def name_heir(page: Page, name: str) -> None:
    page.goto("/me/heir/")
    page.fill("[name=name]", name)
    page.click("main button:has-text('Ask them')")
    page.wait_for_selector(".message")


def go_away(page: Page, name: str) -> None:
    """To the page of whoever has asked to leave."""
    sign_in(page, name)
    page.goto("/me/leave/")
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Leave')")
    page.wait_for_url("**/me/leave/stay/")


def say_as_guest(page: Page, form: str, name: str, body: str) -> None:
    page.goto(form)
    page.fill("[name=name]", name)
    page.fill("[name=body]", body)
    page.click("main button[type=submit]")
    page.wait_for_selector("#guest-sent, .message-error")


def _say(site: Site, token: str, part: int, body: str, **more: Any) -> int:
    said: int = site.api("POST", f"/parts/{part}/comments", {"body": body, **more}, token)["id"]
    return said


def _guest_says(browser: Browser, site: Site, part: int) -> None:
    """Without scripts there is no proof, so that it waits."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    body = "I have no account, but I had to say that the knot is wonderful."
    say_as_guest(context.new_page(), f"/guest/part/{part}/", "Somebody Passing", body)
    context.close()


def _keep_peace(site: Site, tokens: dict[str, str], said: list[int]) -> dict[str, str]:
    """Somebody is muted, something is reported, one thing is decided, and there is a post on a wall."""
    site.api("PUT", f"/names/{NEW.lower().replace(' ', '-')}/mute", None, tokens[WRITER])
    known = _cases(site, tokens[WRITER])  # the demo library has some
    for number, words, by in ((said[0], "It tells how it ends.", FURTHER), (said[1], "It is mine.", ALONG)):
        site.api("POST", "/reports", {"kind": "comment", "id": number, "reason": "other", "words": words}, tokens[by])
    case, waits = (number for number in _cases(site, tokens[WRITER]) if number not in known)
    decided = site.api(
        "POST", f"/moderation/cases/{case}/decision", {"act": "warn", "reason": "Fold what is ahead."}, tokens[WRITER]
    )
    site.api("POST", f"/me/decisions/{decided['id']}/appeal", {"words": "It was folded."}, tokens[ALONG])
    wall = f"/names/{WRITER.lower().replace(' ', '-')}/wall"
    site.api("POST", wall, {"body": "More boats, please."}, tokens[ALONG])
    return {
        "queue": "/moderation/",
        "case": f"/moderation/case/{waits}/",
        "case-decided": f"/moderation/case/{case}/",
        "decision": f"/moderation/decision/{decided['id']}/",
        "appeals": "/moderation/appeals/",
        "appeal": "/moderation/appeal/1/",
        "moderation-log": "/moderation/log/",
        "report": f"/report/comment/{said[0]}/",
        "block-or-mute": f"/me/apart/{ALONG.lower().replace(' ', '-')}/",
        "decisions": "/me/decisions/",
        "adult": "/me/adult/",
        "wall": f"/by/{WRITER.lower().replace(' ', '-')}/wall/",
        "transparency": "/about/transparency/",
    }


def _cases(site: Site, token: str) -> list[int]:
    return [row["id"] for row in site.api("GET", "/moderation/cases", None, token)["items"]]


def _shelve(site: Site, token: str, story: int) -> int:
    made = site.api(
        "POST", "/me/shelves", {"title": "For long crossings", "about": "Nothing that ends too soon."}, token
    )
    shelf: int = made["id"]
    site.api("PUT", f"/me/shelves/{shelf}/stories/{story}", {"note": "Begin it on a *calm* day."}, token)
    site.api("PATCH", f"/me/shelves/{shelf}", {"sharing": "public"}, token)
    return shelf
