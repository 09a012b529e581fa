"""Whatever somebody types or forges: a page that helps, or a plain 400 or 404; never a failure, never long. The same
through every door that takes a query: pages, suggestions, API, feeds, catalogues, the desk, tag keepers."""

from __future__ import annotations

import time
from urllib.parse import quote, urlencode

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import Role, User
from tests.conftest import signed_in
from tests.copies import Kept
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story, make_user
from tests.world import World

LONG = "a" * 10_000
TYPED = {
    "a quotation mark": '"',
    "quotation marks": '"""""',
    "an open phrase": '"the lamp',
    "operators alone": "- -- AND OR NOT NEAR ( ) * : ^ + ~ | & ! <-> {}",
    "every operator of FTS5": 'title : lamp NEAR/3 "x" {a b} : c ^d',
    "every operator of tsquery": "lamp & !night | (a <-> b):* \\' ''",
    "ten thousand letters": LONG,
    "ten thousand words": "lamp " * 2_000,
    "ten thousand phrases": '"a b" ' * 1_666,
    "ten thousand exclusions": "-lamp " * 1_666,
    "deep wildcards": "*" * 300 + " l* la* lam* **lamp** %_%" + "%" * 200,
    "unknown fields": "colour:red secret:1 __class__:x author__password:a id:1",
    "fields without a value": "by: tag: words: updated: status: -tag: sort:",
    "numbers out of reach": "words:>99999999999999999999 updated:<999999999y parts:<-1 words:1e400 words:nan",
    "a zero byte": "lamp\x00 \x00 by:\x00 tag:a\x00b",
    "half a character": "\ud800",
    "marks that turn lines round": "\u202elamp\u202c \u200b\u200b \ufdfd",
    "a thousand marks on a letter": "l" + "\u0301" * 1_000,
    "an attack on a database": "'; DROP TABLE stories_story; -- ' OR 1=1 UNION SELECT 1",
    "an attack on a page": "<script>alert(1)</script>{{ 7*7 }}{% debug %}",
    "an attack on a path": "../../etc/passwd %2e%2e%2f",
    "a foreign order": "sort:password sort:-pk sort:?",
    "nothing but spaces": " \t\n\u3000 ",
    "every script": "लाल 灯台 ไฟ ضوء 🕯️ ꙮ",
}
FORGED = {
    "nonsense": "AAAA",
    "a zero byte": "\x00",
    "signs of our own": ":::",
    "a cursor of ten thousand letters": LONG,
    "another salt": signing.dumps(["updated", "2026-01-01T00:00:00", 1], salt="another"),
    "no date": signing.dumps(["updated", "yesterday", 1], salt="cursor"),
    "another shape": signing.dumps({"a": 1}, salt="cursor"),
    "too many": signing.dumps([1, 2, 3, 4], salt="cursor"),
    "another order": signing.dumps(["title", "x", 1], salt="cursor"),
    "an id that is none": signing.dumps(["title", "x", "y"], salt="cursor"),
    "an id out of reach": signing.dumps(["title", "x", 10**30], salt="cursor"),
    "no number": signing.dumps(["updated", 7, 1], salt="cursor"),
}
SORTS = ("password", "-pk", "?", "author__user__password", "pk; DROP TABLE x", "\x00", LONG)
SECONDS, QUERIES = 1.0, 40


def build_lamps(world: World) -> User:
    for number in range(3):
        make_part(make_story(world.ana, f"Lamp {number}", tags=["sea"]), text="The lamp, the night, the sea.")
    index_all()
    return make_user("Kit", role=Role.TAG_KEEPER)


kept_lamps = Kept(build_lamps)


