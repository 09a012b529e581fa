from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World


def turn(client: Client, **given: str) -> dict[str, str]:
    answer = client.post(reverse("turn_text"), given)
    found: dict[str, str] = answer.json()
    return found | {"status": str(answer.status_code)}


def test_a_text_of_the_editor_becomes_markdown_and_comes_back_with_its_ids(world: World, client_of: ClientOf) -> None:
    ana = client_of(world.ana)
    html = '<p id="b-00000001">One <em>two</em>.</p>\n<hr id="b-00000002">\n<p id="b-00000003">Three.</p>'
    plain = turn(ana, text=html, format="editor")
    assert (plain["text"], plain["format"]) == ("One *two*.\n\n* * *\n\nThree.", "markdown")
    changed = plain["text"].replace("Three", "Thirteen")
    back = turn(ana, text=changed, format="markdown", before=html)
    assert back["html"] == html.replace("Three", "Thirteen")


def test_what_markdown_cannot_say_stays_html(world: World, client_of: ClientOf) -> None:
    plain = turn(client_of(world.ana), text='<p class="align-center">One</p>', format="editor")
    assert (plain["format"], plain["text"]) == ("html", '<p class="align-center">One</p>')


def test_a_text_that_cannot_be_read_is_one_sentence(world: World, client_of: ClientOf) -> None:
    told = turn(client_of(world.ana), text="x" * 1_000_001, format="text")
    assert told["status"] == "422"
    assert "1,000,001 characters" in told["error"]


def test_a_stranger_turns_nothing(client_of: ClientOf) -> None:
    assert (
        client_of(None).post(reverse("turn_text"), {"text": "x", "format": "text"}, HTTP_ACCEPT="*/*").status_code
        == 302
    )
