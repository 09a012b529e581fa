from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.collaboration.actions import (
    change_role,
    make_secret_link,
    open_secret_link,
    remove_contributor,
    revoke_secret_link,
)
from inkstead.collaboration.models import SecretLink
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import revise_part
from inkstead.stories.models import Part, Role, Story
from tests.collaboration.conftest import works_on
from tests.world import World


def test_only_the_digest_is_kept(world: World) -> None:
    link, token = make_secret_link(world.draft, for_whom="My sister", by=world.ana)
    assert open_secret_link(token) == link
    assert token not in str(SecretLink.objects.values().get())
    assert len(token) >= 43


def test_a_revoked_or_ended_link_opens_nothing(world: World) -> None:
    link, token = make_secret_link(world.draft, for_whom="My sister", by=world.ana)
    SecretLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_secret_link(token) is None
    SecretLink.objects.update(expires_at=None)
    assert open_secret_link(token) == link
    revoke_secret_link(link, by=world.ana)
    revoke_secret_link(link, by=world.ana)
    assert open_secret_link(token) is None
    assert open_secret_link("") is None
    assert open_secret_link("\udc80") is None


def test_what_lies_in_the_bin_opens_for_nobody(world: World) -> None:
    _, token = make_secret_link(world.draft, for_whom="My sister", by=world.ana)
    Part.objects.filter(pk=world.draft.pk).update(binned_at=timezone.now())
    assert open_secret_link(token) is None
    Part.objects.filter(pk=world.draft.pk).update(binned_at=None)
    Story.objects.filter(pk=world.story.pk).update(binned_at=timezone.now())
    assert open_secret_link(token) is None


def test_one_shows_the_newest_text_and_one_shows_a_fixed_one(world: World) -> None:
    newest, _ = make_secret_link(world.draft, for_whom="A", by=world.ana)
    fixed, _ = make_secret_link(world.draft, for_whom="B", newest=False, by=world.ana)
    before = world.draft.head
    revise_part(world.draft, by=world.ana, text="Another text.", format="text")
    assert newest.revision is None
    fixed.refresh_from_db()
    assert fixed.revision == before


def test_links_end_with_the_rights_of_who_made_them(world: World) -> None:
    found = works_on(world.story, world.ben, Role.COAUTHOR)
    _, first = make_secret_link(world.draft, for_whom="A", by=world.ben)
    _, anas = make_secret_link(world.draft, for_whom="B", by=world.ana)
    change_role(found, role=Role.EDITOR, by=world.ana)
    assert open_secret_link(first) is None
    change_role(found, role=Role.COAUTHOR, by=world.ana)
    _, second = make_secret_link(world.draft, for_whom="C", by=world.ben)
    remove_contributor(found, by=world.ben)
    assert open_secret_link(second) is None
    assert open_secret_link(anas) is not None


@pytest.mark.parametrize("role", [Role.EDITOR, Role.BETA])
def test_only_who_publishes_lets_others_read(world: World, role: Role) -> None:
    works_on(world.story, world.ben, role)
    link, _ = make_secret_link(world.draft, for_whom="A", by=world.ana)
    with pytest.raises(Refused):
        make_secret_link(world.draft, for_whom="A", by=world.ben)
    with pytest.raises(Refused):
        revoke_secret_link(link, by=world.ben)


def test_an_end_must_lie_ahead(world: World) -> None:
    with pytest.raises(Refused, match="has passed already"):
        make_secret_link(world.draft, for_whom="A", by=world.ana, expires_at=timezone.now())
