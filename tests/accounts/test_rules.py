from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from inkstead.accounts.models import Role, User
from inkstead.accounts.rules import can_keep_tags


def test_tag_keepers_and_administrators_keep_tags() -> None:
    assert {role for role in Role.values if can_keep_tags(User(role=role))} == {Role.TAG_KEEPER, Role.ADMIN}


def test_nobody_else_keeps_tags() -> None:
    assert not can_keep_tags(AnonymousUser())
    assert not can_keep_tags(User(role=Role.TAG_KEEPER, is_active=False))
