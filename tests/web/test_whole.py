"""Half a body is never taken for a whole one, whatever it would have said so far."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.through_front import CSRF_SECRET, FrontClient
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
