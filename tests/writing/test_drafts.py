from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from inkstead.accounts.models import User
from inkstead.stories import actions
from inkstead.stories.models import Contributor, Part, Role
from tests.conftest import ClientOf
from tests.factories import make_part
from tests.world import World

TAB = str(uuid4())


def put(client: Client, path: str, body: object) -> HttpResponse:
    given = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.put(path, given, content_type="application/json", HTTP_ACCEPT="application/json")  # type: ignore[return-value]


def sent(part: Part, client: Client, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = put(client, f"/write/part/{part.pk}/draft/", {"base": 1, "tab": TAB, "turn": 1} | body)
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def part(world: World) -> Part:
    return make_part(world.story, "Typed", text="One.\n\nTwo.", state="draft")


def test_a_save_answers_what_stands_and_how_the_blocks_are_called(
    world: World, part: Part, client_of: ClientOf
) -> None:
    given = {"changes": [{"after": "", "remove": [], "insert": ["<p>Zero.</p>", "<p id='b-abcdefgh'>Half.</p>"]}]}
    status, answer = sent(part, client_of(world.ana), **given)
    assert (status, answer["revision"], answer["words"], answer["by"]) == (200, 2, 4, "Ana")
    assert answer["ids"][0][1] == "b-abcdefgh"
    assert {"at", "rest", "url", "part"} < set(answer)


def test_a_late_save_is_a_409_that_names_both(world: World, part: Part, client_of: ClientOf) -> None:
    actions.revise_part(part, text="By the API.", format="text", by=world.ana)
    status, answer = sent(part, client_of(world.ana), text="Mine.")
    assert (status, answer["revision"], answer["current"]["revision"]) == (409, 3, 2)
    assert answer["compare"] == f"/write/part/{part.pk}/compare/3/"
    assert answer["error"]["code"] == "stale"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"base": 1, "tab": "', 400, "invalid_json"),
        (b"\xff\xfe", 400, "invalid_json"),
        ("[]", 422, "invalid"),
        ({"tab": TAB, "text": "No base."}, 422, "unknown_base"),
        ({"base": 1, "text": "No tab."}, 422, "invalid"),
        ({"base": 9, "tab": TAB, "text": "x"}, 422, "unknown_base"),
        ({"base": 2**40, "tab": TAB, "text": "x"}, 422, "invalid"),
        ({"base": 1, "tab": TAB, "text": "x", "html": "y"}, 422, "invalid"),
        ({"base": 1, "tab": TAB, "changes": [{"after": "b-nothing1"}]}, 422, "unknown_blocks"),
        ({"base": 1, "tab": TAB, "changes": [{"insert": [7]}]}, 422, "invalid"),
        ({"base": 1, "tab": TAB, "fields": {"state": "published"}}, 422, "invalid"),
        ({"base": 1, "tab": TAB, "text": "word " * 250_000}, 413, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    world: World, part: Part, client_of: ClientOf, body: object, status: int, code: str
) -> None:
    answer = put(client_of(world.ana), f"/write/part/{part.pk}/draft/", body)
    error = json.loads(answer.content)["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error["message"].endswith(".")
    assert part.revisions.count() == 1


def test_only_what_broke_off_is_called_incomplete(world: World, part: Part, client_of: ClientOf) -> None:
    said = {
        body: json.loads(put(client_of(world.ana), f"/write/part/{part.pk}/draft/", body).content)["error"]["message"]
        for body in ('{"base": 1, "tab": "', "base=1&text=x", b"\xff\xfe")
    }
    assert ["incomplete" in message for message in said.values()] == [True, False, False]
    assert ["not JSON" in message for message in said.values()] == [False, True, True]


def test_somebody_signed_out_is_told_so_and_not_sent_elsewhere(part: Part) -> None:
    status, answer = sent(part, Client(), text="x")
    assert (status, answer["error"]["code"]) == (401, "signed_out")


def test_a_page_whose_token_is_old_is_told_so_in_json(world: World, part: Part) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)
    assert sent(part, client, text="x")[1]["error"]["code"] == "csrf"


def test_strangers_and_readers_of_drafts_cannot_save(world: World, part: Part, client_of: ClientOf, cleo: User) -> None:
    assert sent(part, client_of(cleo), text="x")[0] == 404
    Contributor.objects.create(story=part.story, pen_name=world.ben.pen_name, role=Role.BETA)
    status, answer = sent(part, client_of(world.ben), text="x")
    assert (status, answer["error"]["code"]) == (403, "forbidden")
    assert part.revisions.count() == 1


def test_what_lies_in_the_bin_is_written_on_and_says_so(world: World, part: Part, client_of: ClientOf) -> None:
    from django.utils import timezone

    Part.objects.filter(pk=part.pk).update(binned_at=timezone.now())
    status, answer = sent(part, client_of(world.ana), text="Still kept.")
    assert status == 200
    assert "bin" in answer["notice"]


def test_a_part_that_is_gone_is_a_404_with_a_sentence(world: World, part: Part, client_of: ClientOf) -> None:
    number = part.pk
    actions.delete_part(part, by=world.ana)
    part.pk = number
    status, answer = sent(part, client_of(world.ana), text="x")
    assert (status, answer["error"]["code"]) == (404, "not_found")


def test_a_new_part_gets_its_address_with_its_first_words(world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{world.story.pk}/part/draft/"
    body = {"tab": TAB, "key": str(uuid4()), "html": "<p id='b-abcdefgh'>It began.</p>", "turn": 1}
    answers = [json.loads(put(client, path, body).content) for _ in range(2)]
    assert answers[0]["url"] == f"/write/part/{answers[0]['part']}/"
    assert answers[0]["part"] == answers[1]["part"]
    page = client.get(answers[0]["url"])
    assert page.status_code == 200
    # The form of the page it was begun on goes on without a conflict.
    assert page.context["form"].initial["rest"] == answers[0]["rest"] == answers[1]["rest"]
    assert put(client, path, {"tab": TAB, "html": "x"}).status_code == 422


def test_a_title_that_was_refused_and_is_mended_is_no_second_version(world: World, client_of: ClientOf) -> None:
    """Also of a page that calls what was refused what stood before, as browsers may still hold it."""
    client = client_of(world.ana)
    path = f"/write/story/{world.story.pk}/part/draft/"
    body: dict[str, Any] = {"tab": TAB, "html": "<p id='b-abcdefgh'>It began.</p>", "key": str(uuid4())}
    first = json.loads(put(client, path, body | {"turn": 1, "fields": {"title": "x" * 201}}).content)
    part = Part.objects.get(pk=first["part"])
    status, answer = sent(part, client, turn=2, fields={"title": "Lamp Oil"}, was={"title": "x" * 201})
    assert (list(first["fields"]), status, answer["revision"]) == (["title"], 200, 2)


def test_a_save_after_the_form_that_held_the_same_is_no_second_version(world: World, client_of: ClientOf) -> None:
    part = make_part(world.story, "Typed", text="One.", state="draft")
    client = client_of(world.ana)
    page = client.get(f"/write/part/{part.pk}/")
    form = {name: page.context["form"].initial.get(name) or "" for name in page.context["form"].fields}
    client.post(f"/write/part/{part.pk}/", form | {"text": "One.\n\nTwo.", "format": "text"})
    status, answer = sent(part, client, html="<p>One.</p><p id='b-abcdefgh'>Two.</p>")
    assert (status, answer["revision"]) == (200, 2)


def test_a_hundred_thousand_words_are_not_read_again(world: World, client_of: ClientOf) -> None:
    import time

    text = "\n\n".join("The lamp went out at nine. " * 8 for _ in range(2_000))
    part = make_part(world.story, "Long", text=text, state="draft")
    client, revision = client_of(world.ana), part.revisions.get()
    first = revision.html.split('"')[1]
    changes = [{"after": "", "remove": [first], "insert": [f'<p id="{first}">Changed.</p>']}]
    sent(part, client, changes=changes, base=1)
    begun = time.process_time()
    assert sent(part, client, changes=changes, base=2, turn=2)[0] == 200
    assert time.process_time() - begun < 0.25
