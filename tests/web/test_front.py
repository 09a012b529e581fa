"""Through the real front: what strangers get, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.stories.models import State, Visibility
from inkstead.web import encodings
from inkstead.web.pages import pages
from tests.through_front import DECODERS, FrontClient, environ_of
from tests.world import World

FORMS = ("identity", "gzip", "br", "zstd")


def kept_pages(world: World) -> list[str]:
    """Every kind of page that is kept."""
    story, part = world.story, world.part
    return [
        "/",
        "/stories/",
        "/tag/sea/",
        "/by/ana/",
        "/about/",
        "/about/counting/",
        story.get_absolute_url(),
        part.get_absolute_url(),
        world.second.get_absolute_url(),
    ]


def test_every_stranger_gets_the_same_bytes(world: World, front: FrontClient) -> None:
    strangers = [
        {},
        {"Cookie": "theme=dark; _ga=1"},
        {"X_Forwarded_For": "203.0.113.9", "Accept_Language": "de"},
        {"User_Agent": "curl/8", "Referer": "https://elsewhere.example/"},
        {"Cookie": "inkstead_csrf=" + "z" * 32},
    ]
    for path in kept_pages(world):
        answers = [front.get(path, **headers) for headers in strangers for _ in range(2)]
        assert {answer.status for answer in answers} == {200}, path
        assert len({(answer.body, tuple(answer.headers)) for answer in answers}) == 1, path


def test_a_stranger_is_never_given_a_cookie(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        for answer in (front.get(path), front.get(path), front.head(path), front.get(path + "?utm_source=x")):
            assert answer.all("Set-Cookie") == [], path


def test_a_kept_page_costs_no_query(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        front.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for path in kept_pages(world):
            front.get(path)
    assert len(queries) == 0


def test_what_is_known_is_not_sent_again(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        for encoding in FORMS:
            first = front.get(path, Accept_Encoding=encoding)
            tag = first["ETag"]
            assert tag.startswith('"')
            for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
                again = front.get(path, Accept_Encoding=encoding, If_None_Match=asked)
                assert (again.status, again.body) == (304, b""), (path, asked)
                assert again["ETag"] == tag
                assert again["Vary"] == first["Vary"]
                assert again["Cache-Control"] == first["Cache-Control"]
                assert again["Content-Length"] == again["Content-Type"] == ""
            assert front.get(path, Accept_Encoding=encoding, If_None_Match='"other"').status == 200


def test_django_answers_an_unkept_page_with_304_too(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    tag = front.get(path)["ETag"]
    pages._pages.clear()
    assert front.get(path, If_None_Match=tag).status == 304


def test_each_form_has_its_own_etag(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    assert len({front.get(path, Accept_Encoding=form)["ETag"] for form in FORMS}) == len(FORMS)


def test_head_is_get_without_the_body(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        pages._pages.clear()
        made, kept, got = front.head(path), front.head(path), front.get(path)
        assert made.body == kept.body == b""
        assert sorted(made.headers) == sorted(kept.headers) == sorted(got.headers)
        assert int(got["Content-Length"]) == len(got.body)


def test_every_form_says_the_same(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        plain = front.get(path).body
        for encoding in ("gzip", "br", "zstd"):
            answer = front.get(path, Accept_Encoding=encoding)
            assert answer["Content-Encoding"] == encoding
            assert DECODERS[encoding](answer.body) == plain
            assert int(answer["Content-Length"]) == len(answer.body) < len(plain)
            assert {word.strip() for word in answer["Vary"].split(",")} >= {"Accept-Encoding", "Cookie"}


def test_caches_in_front_may_keep_it_but_must_ask(world: World, front: FrontClient) -> None:
    answer = front.get(world.part.get_absolute_url())
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Last-Modified"].endswith("GMT")


def test_every_answer_carries_the_security_headers(world: World, front: FrontClient) -> None:
    asked = [*kept_pages(world), "/library/", "/nothing-here/", "/healthz", world.draft.get_absolute_url()]
    for path in asked:
        for by in (None, world.ben):
            for answer in (front.get(path, by=by), front.get(path, by=by)):
                assert "default-src 'none'" in answer["Content-Security-Policy"], path
                assert answer["X-Content-Type-Options"] == "nosniff", path
                assert answer["Referrer-Policy"] == "same-origin", path


def test_tracking_parameters_share_the_page(world: World, front: FrontClient) -> None:
    """Otherwise anybody could push every kept page out of memory with addresses made up by the thousand."""
    path = world.part.get_absolute_url()
    plain = front.get(path)
    before = len(pages)
    answers = [front.get(f"{path}?utm_source={number}") for number in range(5)]
    assert {answer.body for answer in answers} == {plain.body}
    assert len(pages) == before


def test_unknown_addresses_are_not_kept(world: World, front: FrontClient) -> None:
    for path in ("/part/999-x/", "/story/999-x/", "/tag/nothing/", "/by/nobody/", "/x/", "/../etc/passwd", "/%00"):
        assert front.get(path).status in (400, 404), path
    assert len(pages) == 0


def test_a_wrong_slug_leads_to_the_right_address(world: World, front: FrontClient) -> None:
    right = world.part.get_absolute_url()
    number = world.part.pk
    for wrong in (f"/part/{number}-x/", f"/part/{number}/", f"/part/{number}", right.rstrip("/")):
        answer = front.get(wrong)
        assert (answer.status, answer["Location"]) == (301, right), wrong
    assert len(pages) == 0


def test_a_signed_in_page_is_for_one_person_alone(world: World, front: FrontClient) -> None:
    for path in kept_pages(world):
        for _ in range(3):
            answer = front.get(path, by=world.ben, Accept_Encoding="gzip")
            assert answer.status == 200, path
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["ETag"] == answer["Last-Modified"] == ""
            assert "Cookie" in answer["Vary"]
            assert "Ben" in answer.text


def test_a_known_visitor_costs_one_query_set(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    front.get(path, by=world.ben)
    front.get(path, by=world.ben)
    with CaptureQueriesContext(connection) as queries:
        answer = front.get(path, by=world.ben)
    assert "Voted" in answer.text
    assert len(queries) == 1


def test_a_made_up_session_is_a_stranger(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    shared = front.get(path)
    for cookie in ("inkstead_session=", "inkstead_session=nonsense", "inkstead_session=" + "a" * 32 + "; x=1"):
        for _ in range(2):
            assert front.get(path, Cookie=cookie).body == shared.body


def test_signing_out_ends_it_at_once(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    cookies = front.cookies_of(world.ben)
    assert "Voted" in front.get(path, Cookie=cookies).text
    assert "Voted" in front.get(path, Cookie=cookies).text
    signed_out = front.post("/me/logout/", by=world.ben)
    assert signed_out.status in (200, 302)
    assert front.get(path, Cookie=cookies).body == front.get(path).body


@pytest.mark.parametrize("state", [State.DRAFT, State.SCHEDULED, State.WITHDRAWN])
def test_an_unpublished_part_is_not_there(world: World, front: FrontClient, state: State) -> None:
    path = world.parts[Visibility.PUBLIC, state].get_absolute_url()
    assert [front.get(path, by=by).status for by in (None, world.cleo, world.ben, world.ana)] == [404, 404, 404, 200]


def test_nothing_is_kept_when_the_memory_is_switched_off(
    world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "limit", 0)
    path = world.part.get_absolute_url()
    one, two = front.get(path), front.get(path)
    assert one.body == two.body
    assert len(pages) == pages.size == 0


def test_a_broken_hole_is_not_the_end_of_the_page(
    world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The front hands on to Django, which tells a person in words; the next request is answered again."""
    path = world.part.get_absolute_url()
    front.get(path, by=world.ben)

    def fail(*_: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr("inkstead.web.pages.fill", fail)
        assert front.get(path, by=world.ben).status == 500
        assert front.get(path).status == 200
    assert front.get(path, by=world.ben).status == 200


def test_negotiation_is_what_the_front_uses(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    for accept in ("gzip, deflate, br, zstd", "gzip;q=1.0, br;q=0", "identity", "*", "zstd", "br;q=0.5, gzip"):
        wanted = encodings.negotiate(accept)
        assert (front.get(path, Accept_Encoding=accept)["Content-Encoding"] or "identity") == wanted


def test_only_what_needs_no_waiting_is_answered_at_once(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()

    def ready(method: str = "GET", asked: str = path, **headers: str) -> Any:
        return front.application.at_once(environ_of(method, asked, b"", headers))

    assert ready() is None, "nothing is kept yet"
    front.get(path)
    front.get(path, Accept_Encoding="gzip")
    status, headers, body = ready()
    assert (status, headers, body) == (200, front.get(path).headers, front.get(path).body)
    assert ready("HEAD")[2] == b""
    assert ready(If_None_Match="*")[0] == 304
    assert ready(Accept_Encoding="gzip")[0] == 200
    assert ready(Accept_Encoding="br") is None, "compressing takes its time"
    assert ready("POST") is None
    assert ready(asked=path + "?x=1") is None
    assert ready(Cookie=front.cookies_of(world.ben)) is None
    assert ready(Cookie="messages=x") is None
    assert ready(asked=world.draft.get_absolute_url()) is None
