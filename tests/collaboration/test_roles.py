"""Every page and every button of the desk, as every person: exactly who gets in, and nothing of a draft for the rest.

The people: a stranger who is signed in, a follower, somebody who was removed, each role, and the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from inkstead.accounts.models import User
from inkstead.collaboration.actions import Wish, invite, make_secret_link, remove_contributor, suggest, write_note
from inkstead.collaboration.models import MarginNote, SecretLink, Suggestion
from inkstead.lib.prose import split_blocks
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Contributor, Invitation, Part, Role, State, Visibility
from tests.architecture.test_urls import ROUTES
from tests.collaboration.conftest import works_on
from tests.conftest import ClientOf
from tests.copies import Kept
from tests.factories import make_user
from tests.world import World, canary

OUTSIDE = ("guest", "stranger", "follower", "removed")
ALL = ("author", "coauthor", "editor", "beta")
EDITING = ("author", "coauthor", "editor")
PUBLISHING = ("author", "coauthor")
AUTHOR = ("author",)
NOBODY: tuple[str, ...] = ()

# The canaries: each stands in one place only.
NOTE, REPLY, WORDS, WHY, FOR_WHOM, INVITED = (
    "Notecanary",
    "Replycanary",
    "Wordcanary",
    "Whycanary",
    "Linkcanary",
    "Dora Inviteecanary",
)


@dataclass
class Desk:
    world: World
    people: dict[str, User | None]
    suggestion: Suggestion
    note: MarginNote
    link: SecretLink
    invitation: Invitation
    contributor: Contributor

    def address(self, route: str) -> str:
        """An address of this route that leads to Ana's draft and what stands around it."""
        values = {
            "story_id": self.world.story.pk,
            "part_id": self.world.draft.pk,
            "suggestion_id": self.suggestion.pk,
            "note_id": self.note.pk,
            "link_id": self.link.pk,
            "invitation_id": self.invitation.pk,
            "contributor_id": self.contributor.pk,
            "block": self.suggestion.block,
            "number": 1,
        }
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], 1)), route)


def build_desk(world: World) -> Desk:
    follower, removed = make_user("Fay"), make_user("Rex")
    follow_story(world.story, by=follower)
    people: dict[str, User | None] = {"guest": None, "stranger": world.cleo, "follower": follower, "removed": removed}
    for role in Role:
        people[role.value] = make_user(f"Name {role.value}")
        contributor = works_on(world.story, people[role.value], role)  # type: ignore[arg-type]
    people["author"] = world.ana
    left = works_on(world.story, removed, Role.COAUTHOR)
    draft = world.draft
    assert draft.head is not None
    block = split_blocks(draft.head.html)[0].id
    suggestion = suggest(draft, Wish("replace", block, f"{WORDS}.", "markdown", WHY, 1), by=people["beta"])  # type: ignore[arg-type]
    note = write_note(draft, body=NOTE, block=block, by=removed)
    write_note(draft, body=REPLY, parent=note, by=world.ana)
    link, _ = make_secret_link(draft, for_whom=FOR_WHOM, by=world.ana)
    make_user(INVITED)
    invitation = invite(world.story, name=INVITED, role=Role.BETA, by=world.ana)
    remove_contributor(left, by=world.ana)
    return Desk(world, people, suggestion, note, link, invitation, contributor)


kept_desk = Kept(build_desk)


@pytest.fixture
def desk(world: World) -> Desk:
    return kept_desk(world)


