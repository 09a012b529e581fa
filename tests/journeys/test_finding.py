"""Finding the next story: search, narrow, keep a search, hide; and a keeper who merges two tags and takes it back. With
scripts and the same without; the keeper's pages are held against axe."""

from __future__ import annotations

import re
from dataclasses import dataclass

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import servers
from tests.journeys.sites import BACKGROUND, PATIENCE, Devices, Site, email_of, sign_in, until
from tests.journeys.test_accessibility import AXE, BUILT, violations
from tests.journeys.test_every_page import choose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not servers.chromium(), reason="no Chromium here"),
]

expect.set_options(timeout=PATIENCE * 1000)
TEXT = "The two suns stood over the harbour, and nobody had an umbrella against either."


@dataclass
class Shelf:
    """Two stories that say the same with different words, by a name that only this test knows."""

    mark: str
    reader: str
    keeper: str
    writer_token: str = ""

    @property
    def spelling(self) -> str:
        return f"{self.mark}-fi"

    @property
    def proper(self) -> str:
        return f"{self.mark} fiction"


def make_shelf(site: Site, mark: str) -> Shelf:
    shelf = Shelf(mark, f"Reader {mark}", f"Keeper {mark}")
    writer = f"Writer {mark}"
    tokens = site.people(writer, shelf.reader)
    shelf.writer_token = tokens[writer]
    site.people(shelf.keeper, role="tag_keeper")
    for title, tags in (("Far", [shelf.spelling, f"{mark} crew"]), ("Near", [shelf.spelling]), ("Old", [shelf.proper])):
        site.publish(
            tokens[writer], f"{title} {mark}", ("One", f"{TEXT} {mark}"), tags=[f"genre: {tags[0]}", *tags[1:]]
        )
    until(lambda: len(titles_found(site, mark)) == 3, "search never knew them", BACKGROUND)
    return shelf


def titles_found(site: Site, q: str) -> set[str]:
    return {story["title"] for story in site.api("GET", f"/stories?q={q.replace(' ', '+')}")["items"]}


def titles(page: Page) -> list[str]:
    return [title.strip() for title in page.locator(".card-title").all_inner_texts()]


