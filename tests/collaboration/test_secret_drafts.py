"""A draft by its secret address: for whoever holds it, and for nobody after it was revoked."""

from __future__ import annotations

import re

import pytest

from inkstead.collaboration.actions import make_secret_link, revoke_secret_link
from inkstead.collaboration.models import SecretLink
from inkstead.reading import counting
from inkstead.reading.models import Read
from inkstead.stories.actions import revise_part
from inkstead.stories.models import Part, State, Visibility
from tests.conftest import ClientOf
from tests.through_front import FrontClient
from tests.world import World, canary


def make_link(world: World, part: Part, *, newest: bool = True) -> str:
    _, token = make_secret_link(part, for_whom="My sister", newest=newest, by=world.ana)
    return f"/draft/{token}/"


def test_the_page_shows_an_address_once(world: World, client_of: ClientOf) -> None:
    client, page = client_of(world.ana), f"/write/part/{world.draft.pk}/links/"
    text = client.post(page, {"for_whom": "My sister", "shows": "fixed", "days": "7"}).content.decode()
    found = re.search(r'value="[^"]*(/draft/[^"]+/)"', text)
    assert found is not None
    assert "Canary of the public draft part" in client_of(None).get(found[1]).content.decode()
    again = client.get(page).content.decode()
    assert found[1] not in again
    assert "My sister" in again
    client.post(f"/write/links/{SecretLink.objects.get().pk}/revoke/")
    assert client_of(None).get(found[1]).status_code == 404


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("state", list(State))
def test_it_opens_one_part_and_names_no_other(
    world: World, front: FrontClient, visibility: Visibility, state: State
) -> None:
    path = make_link(world, world.parts[visibility, state])
    for by in (None, world.cleo):
        answer = front.get(path, by=by)
        assert answer.status == 200
        shown = [(one, other) for one, other in world.parts if canary(one, other).rsplit("\n", 1)[1] in answer.text]
        assert shown == [(visibility, state)]
        assert "Ada Quill" not in answer.text
        assert 'href="/story/' not in answer.text
        assert answer.all("Cache-Control") == ["private, no-store"]
        assert answer.all("Referrer-Policy") == ["no-referrer"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.text
        assert path not in answer.text


def test_revoked_and_unknown_look_the_same(world: World, front: FrontClient) -> None:
    path = make_link(world, world.draft)
    revoke_secret_link(SecretLink.objects.get(), by=world.ana)
    revoked, unknown = front.get(path), front.get("/draft/" + "x" * 43 + "/")
    assert (revoked.status, unknown.status) == (404, 404)
    assert revoked.plain.replace(path.encode(), b"") == unknown.plain.replace(b"/draft/" + b"x" * 43 + b"/", b"")
    assert dict(revoked.headers) | {"Content-Length": ""} == dict(unknown.headers) | {"Content-Length": ""}
    for odd in ("/draft/%00/", "/draft/%ff/", "/draft//", "/draft/" + "y" * 5000 + "/"):
        assert front.get(odd).status == 404


def test_it_follows_the_draft_or_stays(world: World, front: FrontClient) -> None:
    newest, fixed = make_link(world, world.draft), make_link(world, world.draft, newest=False)
    revise_part(world.draft, by=world.ana, text="Newer words.", format="text")
    assert ("Newer words." in front.get(newest).text, "Newer words." in front.get(fixed).text) == (True, False)


def test_opening_it_is_no_read_but_the_author_sees_when(world: World, client_of: ClientOf) -> None:
    path = make_link(world, world.part)
    text = client_of(None).get(path).content.decode()
    assert "beacon" not in text
    counting.buffer.flush()
    assert not Read.objects.exists()
    page = client_of(world.ana).get(f"/write/part/{world.part.pk}/links/").content.decode()
    assert "last opened" in page
    assert "My sister" in page
    assert SecretLink.objects.get().digest not in page


def test_a_link_for_nobody_gets_a_sentence(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.ana).post(f"/write/part/{world.draft.pk}/links/", {"shows": "newest", "days": "0"})
    assert answer.status_code == 422
    assert not SecretLink.objects.exists()