# Route: who may look at it (200), and who may press its button (no 403, 404 or 405).
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "write/story/<int:story_id>/": (ALL, NOBODY),
    "write/story/<int:story_id>/about/": (PUBLISHING, PUBLISHING),
    "write/story/<int:story_id>/cover/": (NOBODY, PUBLISHING),
    "write/story/<int:story_id>/plan/": (PUBLISHING, NOBODY),
    "write/story/<int:story_id>/plan/slots/": (NOBODY, PUBLISHING),
    "write/story/<int:story_id>/plan/hiatus/": (NOBODY, PUBLISHING),
    "write/story/<int:story_id>/plan/dates/": (PUBLISHING, PUBLISHING),
    "write/story/<int:story_id>/announcements/": (PUBLISHING, NOBODY),
    "write/story/<int:story_id>/announcements/new/": (PUBLISHING, PUBLISHING),
    "write/part/<int:part_id>/queue/": (NOBODY, PUBLISHING),
    "write/part/<int:part_id>/history/<int:number>/name/": (NOBODY, EDITING),
    "write/part/<int:part_id>/history/<int:number>/text/": (EDITING, NOBODY),
    "write/part/<int:part_id>/history/<int:number>/html/": (EDITING, NOBODY),
    "write/story/<int:story_id>/delete/": (AUTHOR, AUTHOR),
    "write/story/<int:story_id>/part/new/": (EDITING, EDITING),
    "write/story/<int:story_id>/people/": (ALL, AUTHOR),
    "write/story/<int:story_id>/people/<int:contributor_id>/": (AUTHOR, AUTHOR),
    "write/story/<int:story_id>/people/<int:contributor_id>/leave/": (("author", "beta"), ("author", "beta")),
    "write/story/<int:story_id>/invitations/<int:invitation_id>/take-back/": (NOBODY, AUTHOR),
    "write/story/<int:story_id>/transfer/": (AUTHOR, AUTHOR),
    "write/story/<int:story_id>/import/": (PUBLISHING, PUBLISHING),
    "write/story/<int:story_id>/figures/": (EDITING, NOBODY),
    "write/story/<int:story_id>/figures/figures.zip": (EDITING, NOBODY),
    "write/story/<int:story_id>/figures/<slug:name>.csv": (NOBODY, NOBODY),  # there is no sheet of that name
    "write/part/<int:part_id>/figures/": (EDITING, NOBODY),
    "write/part/<int:part_id>/figures/<slug:name>.csv": (NOBODY, NOBODY),
    "write/part/<int:part_id>/": (EDITING, EDITING),
    "write/part/<int:part_id>/publish/": (PUBLISHING, PUBLISHING),
    "write/part/<int:part_id>/schedule/": (PUBLISHING, PUBLISHING),
    "write/part/<int:part_id>/withdraw/": (PUBLISHING, PUBLISHING),
    "write/part/<int:part_id>/delete/": (PUBLISHING, PUBLISHING),
    "write/part/<int:part_id>/move/": (NOBODY, PUBLISHING),
    "write/part/<int:part_id>/history/": (EDITING, NOBODY),
    "write/part/<int:part_id>/history/<int:number>/": (EDITING, NOBODY),
    "write/part/<int:part_id>/history/<int:number>/restore/": (NOBODY, EDITING),
    # Whose comment it is must be said, and the draft has none: tests/discussion/test_tray.py.
    "write/part/<int:part_id>/tray/": (EDITING, NOBODY),
    "write/part/<int:part_id>/tray/<int:comment_id>/": (NOBODY, NOBODY),
    "write/part/<int:part_id>/read/": (ALL, NOBODY),
    "write/part/<int:part_id>/suggest/<str:block>/": (ALL, ALL),
    "write/part/<int:part_id>/suggestions/": (ALL, NOBODY),
    "write/part/<int:part_id>/suggestions/accept/": (NOBODY, NOBODY),  # without a name there is nothing to accept
    "write/suggestions/<int:suggestion_id>/accept/": (NOBODY, EDITING),
    "write/suggestions/<int:suggestion_id>/refuse/": (NOBODY, EDITING),
    "write/suggestions/<int:suggestion_id>/take-back/": (NOBODY, ("beta",)),
    "write/part/<int:part_id>/margin/": (ALL, ALL),
    "write/margin/<int:note_id>/reply/": (NOBODY, ALL),
    "write/margin/<int:note_id>/resolve/": (NOBODY, ALL),
    "write/margin/<int:note_id>/remove/": (NOBODY, NOBODY),  # only who wrote it, and they are gone
    "write/part/<int:part_id>/links/": (PUBLISHING, PUBLISHING),
    "write/links/<int:link_id>/revoke/": (NOBODY, PUBLISHING),
    "write/invitations/<int:invitation_id>/": (NOBODY, NOBODY),  # only whom it invites
    "write/invitations/<int:invitation_id>/accept/": (NOBODY, NOBODY),
    "write/invitations/<int:invitation_id>/decline/": (NOBODY, NOBODY),
}
KNOWN = [route for route in TABLE if route in ROUTES]


def went_in(client: Client, method: str, address: str) -> bool:
    """302 to the sign-in page is no way in, and neither is the form that a beta reader is led away from."""
    answer = getattr(client, method)(address)
    if answer.status_code == 302 and ("/me/login/" in answer["Location"] or method == "get"):
        return False
    return answer.status_code not in (401, 403, 404, 405)


def test_every_row_of_the_table_is_an_address() -> None:
    assert set(TABLE) - set(KNOWN) <= {"write/story/<int:story_id>/import/"}


@pytest.mark.parametrize("route", KNOWN)
def test_exactly_these_may_look(desk: Desk, client_of: ClientOf, route: str) -> None:
    who = {name for name, user in desk.people.items() if went_in(client_of(user), "get", desk.address(route))}
    assert who == set(TABLE[route][0])


@pytest.mark.parametrize("route", KNOWN)
def test_exactly_these_may_act(desk: Desk, client_of: ClientOf, route: str) -> None:
    clients = {name: client_of(user) for name, user in desk.people.items()}
    who = set()
    for name, client in clients.items():
        with transaction.atomic():
            if went_in(client, "post", desk.address(route)):
                who.add(name)
            transaction.set_rollback(True)  # for the next one everything stands as it did
    assert who == set(TABLE[route][1])


def every_desk_route() -> Iterator[str]:
    return (route for route in ROUTES if re.search(r"^write/.*<int:(story|part)_id>", route))


@pytest.mark.parametrize("route", [*every_desk_route()])
def test_no_page_of_the_desk_opens_for_somebody_outside(desk: Desk, client_of: ClientOf, route: str) -> None:
    """Also those that are not in the table: a new page has to refuse them by itself."""
    for name in OUTSIDE:
        for method in ("get", "post", "put"):
            assert not went_in(client_of(desk.people[name]), method, desk.address(route)), f"{name} {method}"