@pytest.fixture(params=["with scripts", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with scripts")


def test_a_reader_searches_narrows_keeps_a_search_and_hides(devices: Devices, site: Site, scripts: bool) -> None:
    shelf = make_shelf(site, "zorba" if scripts else "yodel")
    page = devices.new(site, java_script_enabled=scripts)
    sign_in(page, shelf.reader)
    page.goto("/search/")
    page.locator("#q").focus()
    page.keyboard.insert_text(f"suns {shelf.mark}")
    page.keyboard.press("Enter")
    expect(page.locator(".card-title")).to_have_count(3)
    assert page.locator(".card-quote mark").count() > 0

    page.click("text=Narrow the list")
    genres = page.locator(".narrow-groups section", has=page.locator("h2", has_text="Genres"))
    expect(genres.locator("li", has_text=shelf.spelling).locator(".narrow-count")).to_have_text("2")
    genres.get_by_role("link", name=shelf.spelling, exact=True).click()
    expect(page.locator(".card-title")).to_have_count(2)
    page.click("text=Keep this search")
    expect(page.locator(".messages")).to_contain_text("This search is kept.")
    kept = page.locator(".saved li", has_text=shelf.mark)
    feed = kept.locator("a[href*='/feeds/search/']").first.get_attribute("href")
    assert feed
    with_entries = feedparser.parse(page.request.get(feed).text())
    assert not with_entries.bozo
    assert {entry.title for entry in with_entries.entries} == {f"Far {shelf.mark}", f"Near {shelf.mark}"}

    page.goto(f"/search/?q={shelf.mark}")
    expect(page.locator(".card-title")).to_have_count(3)
    page.locator("article.card", has_text=f"Near {shelf.mark}").get_by_role("link", name="Hide…").click()
    page.get_by_role("button", name=f"Every story tagged {shelf.spelling}").click()
    expect(page.locator(".messages")).to_contain_text("is hidden from your lists")
    page.goto(f"/search/?q={shelf.mark}")
    assert titles(page) == [f"Old {shelf.mark}"]
    page.goto("/me/hidden/")
    page.get_by_role("button", name="Show again").click()
    page.goto(f"/search/?q={shelf.mark}")
    expect(page.locator(".card-title")).to_have_count(3)


def test_a_reader_follows_a_search_and_hides_one(devices: Devices, site: Site, scripts: bool) -> None:
    """What is new in it comes to the inbox, by mail and into a feed reader; what one hides for good is in no list."""
    mark = "quokka" if scripts else "numbat"
    shelf, title = make_shelf(site, mark), f"Near {mark}"
    page = devices.new(site, java_script_enabled=scripts, bypass_csp=True)
    looks: dict[str, list[str]] = {}

    def look(path: str) -> None:
        page.goto(path)
        if scripts and AXE.is_file():
            looks[path] = violations(page)

    sign_in(page, shelf.reader)
    look("/me/notices/choices/")
    page.check("[name=on][value=search-mail]")
    page.check("[name=rhythm][value=at_once]")
    page.click("main button[type=submit]:text('Save')")
    look(f"/search/?q=near+{mark}")
    expect(page.locator(".card-title")).to_have_text([title])
    page.click("text=Keep this search")
    look("/library/searches/")
    feed = page.locator(".saved a[href*='/feeds/search/']").get_attribute("href")
    assert feed
    before = feedparser.parse(page.request.get(feed).text())
    assert [entry.title for entry in before.entries] == [title]

    [story] = [row["id"] for row in site.api("GET", f"/stories?q={mark}")["items"] if row["title"] == title]
    writer = shelf.writer_token
    body = {"title": "Two Umbrellas", "text": f"{TEXT} {mark}", "format": "markdown"}
    part = site.api("POST", f"/stories/{story}/parts", body, writer)
    site.api("POST", f"/parts/{part['id']}/publish", {}, writer)

    def told() -> bool:
        page.goto("/me/notices/")
        return "Two Umbrellas" in page.locator("main").inner_text()

    until(told, "the inbox never heard of it", BACKGROUND)
    look("/me/notices/")
    email = email_of(shelf.reader)
    until(lambda: any("Two Umbrellas" in text for text in site.letters_to(email)), "no letter came", BACKGROUND)
    after = feedparser.parse(page.request.get(feed).text())
    assert not after.bozo
    assert [entry.title for entry in after.entries] == [title]
    assert after.entries[0].updated > before.entries[0].updated

    lists = [f"/search/?q={mark}", f"/tag/{mark}-fi/", "/stories/?sort=new", "/stories/", f"/opds/search/?q={mark}"]
    shown = {path: title in page.request.get(path).text() for path in lists}
    assert shown == dict.fromkeys(lists, True)  # the control
    look(f"/search/?q=near+{mark}")
    page.click("text=Hide all of it")
    expect(page.locator(".messages")).to_contain_text("hidden from your lists")
    look("/library/searches/")
    shown = {path: title in page.request.get(path).text() for path in [*lists, "/", "/library/for-you/", "/rankings/"]}
    assert not any(shown.values()), shown
    assert f"Far {mark}" in page.request.get(f"/search/?q={mark}").text()
    page.get_by_role("button", name=re.compile("Show again")).click()
    assert title in page.request.get(f"/search/?q={mark}").text()
    assert {path: found for path, found in looks.items() if found} == {}


def test_a_keeper_merges_two_tags_and_takes_it_back(devices: Devices, site: Site, scripts: bool) -> None:
    shelf = make_shelf(site, "xylem" if scripts else "wombat")
    page = devices.new(site, java_script_enabled=scripts)
    sign_in(page, shelf.keeper)
    page.goto("/keep/tags/")
    page.fill("[name=q]", shelf.mark)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=shelf.spelling, exact=True).click()
    field = page.locator("#deed-merge")
    field.focus()
    if scripts:
        field.press_sequentially(shelf.proper[:-3])
        expect(page.locator("#deed-merge-list [role=option]")).to_have_count(1)
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value(shelf.proper)
    else:
        page.keyboard.insert_text(shelf.proper)
    field.press("Enter")
    expect(page.locator("main")).to_contain_text("2 public stories are found under the other tag")
    expect(page.locator(".tag-sample li")).to_have_count(2)
    page.fill("[name=why]", "One and the same")
    page.click("text=Do it")
    expect(page.locator(".messages")).to_contain_text("It can be taken back in the log")
    change = page.url
    tagged = f"suns tag:{shelf.mark}-fiction"
    until(lambda: len(titles_found(site, tagged)) == 3, "search never followed the merge", BACKGROUND)

    stranger = devices.new(site, java_script_enabled=scripts)
    stranger.goto(f"/tag/{shelf.mark}-fi/")
    assert stranger.url.endswith(f"/tag/{shelf.mark}-fiction/")
    expect(stranger.locator(".card-title")).to_have_count(3)
    stranger.click(f".card-title >> text=Near {shelf.mark}")
    expect(stranger.locator(".tag-lines")).to_contain_text(shelf.spelling)

    page.goto(change)
    expect(page.locator("main")).to_contain_text("One and the same")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".messages")).to_contain_text("Taken back.")
    until(lambda: len(titles_found(site, tagged)) == 1, "search never followed the way back", BACKGROUND)
    stranger.goto(f"/tag/{shelf.mark}-fi/")
    assert stranger.url.endswith(f"/tag/{shelf.mark}-fi/")
    expect(stranger.locator(".card-title")).to_have_count(2)


