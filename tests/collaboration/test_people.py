"""The pages where people are asked, named and sent away."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.collaboration.actions import invite, offer_story, take_back_invitation
from inkstead.stories.models import Contributor, Invitation, Role
from tests.collaboration.conftest import works_on
from tests.conftest import ClientOf
from tests.factories import make_pen_name
from tests.world import World


@pytest.fixture
def page(world: World) -> str:
    return f"/write/story/{world.story.pk}/people/"


def test_the_author_invites_and_takes_back(world: World, client_of: ClientOf, page: str) -> None:
    client = client_of(world.ana)
    client.post(page, {"name": "Ben", "role": "editor"})
    made = Invitation.objects.get()
    text = client.get(page).content.decode()
    assert "Open invitations" in text
    assert "Ben" in text
    client.post(f"/write/story/{world.story.pk}/invitations/{made.pk}/take-back/")
    made.refresh_from_db()
    assert made.answer == "taken_back"


def test_an_unknown_name_comes_back_with_a_sentence(world: World, client_of: ClientOf, page: str) -> None:
    answer = client_of(world.ana).post(page, {"name": "<b>Nobody", "role": "editor"})
    assert answer.status_code == 422
    assert "Nobody here writes under the name “&lt;b&gt;Nobody”." in answer.content.decode()
    assert 'value="&lt;b&gt;Nobody"' in answer.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_who_works_on_it_reads_the_page_and_can_leave(
    world: World, ben: User, client_of: ClientOf, page: str, role: str
) -> None:
    found = works_on(world.story, ben, role)
    invite(world.story, name="Cleo", role=Role.BETA, by=world.ana)
    client = client_of(ben)
    text = client.get(page).content.decode()
    assert "Leave" in text
    assert [word for word in ("Invite somebody", "Cleo", "Take back", "Change<") if word in text] == []
    assert client.post(page, {"name": "Cleo", "role": "beta"}).status_code == 403
    assert client.get(f"{page}{found.pk}/").status_code == 403
    client.post(f"{page}{found.pk}/leave/")
    assert not Contributor.objects.exists()
    assert client.get(page).status_code == 404


def test_the_author_changes_a_role_and_removes(world: World, ben: User, client_of: ClientOf, page: str) -> None:
    found, client = works_on(world.story, ben, Role.BETA), client_of(world.ana)
    assert client.get(f"{page}{found.pk}/").status_code == 200
    client.post(f"{page}{found.pk}/", {"role": "editor"})
    found.refresh_from_db()
    assert found.role == Role.EDITOR
    assert client.post(f"{page}{found.pk}/", {"role": "king"}).status_code == 422
    client.post(f"{page}{found.pk}/leave/")
    assert client_of(ben).get(page).status_code == 404


def test_an_invitation_is_found_by_the_invited_and_by_nobody_else(world: World, ben: User, client_of: ClientOf) -> None:
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    address = f"/write/invitations/{made.pk}/"
    for other in (world.cleo, world.ana):
        client = client_of(other)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}accept/").status_code == 404
        assert client.post(f"{address}decline/").status_code == 404
        assert address not in client.get("/write/").content.decode()
    client = client_of(ben)
    assert address in client.get("/write/").content.decode()
    assert "Accept" in client.get(address).content.decode()
    for _ in range(2):  # accepted twice is harmless
        assert client.post(f"{address}accept/")["Location"] == f"/write/story/{world.story.pk}/"
    text = client.get("/write/").content.decode()
    assert address not in text
    assert "With others" in text
    assert "Editor" in text
    assert "You have accepted on" in client.get(address).content.decode()


def test_a_withdrawn_invitation_says_so(world: World, ben: User, client_of: ClientOf) -> None:
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    take_back_invitation(made, by=world.ana)
    client = client_of(ben)
    text = client.get(f"/write/invitations/{made.pk}/").content.decode()
    assert "has taken this invitation back" in text
    assert "Accept" not in text
    answer = client.post(f"/write/invitations/{made.pk}/accept/")
    assert answer.status_code == 403
    assert "Ana has taken this invitation back." in answer.content.decode()


def test_no_page_tells_that_two_names_belong_together(world: World, ben: User, client_of: ClientOf, page: str) -> None:
    """Ana's other name is asked to join, and so are both of Ben's."""
    second = make_pen_name(ben, "Benedikt Vale")
    works_on(world.story, ben, Role.BETA)
    works_on(world.story, ben, Role.BETA, pen_name=second)
    works_on(world.story, world.cleo, Role.BETA)
    text = client_of(world.ana).get(page).content.decode()
    assert ">Ben<" in text
    assert "Benedikt Vale" in text
    seen_by_cleo = client_of(world.cleo).get(page).content.decode()
    assert "Ada Quill" not in seen_by_cleo
    assert seen_by_cleo.count("(you)") == 1


def test_a_story_is_offered_and_taken(world: World, ben: User, client_of: ClientOf) -> None:
    client, address = client_of(world.ana), f"/write/story/{world.story.pk}/transfer/"
    wrong = client.post(address, {"name": "Ben", "title": "Another"})
    assert wrong.status_code == 422
    client.post(address, {"name": "Ben", "title": world.story.title, "stays": "on"})
    made = Invitation.objects.get()
    assert "has not answered yet" in client.get(address).content.decode()
    text = client_of(ben).get(f"/write/invitations/{made.pk}/").content.decode()
    assert "stays as a co-author" in text
    assert client_of(ben).post(f"/write/invitations/{made.pk}/accept/")["Location"] == f"/write/story/{world.story.pk}/"
    assert client.get(f"/write/story/{world.story.pk}/").status_code == 200
    assert client.get(address).status_code == 403


def test_offering_to_oneself_or_to_nobody_gets_a_sentence(world: World, client_of: ClientOf) -> None:
    client, address = client_of(world.ana), f"/write/story/{world.story.pk}/transfer/"
    for name in ("Ana", "Nobody Such"):
        assert client.post(address, {"name": name, "title": world.story.title}).status_code == 422
    assert offer_story(world.story, name="Ada Quill", stays=False, by=world.ana).pen_name == world.other_name
