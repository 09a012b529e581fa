"""A story with a readership: what stands on the pages where people talk, follow, keep and are told."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from inkstead.accounts.names import slug_of
from tests.journeys.sites import PASSWORD, Site, sign_in

WRITER, ALONG, FURTHER, NEW = "Wanda Tide", "Ivo Along", "Flora Further", "Nils Nobody"
TEXT = (
    "The bell rang twice, and nobody in the harbour looked up.\n\n"
    "Marta counted the boats. *Eleven*, she wrote, and after a while she struck it out and wrote *twelve*.\n\n"
    "The twelfth had no name, and no lamp, and was tied with a knot that she had taught to one person alone."
)
# Words without a place to break at, as somebody's language has them or as somebody types them to see what happens.
LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
TITLE, TAG, LENGTHY = LONG[:120], LONG[:60].lower(), LONG[:60]  # the last is somebody's name
MARGIN = [
    (ALONG, "Twelve? I counted eleven with her, twice.", "she struck it out and wrote twelve"),
    (FURTHER, "After the flood this line is not funny any more.", ""),
]


def gather(browser: Browser, site: Site) -> dict[str, str]:
    """Addresses of one of each kind, as `WRITER` (who moderates too) finds them; `NEW` has nothing of his own."""
    tokens = site.people(ALONG, FURTHER, NEW, LENGTHY) | site.people(WRITER, role="moderator")
    parts = site.publish(
        tokens[WRITER],
        TITLE,
        *[(name, f"{TEXT}\n\n{LONG}") for name in ("A Knot", TITLE)],
        tags=["harbour", TAG],
        summary=LONG,
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
    elsewhere = _at_length(browser, site, tokens, story, part, block=shown["blocks"][-1]["id"])
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
        **elsewhere,
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


def _guest_says(
    browser: Browser,
    site: Site,
    part: int,
    body: str = "I have no account, but I had to say that the knot is wonderful.",
) -> None:
    """Without scripts there is no proof, so that it waits."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    say_as_guest(context.new_page(), f"/guest/part/{part}/", "Somebody Passing", body)
    context.close()


def _at_length(
    browser: Browser, site: Site, tokens: dict[str, str], story: int, part: int, *, block: str
) -> dict[str, str]:
    """What people name and say, in one word that is wider than a window; and where it is shown."""
    mine, hers, their_slug = tokens[WRITER], tokens[LENGTHY], slug_of(LENGTHY)
    theirs = site.publish(hers, TITLE, (TITLE, LONG), tags=[TAG], summary=LONG)[0]
    site.api("PATCH", f"/parts/{part}", {"notes_before": LONG, "notes_after": LONG}, mine)
    for token, place in ((hers, part), (mine, part), (mine, theirs["id"])):
        _say(site, token, place, LONG)
    _say(site, hers, part, f"@{LENGTHY} {LONG}", block=block, quote=LONG)
    _guest_says(browser, site, part, LONG)
    shelf = _shelve(site, hers, story, title=LONG[:100], about=LONG, note=LONG)
    _shelve(site, mine, story, title=LONG[:100], about=LONG, note=LONG)
    site.api("POST", "/me/searches", {"query": f"{LONG[:100]} tag:{TAG}"}, mine)
    site.api("POST", f"/names/{their_slug}/wall", {"body": LONG}, mine)
    for what in (f"stories/{theirs['story']['id']}", f"names/{their_slug}", f"shelves/{shelf}"):
        site.api("PUT", f"/{what}/follow", None, mine)
    _announce(browser, site, story)
    return {
        "home": "/",
        "stories": "/stories/",
        "search": f"/search/?q={TAG}",
        "tag": f"/tag/{TAG}/",
        "story": f"/story/{story}/",
        "their-story": f"/story/{theirs['story']['id']}/",
        "hide-story": f"/me/hidden/story/{theirs['story']['id']}/",
        "their-name": f"/by/{their_slug}/",
        "their-wall": f"/by/{their_slug}/wall/",
        "their-shelf": f"/shelf/{shelf}/",
        "keep-apart": f"/me/apart/{their_slug}/",
        "library": "/library/",
        "kept-searches": "/library/searches/",
        "announcements": f"/write/story/{story}/announcements/",
    }


def _announce(browser: Browser, site: Site, story: int) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    sign_in(page, WRITER)
    page.goto(f"/write/story/{story}/announcements/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", LONG)
    page.click("main button[type=submit]")
    page.wait_for_selector(".message")
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


def _shelve(
    site: Site,
    token: str,
    story: int,
    *,
    title: str = "For long crossings",
    about: str = "Nothing that ends too soon.",
    note: str = "Begin it on a *calm* day.",
) -> int:
    shelf: int = site.api("POST", "/me/shelves", {"title": title, "about": about}, token)["id"]
    site.api("PUT", f"/me/shelves/{shelf}/stories/{story}", {"note": note}, token)
    site.api("PATCH", f"/me/shelves/{shelf}", {"sharing": "public"}, token)
    return shelf
