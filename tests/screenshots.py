"""`make screenshots`: every kind of page at two widths on white and black paper, to be looked at by a person.

python -m tests.screenshots            into build/screenshots/
python -m tests.screenshots --readme   also docs/pictures/part.png, the picture of the README
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import servers
from tests.exchange.formats.documents import word_document
from tests.journeys import together
from tests.journeys.sites import Site, serving, sign_in

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build" / "screenshots"
README = ROOT / "docs" / "pictures" / "part.png"
TITLE = "The Inspector of Small Bridges"
READER = "Ines Late"
PAPER = 'localStorage.setItem("inkstead:reading", JSON.stringify({paper: "%s"}))'
WIDTHS = (390, 1280)
PAPERS = ("white", "black")
REPLY = ".comment-depth-1"
TALLEST = 2600  # more of a page says nothing new
Way = str | Callable[[Page], None]  # an address, or how a page comes to look so; then only the window is taken


def main(arguments: list[str]) -> int:
    if not servers.chromium():
        sys.stderr.write("Chromium is not installed. Debian: apt-get install chromium.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=servers.chromium(), args=["--no-sandbox"])
        with serving(Path(folder) / "empty") as empty:
            take(browser, empty, {"first-run": "/"})
        with serving(Path(folder) / "demo", demo=True) as demo:
            demo.command("worker", "--once")  # who tells what is read in the background
            token = demo.people(READER)[READER]
            public, personal = addresses(browser, demo), write_something(demo, token)
            personal |= bring_something(browser, demo)
            if "--readme" in arguments:
                picture_for_the_readme(browser, demo, public["part"])
            take(browser, demo, public)
            take(browser, demo, personal | {"part-signed-in": public["part"]}, who=READER)
            take_together(browser, demo)
    sys.stdout.write(f"{len(list(PICTURES.glob('*.png')))} pictures are in {PICTURES.relative_to(ROOT)}.\n")
    return 0


def addresses(browser: Browser, site: Site) -> dict[str, str]:
    """One of each kind, found as a reader finds them."""
    page = browser.new_page(base_url=site.address)
    page.goto("/stories/")

    def all_of(selector: str) -> list[str]:
        return [str(link.get_attribute("href")) for link in page.locator(selector).all()]

    def first(selector: str) -> str:
        found = page.locator(selector).first.get_attribute("href")
        assert found, selector
        return found

    def first_with(selector: str, addresses: list[str]) -> str:
        """The first of these pages that has such a thing."""
        for address in addresses:
            page.goto(address)
            if page.locator(selector).count():
                return address
        raise AssertionError(f"{selector} is on none of {addresses}")

    story, arabic = first(f".card-title a:text('{TITLE}')"), first(".card-title a[lang=ar]")
    profile, tag, stories = first(".card-by a"), first(".tags a"), all_of(".card-title a")
    page.goto(story)
    part = first(".contents-list a")
    parts = all_of(".contents-list a")
    for other in stories:
        page.goto(other)
        parts += all_of(".contents-list a")
    first_with(REPLY, parts)
    thread = first(f".comment:has(+ {REPLY}) .comment-head a + a")
    page.goto(arabic)
    arabic_part = first(".contents-list a")
    voices = ".story-voices a:last-child"
    told_by = {first(voices): other for other in stories if has_on(page, voices, other)}
    tellings = first_with(".moments a", list(told_by))
    sides = first(".moments a")
    page.goto(told_by[tellings])
    character = first(".story-voices a")
    page.close()
    return {
        "home": "/",
        "stories": "/stories/",
        "story": story,
        "take-away": f"/download/{story.split('/')[2].split('-')[0]}/",
        "moved": "/moved/",
        "part": part,
        "comments": f"{part}comments/",
        "thread": thread,
        "story-arabic": arabic,
        "part-arabic": arabic_part,
        "tellings": tellings,
        "sides": sides,
        "character": character,
        "through": character.replace("/characters/", "/through/"),
        "profile": profile,
        "tag": tag,
        "search": "/search/?q=the",
        "search-nothing": "/search/?q=brigde",
        "rankings": "/rankings/",
        "ranking-kept": "/rankings/kept/",
        "ranking-loved": "/rankings/loved/",
        "why-here": f"/rankings/story/{story.split('/')[2].split('-')[0]}/",
        "about-rankings": "/about/rankings/",
        "about": "/about/",
        "counting": "/about/counting/",
        "sign-in": "/me/login/",
        "join": "/me/signup/",
        "404": "/nothing/",
    }


def has_on(page: Page, selector: str, address: str) -> bool:
    page.goto(address)
    return page.locator(selector).count() > 0


def write_something(site: Site, token: str) -> dict[str, str]:
    text = "The tide table was wrong by *eleven minutes*.\n\n* * *\n\nNobody at the office believed it."
    [part] = site.publish(
        token, "Eleven Minutes", ("The Table", text), summary="A clerk, a harbour, a mistake.", tags=["sea"]
    )
    story = part["story"]["id"]
    site.api("POST", f"/stories/{story}/parts", {"title": "The Office", "text": text, "format": "markdown"}, token)
    shown = site.api("GET", f"/parts/{part['id']}")
    place = {"part": part["id"], "block": shown["blocks"][-1]["id"], "reached": 0.8, "at": "2026-01-05T20:00:00Z"}
    site.api("PUT", f"/me/places/{story}", place, token)
    return {
        "library": "/library/",
        "me": "/me/",
        "settings": "/me/settings/",
        "pen-names": "/me/pen-names/",
        "tokens": "/me/tokens/",
        "desk": "/write/",
        "desk-new-story": "/write/story/new/",
        "desk-story": f"/write/story/{story}/",
        "desk-part": f"/write/part/{part['id']}/",
        "desk-import": "/write/import/",
        "desk-tellings": f"/write/story/{story}/tellings/",
        "desk-scenes": f"/write/story/{story}/scenes/",
        "desk-figures": f"/write/story/{story}/figures/",
    }


def bring_something(browser: Browser, site: Site) -> dict[str, str]:
    """A manuscript that waits to be looked over, and a large one that cannot be read."""
    page = new_page(browser, site, "white", 1280, 860)
    sign_in(page, READER)

    def bring(name: str, data: bytes) -> str:
        page.goto("/write/import/")
        page.set_input_files("[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
        page.click("main form:has([type=file]) button[type=submit]")
        page.wait_for_url("**/write/import/*/")
        return page.url.removeprefix(site.address)

    preview = bring("lamp.docx", word_document(with_picture=True))
    page.goto(preview)
    page.locator(".arrived-tools button", has_text="Divide").first.click()
    page.wait_for_url("**/divide/**")
    divide = page.url.removeprefix(site.address)
    refused = bring("cut off.docx", word_document()[:30_000] + bytes(300_000))
    page.get_by_role("heading", name="It cannot be read").wait_for()
    page.context.close()
    return {"desk-import-preview": preview, "desk-import-divide": divide, "desk-import-refused": refused}


def take_together(browser: Browser, site: Site) -> None:
    """Where people talk, follow, keep and are told: as a guest, as a reader, as the writer, and with nothing there."""
    found = together.gather(browser, site)
    part, form = found["part-with-margin"], found["guest-form"]
    public = {name: found[name] for name in ("part-with-margin", "margins", "about-guests", "guest-form", "shelf")}
    public["comment-history"] = found["comment-history"]
    ways: dict[str, Way] = {
        "margin-sheet-guest": lambda page: together.open_margin(page, part),
        "guest-refused": lambda page: together.say_as_guest(page, form, together.WRITER, "Is that you?"),
        "guest-sent": lambda page: together.say_as_guest(page, form, "A Passer-by", "What a knot."),
    }
    take(browser, site, public | ways)
    sheet: dict[str, Way] = {"margin-sheet": lambda page: together.open_margin(page, part)}
    take(browser, site, {**{name: found[name] for name in found if name not in public}, **sheet}, who=together.WRITER)
    take(browser, site, together.EMPTY, who=together.NEW)
    leavers = [f"Lena Gone {number}" for number in range(len(PAPERS) * len(WIDTHS))]
    site.people(*leavers)
    take(browser, site, {"leave-stay": lambda page: together.go_away(page, leavers.pop())})


def take(browser: Browser, site: Site, pages: Mapping[str, Way], *, who: str = "") -> None:
    for paper in PAPERS:
        for width in WIDTHS:
            page = new_page(browser, site, paper, width, 844 if width < 600 else 860)
            if who:
                sign_in(page, who)
                choose(page, paper)
            for name, way in pages.items():
                if callable(way):
                    way(page)
                else:
                    page.goto(way)
                picture = Image.open(io.BytesIO(page.screenshot(full_page=not callable(way))))
                picture.crop((0, 0, picture.width, min(picture.height, TALLEST))).save(
                    PICTURES / f"{name}-{width}-{paper}.png"
                )
            page.context.close()


def choose(page: Page, paper: str) -> None:
    page.goto("/me/settings/")
    page.click(f"main label:has([name=paper][value={paper}])")
    page.click("main button[type=submit]")


def picture_for_the_readme(browser: Browser, site: Site, part: str) -> None:
    page = new_page(browser, site, "white", 1280, 860)
    page.goto(part)
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    README.parent.mkdir(parents=True, exist_ok=True)
    picture.save(README, optimize=True)
    page.context.close()


def new_page(browser: Browser, site: Site, paper: str, width: int, height: int) -> Page:
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    context.add_init_script(PAPER % paper)
    return context.new_page()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