@pytest.mark.skipif(not AXE.is_file() or not BUILT.is_file(), reason="the front end was not built here")
@pytest.mark.parametrize(("paper", "width"), [("white", 320), ("black", 1280)])
def test_axe_finds_nothing_on_the_pages_of_a_keeper(browser: Browser, demo: Site, paper: str, width: int) -> None:
    name = f"Keeper {paper}"
    demo.people(name, role="tag_keeper")
    assert email_of(name)
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, base_url=demo.address)
    page = context.new_page()
    sign_in(page, name)
    choose(page, paper)
    page.goto("/keep/tags/?q=sci")
    wide = page.get_by_role("link", name="Science fiction", exact=True).get_attribute("href")
    page.goto("/keep/tags/log/")
    change = page.locator(".tag-log a").last.get_attribute("href")
    paths = [
        *("/keep/tags/", "/keep/tags/?show=unused&q=zzz", "/keep/tags/?show=spellings", "/keep/tags/log/", change),
        *(wide, f"{wide}merge/?other=mystery", f"{wide}link/?other=science+fiction", f"{wide}split/?other=a&beside=b"),
        *("/tag/science-fiction/", "/tag/speculative/", "/about/"),
    ]
    wrong = {}
    for path in paths:
        page.goto(str(path))
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if page.evaluate("document.documentElement.dataset.paper") != paper:
            found.append("another paper than the one that was chosen")
        if found:
            wrong[path] = found
    context.close()
    assert wrong == {}


def test_a_name_may_hold_signs_of_markup(devices: Devices, site: Site) -> None:
    """What writers type stands on a keeper's pages as they typed it."""
    tokens = site.people("Writer Markup")
    site.people("Keeper Markup", role="tag_keeper")
    site.publish(tokens["Writer Markup"], "Signs", ("One", TEXT), tags=["<b>bold</b> & 'brave'"])
    page = devices.new(site)
    sign_in(page, "Keeper Markup")
    page.goto("/keep/tags/?q=b-bold")
    page.get_by_role("link", name="<b>bold</b> & 'brave'").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"<b>bold</b> & 'brave'"))