def secrets() -> list[str]:
    return [NOTE, REPLY, WORDS, WHY, FOR_WHOM, INVITED, "Canary of the public draft part"]


# What each of them sees of what stands around a draft, on whichever page of it.
SEEN = {
    "author": {NOTE, REPLY, WORDS, WHY, FOR_WHOM, INVITED, "Canary of the public draft part"},
    "coauthor": {NOTE, REPLY, WORDS, WHY, FOR_WHOM, "Canary of the public draft part"},
    "editor": {NOTE, REPLY, WORDS, WHY, "Canary of the public draft part"},
    "beta": {NOTE, REPLY, WORDS, WHY, "Canary of the public draft part"},  # the suggestion is their own
}


def body_of(answer: Any) -> str:
    """Also of a file that is sent piece by piece."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode(errors="replace"))


@pytest.mark.parametrize("name", [*OUTSIDE, *ALL])
def test_exactly_this_is_seen_on_all_pages_together(desk: Desk, client_of: ClientOf, name: str) -> None:
    client, found = client_of(desk.people[name]), set[str]()
    pages = [desk.address(route) for route in ROUTES if route.startswith("write/")]
    public = [desk.world.story.get_absolute_url(), desk.world.draft.get_absolute_url(), "/by/ana/", "/", "/stories/"]
    for address in (*pages, *public, f"/api/v1/parts/{desk.world.draft.pk}", f"/api/v1/stories/{desk.world.story.pk}"):
        text = body_of(client.get(address))
        found |= {word for word in secrets() if word in text}
    assert found == SEEN.get(name, set())


def test_who_only_suggests_sees_nobody_elses_suggestions(desk: Desk, client_of: ClientOf) -> None:
    other = make_user("Second Beta")
    works_on(desk.world.story, other, Role.BETA)
    client = client_of(other)
    for address in ("read/", "suggestions/"):
        text = client.get(f"/write/part/{desk.world.draft.pk}/{address}").content.decode()
        assert WORDS not in text
        assert "1 suggested" not in text
    assert client.post(f"/write/suggestions/{desk.suggestion.pk}/take-back/").status_code == 404


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("state", list(State))
def test_a_beta_reader_reads_every_part_of_the_story_and_of_no_other(
    desk: Desk, client_of: ClientOf, visibility: Visibility, state: State
) -> None:
    part: Part = desk.world.parts[visibility, state]
    answer = client_of(desk.people["beta"]).get(f"/write/part/{part.pk}/read/")
    mine = visibility == Visibility.PUBLIC
    assert answer.status_code == (200 if mine else 404)
    assert (canary(visibility, state).rsplit("\n", 1)[1] in answer.content.decode()) == mine


BUTTONS = {
    "Publish<": PUBLISHING,
    "Save and publish": PUBLISHING,
    "Publish later": PUBLISHING,
    "New part": EDITING,
    "Delete this story": AUTHOR,
    "Invite somebody": AUTHOR,
    "Secret links": PUBLISHING,
    ">Accept<": EDITING,
}


@pytest.mark.parametrize("button", list(BUTTONS))
def test_nobody_is_offered_what_would_be_refused(desk: Desk, client_of: ClientOf, button: str) -> None:
    story, part = desk.world.story.pk, desk.world.draft.pk
    pages = [f"/write/story/{story}/", f"/write/story/{story}/people/", f"/write/part/{part}/"]
    pages.append(f"/write/part/{part}/suggestions/")
    offered = {
        name
        for name in ALL
        if any(button in client_of(desk.people[name]).get(page, follow=True).content.decode() for page in pages)
    }
    assert offered <= set(BUTTONS[button])
    if button != "Delete this story":  # may have moved to a page of its own
        assert offered == set(BUTTONS[button])


def test_an_editor_changes_the_text_and_nothing_that_readers_see(desk: Desk, client_of: ClientOf) -> None:
    client = client_of(desk.people["editor"])
    part = desk.world.part
    text = client.get(f"/write/part/{part.pk}/").content.decode()
    fields = {
        name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]  # type: ignore[index]
        for name in ("revision", "rest")
    }
    fields |= {"title": part.title, "text": "Edited words.", "format": "markdown", "visibility": "public", "volume": ""}
    assert client.post(f"/write/part/{part.pk}/", fields | {"publish": "1"}).status_code == 422
    part.refresh_from_db()
    assert part.head_id == part.live_id
    assert client.post(f"/write/part/{part.pk}/", fields | {"title": "Another"}).status_code in (302, 422)
    assert client.post(f"/write/part/{part.pk}/", fields | {"visibility": "private"}).status_code in (409, 422)
    client.post(f"/write/part/{part.pk}/", fields)
    part.refresh_from_db()
    assert part.title != "Another"
    assert part.visibility == "public"
    assert part.live is not None
    assert "Edited words." not in part.live.text


def test_the_walk_knows_the_desk() -> None:
    assert len(list(every_desk_route())) > 20
    assert get_resolver().reverse_dict
