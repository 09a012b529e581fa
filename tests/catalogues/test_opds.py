"""The catalogue as e-readers use it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import User
from inkstead.catalogues.actions import renew_address
from inkstead.catalogues.models import AddressKind
from inkstead.library.models import Shelf, ShelfEntry
from inkstead.stories import actions
from inkstead.stories.models import State, Tag, Visibility
from tests.catalogues.opds_rules import AUTHENTICATION, PUBLICATION, complaints_of_1, complaints_of_2
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story, make_token
from tests.through_front import Answer, FrontClient
from tests.world import TITLES, World

KOREADER = "application/opds+json, application/atom+xml;profile=opds-catalog, */*"
ATOM = "{http://www.w3.org/2005/Atom}"
ACQUISITION = "http://opds-spec.org/acquisition/open-access"
PAGES = ("", "new/", "popular/", "tags/", "tags/sea/", "writers/", "writers/ana/", "search/?q=lighthouse")


class Reader:
    """Does what KOReader does: no compression, its Accept, Basic if it has a password; it follows no redirect."""

    def __init__(self, front: FrontClient, password: str = "", accept: str = KOREADER) -> None:
        self.front, self.accept = front, accept
        basic = base64.b64encode(f"somebody:{password}".encode()).decode()
        self.sign_in = {"Authorization": f"Basic {basic}"} if password else {}

    def get(self, url: str) -> Answer:
        return self._ask("GET", url)

    def head(self, url: str) -> Answer:
        return self._ask("HEAD", url)

    def _ask(self, method: str, url: str) -> Answer:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": self.accept, "Accept_Encoding": "identity", **self.sign_in}
        return self.front.ask(method, path, **headers)


def links(tree: etree._Element, rel: str) -> list[str]:
    return [link.get("href", "") for link in tree.iter(f"{ATOM}link") if link.get("rel") == rel]


def test_a_reader_of_2_browses_searches_and_downloads(world: World, front: FrontClient) -> None:
    index_all()
    reader = Reader(front)
    start = reader.get("/opds/")
    assert (start.status, start["Content-Type"], start.body[:1]) == (200, "application/opds+json", b"{")
    told = start.json()
    rels = {link["rel"]: link["href"] for link in told["navigation"]}
    newest = reader.get(rels["http://opds-spec.org/sort/new"]).json()
    assert [book["metadata"]["title"] for book in newest["publications"]] == ["The Lighthouse"]
    template = next(link for link in told["links"] if link["rel"] == "search")
    assert template["templated"] is True
    found = reader.get(re.sub(r"\{\?query\}", "?query=" + quote("lighthouse tag:sea"), template["href"])).json()
    (book,) = found["publications"]
    epub = next(link["href"] for link in book["links"] if link["rel"] == ACQUISITION)
    assert_download(reader, epub)
    for image in book["images"]:
        shown = reader.get(image["href"])
        assert (shown.status, shown["Content-Type"], shown.body[:2]) == (200, "image/jpeg", b"\xff\xd8")


def test_a_reader_of_1_browses_searches_and_downloads(world: World, front: FrontClient) -> None:
    index_all()
    reader = Reader(front, accept="application/atom+xml")
    start = reader.get("/opds/")
    assert start["Content-Type"] == "application/atom+xml;profile=opds-catalog;kind=navigation"
    tree = etree.fromstring(start.body)
    described = etree.fromstring(reader.get(links(tree, "search")[0]).body)
    template = next(url.get("template", "") for url in described.iter() if url.get("template"))
    found = reader.get(template.replace("{searchTerms}", "lighthouse"))
    assert found["Content-Type"] == "application/atom+xml;profile=opds-catalog;kind=acquisition"
    tree = etree.fromstring(found.body)
    assert [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")] == ["The Lighthouse"]
    assert_download(reader, links(tree, ACQUISITION)[0])


def assert_download(reader: Reader, epub: str) -> None:
    """It looks first, takes the name from there, and the book is what was promised."""
    looked, fetched = reader.head(epub), reader.get(epub)
    assert (looked.status, fetched.status) == (200, 200)
    assert 'filename="the-lighthouse.epub"' in looked["Content-Disposition"]
    assert int(looked["Content-Length"]) == len(fetched.body)
    assert zipfile.ZipFile(io.BytesIO(fetched.body)).read("mimetype") == b"application/epub+zip"


def test_every_page_of_1_is_good_atom_and_both_know_heads_and_tags(world: World, front: FrontClient) -> None:
    index_all()
    for accept in ("", KOREADER):
        reader = Reader(front, accept=accept)
        for page in PAGES:
            answer, looked = reader.get(f"/opds/{page}"), reader.head(f"/opds/{page}")
            assert (answer.status, looked.status, looked.body) == (200, 200, b""), page
            assert "Accept" in answer["Vary"]
            kind = answer["Content-Type"]
            told = complaints_of_2(answer.json()) if accept else complaints_of_1(answer.body, kind)
            assert told == [], page
            if "?" not in page:
                again = front.get(f"/opds/{page}", Accept=accept, If_None_Match=answer["ETag"])
                assert again.status == 304


def test_a_book_has_an_address_of_its_own(world: World, front: FrontClient) -> None:
    (book,) = Reader(front).get("/opds/new/").json()["publications"]
    address = next(link["href"] for link in book["links"] if link["rel"] == "self")
    alone = Reader(front).get(address)
    assert (alone["Content-Type"], alone.json()) == ("application/opds-publication+json", book)
    assert complaints_of_2(alone.json(), PUBLICATION) == []
    entry = Reader(front, accept="").get(address)
    assert complaints_of_1(entry.body, entry["Content-Type"]) == []
    hidden = world.stories[Visibility.UNLISTED].pk
    assert [Reader(front).get(f"/opds/book/{pk}/").status for pk in (hidden, 0, 10**30, "x")] == [404] * 4


def test_the_rules_would_notice_what_is_wrong(world: World, front: FrontClient) -> None:
    """The control."""
    told = Reader(front).get("/opds/new/").json()
    told["publications"][0]["links"] = [link for link in told["publications"][0]["links"] if link["rel"] != "self"]
    told["publications"][0]["images"][0]["type"] = "image/webp"
    told["metadata"]["modified"] = "yesterday"
    assert len(complaints_of_2(told)) == 2  # one JPEG is still there
    page = Reader(front, accept="").get("/opds/new/")
    for was, now in (
        (b"http://opds-spec.org/acquisition/open-access", b"enclosure"),
        (b' opds:activeFacet="true"', b' opds:activeFacet="false"'),
        (b'rel="start"', b'rel="begin"'),
        (b"<updated>", b"<updated>x"),
    ):
        assert was in page.body
        assert complaints_of_1(page.body.replace(was, now), page["Content-Type"]), was
    assert complaints_of_1(page.body, "application/atom+xml")


def test_a_spelling_stands_in_the_catalogue_as_its_tag(world: World, front: FrontClient) -> None:
    sea = Tag.objects.get(slug="sea")
    make_part(make_story(world.cleo, "Waves", tags=["ocean"]), "One")
    Tag.objects.filter(slug="ocean").update(stands_for=sea)
    listed = Reader(front).get("/opds/tags/").json()["navigation"]
    assert [leaf["title"] for leaf in listed] == ["sea", "lamps"]
    page = Reader(front, accept="").get("/opds/tags/").text
    assert "2 stories" in page


def test_the_two_forms_of_one_address_are_not_mixed_up(world: World, front: FrontClient) -> None:
    for _ in range(2):
        assert Reader(front).get("/opds/new/").body[:1] == b"{"
        assert Reader(front, accept="*/*").get("/opds/new/").body[:1] == b"<"


def test_what_is_not_public_or_not_to_be_taken_away_is_not_there(world: World, front: FrontClient) -> None:
    kept = make_story(world.ana, "Kept here", downloads=False, tags=["sea"])
    make_part(kept, "One")
    index_all()
    words = {*TITLES.values(), "Kept here", "Ada Quill"}
    secret = renew_address(AddressKind.CATALOGUE, by=world.ben).secret
    for word in ("", f"with/{secret}/"):
        for page in (*PAGES[:-1], "search/?q=sea", "search/?q=canary", "mine/follows/"):
            for accept in ("", KOREADER):
                body = Reader(front, accept=accept).get(f"/opds/{word}{page}").text
                assert {found for found in words if found in body} <= {"The Lighthouse"}, page
    assert "The Lighthouse" in Reader(front).get("/opds/new/").text  # the control
    assert Reader(front).get(f"/opds/cover/{kept.pk}.jpg").status == 404
    actions.withdraw_part(world.parts[Visibility.PUBLIC, State.PUBLISHED], by=world.ana)
    actions.withdraw_part(world.second, by=world.ana)
    assert "The Lighthouse" not in Reader(front).get("/opds/new/").text


def shelve(world: World, reader: User) -> Shelf:
    shelf = Shelf.objects.create(user=reader, title="By the sea", secret="a")
    for story in world.stories.values():
        ShelfEntry.objects.create(shelf=shelf, story=story)
    return shelf


def test_ones_own_shelves_and_follows_come_with_a_token_or_a_secret_address(world: World, front: FrontClient) -> None:
    shelf = shelve(world, world.ben)
    actions.follow_story(world.story, by=world.ben)
    secret = renew_address(AddressKind.CATALOGUE, by=world.ben).secret
    for reader, root in ((Reader(front, make_token(world.ben)), "/opds/"), (Reader(front), f"/opds/with/{secret}/")):
        told = reader.get(f"{root}mine/").json()
        titles = {leaf["title"]: leaf["href"] for leaf in told["navigation"]}
        assert {"What you follow", "By the sea"} <= set(titles)
        for leaf in ("What you follow", "By the sea"):
            answer = reader.get(titles[leaf])
            assert [book["metadata"]["title"] for book in answer.json()["publications"]] == ["The Lighthouse"]
            assert answer["Cache-Control"] == "private, no-store"
    stranger = Reader(front, make_token(world.cleo))
    assert stranger.get(f"/opds/mine/shelf/{shelf.pk}/").status == 404
    renew_address(AddressKind.CATALOGUE, by=world.ben)
    assert Reader(front).get(f"/opds/with/{secret}/mine/").status == 404


def test_what_is_typed_without_its_last_stroke_is_the_same_page_and_leads_nowhere_else(
    world: World, front: FrontClient
) -> None:
    secret = renew_address(AddressKind.CATALOGUE, by=world.ben).secret
    for root in ("/opds", f"/opds/with/{secret}"):
        for rest in ("", "/new", "/tags/sea", "/search"):
            typed, whole = front.get(root + rest), front.get(f"{root}{rest}/")
            assert (typed.status, typed.body) == (200, whole.body), root + rest
    for wrong in ("/opds/nothing", "/opds//new/", "/opds/new//", "/opds/tags//sea/", f"/opds/with/{secret}/new//"):
        assert front.get(wrong).status == 404, wrong


def test_who_is_kept_out_and_signed_in_finds_no_cover(world: World, front: FrontClient) -> None:
    assert world.cleo.pen_name is not None
    reader, path = Reader(front, make_token(world.cleo)), f"/opds/cover/{world.story.pk}.jpg"
    assert reader.get(path).status == 200
    block_name(world.cleo.pen_name, by=world.ana)
    answer = reader.get(path)
    assert (answer.status, "public" in answer["Cache-Control"]) == (404, False)
    assert "Authorization" in front.get(path)["Vary"]


def test_what_words_found_can_be_put_back_in_the_order_of_what_fits_best(world: World, front: FrontClient) -> None:
    index_all()

    def orders(path: str) -> dict[str, bool]:
        facets = Reader(front).get(path).json()["facets"]
        [links] = [one["links"] for one in facets if one["metadata"]["title"] == "Order"]
        return {link["title"]: link.get("rel") == "self" for link in links}

    assert orders("/opds/search/?q=lighthouse")["Best match"]
    assert orders("/opds/search/?q=lighthouse&sort=title") | {"Best match": False} == {
        **dict.fromkeys(["Best match", "Newly updated", "Newest", "Most voted for"], False),
        "By title": True,
    }
    assert "Best match" not in orders("/opds/new/")


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/opds/mine/", ""),
        ("/opds/", "Basic !"),
        ("/opds/", "Basic eDp5"),
        ("/opds/new/", "Basic /w=="),
        ("/opds/", "Basic eDo="),
        ("/opds/search.xml", "Basic eDp5"),
        ("/opds/cover/1.jpg", "Basic eDp5"),
    ],
)
def test_a_401_says_how_to_sign_in(world: World, front: FrontClient, path: str, sent: str) -> None:
    answer = front.get(path, **({"Authorization": sent} if sent else {}))
    assert (answer.status, answer["Content-Type"]) == (401, "application/opds-authentication+json")
    assert answer["WWW-Authenticate"].startswith("Basic realm=")
    told = answer.json()
    assert told["authentication"][0]["type"] == "http://opds-spec.org/auth/basic"
    assert complaints_of_2(told, AUTHENTICATION) == []


def test_long_lists_have_pages_and_facets(world: World, front: FrontClient) -> None:
    for number in range(25):
        make_part(make_story(world.cleo, f"Tide {number}", status="complete"), "One")
    reader = Reader(front)
    titles: list[str] = []
    url = "/opds/new/"
    while url:
        told = reader.get(url).json()
        titles += [book["metadata"]["title"] for book in told["publications"]]
        url = next((link["href"] for link in told["links"] if link["rel"] == "next"), "")
    assert sorted(titles) == sorted(["The Lighthouse", *(f"Tide {number}" for number in range(25))])
    groups = {
        group["metadata"]["title"]: {link["title"]: link["href"] for link in group["links"]} for group in told["facets"]
    }
    assert set(groups) == {"Order", "Status"}
    ongoing = reader.get(groups["Status"]["Ongoing"]).json()
    assert [book["metadata"]["title"] for book in ongoing["publications"]] == ["The Lighthouse"]


def test_bad_addresses_are_refused_and_never_fail(world: World, front: FrontClient) -> None:
    index_all()
    missing = [
        "x/",
        "tags/never/",
        "tags/%00/",
        "writers/%00/",
        "writers/nobody/",
        "new/more/",
        "with/x/",
        "with/x/new/",
        "with/%00/",
    ]
    missing += ["cover/0.jpg", "cover/999999999999999999.jpg", "tags/a/b/"]
    assert {path: front.get(f"/opds/{path}").status for path in missing} == dict.fromkeys(missing, 404)
    forged = ["new/?after=x", "new/?sort=x", "new/?status=x", "search/?q=sea&after=%00", "popular/?after=a:b:c"]
    answered = {path: front.get(f"/opds/{path}").status for path in forged}
    assert answered == dict.fromkeys(forged, 400) | {"search/?q=sea&after=%00": 200}
    for q in ("", '"', "-", "%00", "*", "NEAR(", "tag:", "a" * 10_000, "words:>x"):
        assert front.get(f"/opds/search/?q={quote(q)}").status == 200
    token = make_token(world.ben)
    for path in ("mine/shelf/x/", "mine/shelf/9999999999999999999/", "mine/shelf/²/", "mine/else/"):
        assert Reader(front, token).get(f"/opds/{quote(path)}").status == 404
