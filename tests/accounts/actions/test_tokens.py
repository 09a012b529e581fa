from __future__ import annotations

import hashlib

import pytest
from django.db import connection

from inkstead.accounts import actions
from inkstead.accounts.models import ApiToken, User
from inkstead.lib.refusals import Refused
from tests.accounts.conftest import pen_name_of


def test_only_the_digest_of_a_token_is_kept(ana: User) -> None:
    token = actions.create_token(ana, pen_name_of(ana), "reader app")
    assert token.startswith("ink_")
    assert len(token) >= 4 + 43  # 32 random bytes
    row = ApiToken.objects.get()
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_apitoken")
        assert token not in str(cursor.fetchall())


def test_a_token_finds_its_person_in_one_query(ana: User, django_assert_num_queries: object) -> None:
    token = actions.create_token(ana, pen_name_of(ana), "app")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = actions.user_for_token(token)
        assert found is not None
        assert (found.user, found.pen_name) == (ana, ana.pen_name)


@pytest.mark.parametrize("token", ["", "ink_", "ink_wrong", "Bearer", "ink_" + "x" * 500, "ink_ä", "ink_\x00"])
def test_a_wrong_token_finds_nobody(ana: User, token: str) -> None:
    actions.create_token(ana, pen_name_of(ana), "app")
    assert actions.user_for_token(token) is None


def test_a_revoked_token_and_one_of_a_closed_account_find_nobody(ana: User, ben: User) -> None:
    token = actions.create_token(ana, pen_name_of(ana), "app")
    actions.revoke_token(ben, ApiToken.objects.get().pk)  # not his
    assert actions.user_for_token(token)
    actions.revoke_token(ana, ApiToken.objects.get().pk)
    assert actions.user_for_token(token) is None
    token = actions.create_token(ben, pen_name_of(ben), "app")
    actions.deactivate_account(ben)
    assert actions.user_for_token(token) is None


def test_a_token_speaks_only_for_ones_own_pen_name(ana: User, ben: User) -> None:
    with pytest.raises(Refused, match="not one of your"):
        actions.create_token(ana, pen_name_of(ben), "app")


def test_tokens_are_limited(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.accounts.actions.tokens.LIMIT", 1)
    actions.create_token(ana, pen_name_of(ana), "one")
    with pytest.raises(Refused, match="revoke one"):
        actions.create_token(ana, pen_name_of(ana), "two")
