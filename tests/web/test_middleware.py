"""Pages for what went wrong, and the headers that every answer carries."""

from __future__ import annotations

from django.test import Client

from tests.conftest import ClientOf
from tests.world import World


def test_what_is_not_there_is_told_in_words(world: World, client_of: ClientOf) -> None:
    for person in (None, world.cleo):
        answer = client_of(person).get("/no/such/place/")
        assert answer.status_code == 404
        assert "There is no page at this address." in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_refusal_is_a_page_a_message_or_json(world: World, client_of: ClientOf) -> None:
    path, sentence = world.draft.get_absolute_url() + "vote/", "This part is not published"
    ana = client_of(world.ana)
    page = ana.post(path)
    assert (page.status_code, sentence in page.content.decode()) == (403, True)
    told = ana.post(path, HTTP_ACCEPT="application/json")
    assert (told.status_code, told.json()["error"]["code"]) == (403, "invalid")
    assert told.json()["error"]["message"].startswith(sentence)
    back = ana.post(path, HTTP_REFERER="http://testserver/write/")
    assert (back.status_code, back["Location"]) == (302, "http://testserver/write/")
    elsewhere = ana.post(path, HTTP_REFERER="https://evil.example/write/")
    assert elsewhere.status_code == 403


def test_a_form_without_its_key_is_told_what_is_safe(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cleo)
    answer = client.post(world.part.get_absolute_url() + "comments/", {"body": "Lost?"})
    assert answer.status_code == 403
    assert "what you typed is still in the page before this one" in answer.content.decode()
