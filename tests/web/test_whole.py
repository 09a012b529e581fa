"""Half a body is never taken for a whole one, whatever it would have said so far."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from inkstead.web.whole import Whole
from tests.through_front import CSRF_SECRET, Arriving, FrontClient
from tests.world import World

FORM = "application/x-www-form-urlencoded"
PARTED = "multipart/form-data; boundary=XX"


def parted(fields: dict[str, Any]) -> bytes:
    pieces = [
        f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return ("".join(pieces) + "--XX--\r\n").encode()


@pytest.mark.parametrize("kind", [FORM, PARTED])
@pytest.mark.parametrize("key", ["in the form", "in a header"])
def test_a_form_that_breaks_off_changes_nothing(world: World, front: FrontClient, kind: str, key: str) -> None:
    """The control is the same form, announced as long as it is."""
    path, token = world.second.get_absolute_url() + "comments/", {"csrfmiddlewaretoken": CSRF_SECRET}
    fields = {"body": "The first half of a thought"} | (token if key == "in the form" else {})
    body = urlencode(fields).encode() if kind == FORM else parted(fields)
    headers = {"Content_Type": kind, "Referer": "http://127.0.0.1:8000/"}
    if key == "in a header":
        headers["X_CSRFToken"] = CSRF_SECRET

    cut = front.ask("POST", path, body=body, by=world.cleo, **headers, Content_Length=str(len(body) + 200))
    assert cut.status in (400, 403)
    assert "othing was changed" in cut.text
    assert not world.second.comments.exists()

    whole = front.ask("POST", path, body=body, by=world.cleo, **headers)
    assert whole.status == 302
    assert [said.body for said in world.second.comments.all()] == ["The first half of a thought"]


def test_json_that_breaks_off_is_told_so(world: World, front: FrontClient) -> None:
    body = b'{"base": 1, "tab": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "turn": 1, "text": "half"}'
    headers = {"Content_Type": "application/json", "X_CSRFToken": CSRF_SECRET, "Referer": "http://127.0.0.1:8000/"}
    path = f"/write/part/{world.draft.pk}/draft/"
    cut = front.ask("PUT", path, body=body, by=world.ana, **headers, Content_Length=str(len(body) + 1))
    assert (cut.status, cut.json()["error"]["message"]) == (400, "This arrived incomplete; nothing was changed by it.")
    assert front.ask("PUT", path, body=body, by=world.ana, **headers).status == 200


def test_more_than_was_announced_is_left_where_it_is(world: World, front: FrontClient) -> None:
    path = world.second.get_absolute_url() + "comments/"
    body = urlencode({"csrfmiddlewaretoken": CSRF_SECRET, "body": "All of it"}).encode()
    headers = {"Content_Type": FORM, "Referer": "http://127.0.0.1:8000/"}
    front.ask(
        "POST", path, body=body + b" and another request", by=world.cleo, **headers, Content_Length=str(len(body))
    )
    assert [said.body for said in world.second.comments.all()] == ["All of it"]


def test_what_is_too_large_is_told_in_the_form_and_keeps_what_was_typed(
    world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is read line by line and thrown away. The control breaks off in it."""
    monkeypatch.setattr("inkstead.exchange.views.arriving.LIMIT", 100_000)
    typed = {"csrfmiddlewaretoken": CSRF_SECRET, "title": "Forty Lamps", "text": "Typed by hand.", "format": "auto"}
    head = '--XX\r\nContent-Disposition: form-data; name="uploads"; filename="a.txt"\r\n\r\n'
    file = b"A line of it.\n" * 40_000 + b"x" * 300_000
    body = parted(typed).removesuffix(b"--XX--\r\n") + head.encode() + file + b"\r\n--XX--\r\n"
    headers = {"Content_Type": PARTED, "Referer": "http://127.0.0.1:8000/"}

    answer = front.ask("POST", "/write/import/", body=body, by=world.ana, **headers)
    assert (answer.status, "That is larger than 32 MB" in answer.text) == (422, True)
    assert 'value="Forty Lamps"' in answer.text
    assert "Typed by hand." in answer.text
    cut = front.ask("POST", "/write/import/", body=body[:-1], by=world.ana, **headers, Content_Length=str(len(body)))
    assert (cut.status, "broke off on its way" in cut.text) == (400, True)


@pytest.mark.parametrize("line", [b"", b"short\n", b"y" * 70_000 + b"\n"])
def test_lines_and_pieces_are_all_of_it_in_order(line: bytes) -> None:
    body = line * 3 + b"the end"
    whole = Whole({"wsgi.input": Arriving(body), "CONTENT_LENGTH": str(len(body))})
    taken = whole.read(3) + whole.readline(2) + whole.readline() + whole.read(4)
    while piece := whole.readline():
        taken += piece
    assert taken == body
    short = Whole({"wsgi.input": Arriving(body), "CONTENT_LENGTH": str(len(body) + 1)})
    with pytest.raises(ConnectionResetError):
        list(iter(short.readline, b""))