@pytest.fixture
def doors(world: World) -> dict[str, tuple[Client, str]]:
    """By name: who asks, and an address that ends where the query goes."""
    keeper = signed_in(kept_lamps(world))
    stranger, ben = Client(), signed_in(world.ben)
    found = {
        "search": (stranger, "/search/?q="),
        "search, signed in": (ben, "/search/?q="),
        "suggestions": (stranger, "/search/suggest/?q="),
        "api": (stranger, "/api/v1/stories?q="),
        "api, tag": (stranger, "/api/v1/stories?tag="),
        "api, without a tag": (stranger, "/api/v1/stories?-tag="),
        "api, status": (stranger, "/api/v1/stories?status="),
        "e-reader": (stranger, "/opds/search/?q="),
        "e-reader, template": (stranger, "/opds/search/?query="),
        "e-reader, status": (stranger, "/opds/new/?status="),
        "tags at the desk": (ben, "/write/tags/?q="),
        "tags of keepers": (keeper, "/keep/tags/?q="),
        "tags of keepers, kind": (keeper, "/keep/tags/?show=new&kind="),
        "tags of keepers, suggestions": (keeper, "/keep/tags/suggest/?q="),
    }
    for client, address in found.values():  # a process reads each of its templates once
        client.get(address)
    return found


def ask(client: Client, address: str) -> str:
    """Fails on anything but an answer or a refusal, given soon."""
    started = time.thread_time()  # of the processor: other programs of the machine do not count
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers={"Accept": "text/html, application/json"})
    took = time.thread_time() - started
    where = address[:120]
    assert answer.status_code in (200, 302, 400, 404, 422), f"{answer.status_code} at {where}"
    assert took < SECONDS, f"{took:.1f} s at {where}"
    assert len(asked) <= QUERIES, f"{len(asked)} queries at {where}"
    text = answer.content.decode()
    assert "<script>alert" not in text
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("what", TYPED)
def test_a_query_of_whatever_kind_is_answered_through_every_door(
    doors: dict[str, tuple[Client, str]], what: str
) -> None:
    typed = quote(TYPED[what].encode("utf-8", "surrogatepass"), safe="")
    for client, address in doors.values():
        ask(client, address + typed)
    shown = ask(doors["search"][0], doors["search"][1] + typed)
    assert 'id="q"' in shown or shown == "", "the page has a field to try again"


@pytest.mark.parametrize("what", TYPED)
def test_a_tag_a_writer_a_feed_or_a_file_of_that_name_is_there_or_not(world: World, what: str) -> None:
    name = quote(TYPED[what].encode("utf-8", "surrogatepass"), safe="")
    client = Client()
    paths = (
        *("/tag/{}/", "/by/{}/", "/feeds/tag/{}.atom", "/feeds/by/{}.json", "/feeds/search/{}.atom"),
        *("/opds/tags/{}/", "/opds/writers/{}/", "/opds/{}/", "/sitemap/{}-0.xml.gz", "/tag/{}/?after=x"),
    )
    for path in paths:
        client.get(path.format("x"))  # a process reads each of its templates once
        ask(client, path.format(name))


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_cursor_is_no_page(doors: dict[str, tuple[Client, str]], what: str) -> None:
    client, typed = Client(), urlencode({"after": FORGED[what]})
    for path in ("/stories/", "/search/", "/search/?q=lamp", "/search/?q=sort:title", "/tag/sea/", "/opds/new/"):
        text = ask(client, f"{path}{'&' if '?' in path else '?'}{typed}")
        assert text, path
    ask(client, "/api/v1/stories?" + urlencode({"cursor": FORGED[what]}))
    ask(client, "/api/v1/stories?" + urlencode({"cursor": FORGED[what], "q": "lamp"}))
    keeper = doors["tags of keepers"][0]
    ask(keeper, f"/keep/tags/?{typed}")
    ask(keeper, "/keep/tags/log/?" + urlencode({"before": FORGED[what]}))


@pytest.mark.parametrize("sort", SORTS)
def test_a_foreign_order_is_refused_and_nobody_elses_column_is_asked(
    doors: dict[str, tuple[Client, str]], sort: str
) -> None:
    client, typed = Client(), urlencode({"sort": sort})
    with CaptureQueriesContext(connection) as asked:
        for path in ("/search/?", "/search/?q=lamp&", "/opds/new/?", "/opds/search/?q=lamp&"):
            ask(client, path + typed)
        answer = client.get(f"/api/v1/stories?{typed}")
    assert answer.status_code in (400, 422)
    assert not [one["sql"] for one in asked if "password" in one["sql"].partition(" FROM ")[2]]
