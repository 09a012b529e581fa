"""`inkstead user` and `inkstead token`, as the command line runs them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inkstead.accounts import actions
from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from tests.accounts.conftest import PASSWORD


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*arguments: str, stdin: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        out = io.StringIO()
        call_command(*arguments, stdout=out)
        return out.getvalue()

    return run


def test_user_create_makes_a_person_who_can_sign_in(run: Any) -> None:
    arguments = ("user", "create", "Ana", "--email", "ana@example.org", "--role", "admin")
    out = run(*arguments, "--password-stdin", "--json", stdin=PASSWORD + "\nmore\n")
    user = User.objects.get()
    assert json.loads(out) == {"pen_name": "Ana", "id": user.pk}
    assert user.check_password(PASSWORD)
    assert user.role == "admin"


def test_user_create_without_a_password_says_how_to_get_one(run: Any) -> None:
    assert "Forgot your password" in run("user", "create", "Ana", "--email", "ana@example.org")


def test_user_create_refuses_in_one_sentence(run: Any) -> None:
    run("user", "create", "Ana", "--email", "ana@example.org")
    with pytest.raises(Refused, match="pen name is taken"):
        run("user", "create", "ana", "--email", "other@example.org")


def test_a_batch_prints_a_line_each_with_a_working_token(run: Any) -> None:
    people = [{"pen_name": "Ana", "email": "ana@x.org", "password": PASSWORD}, {"pen_name": "Bé", "email": "b@x.org"}]
    out = run(
        "user", "create", "--batch", "--token", "check", "--json", stdin="\n".join(map(json.dumps, people)) + "\n\n"
    )
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["pen_name"] for row in rows] == ["Ana", "Bé"]
    for row in rows:
        found = actions.user_for_token(row["token"])
        assert found is not None
        assert (found.user.pk, found.pen_name.name) == (row["id"], row["pen_name"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2: this is not JSON."),
        ("[]", "Line 2: an object"),
        ('{"pen_name": "Cleo"}', "Line 2: an object"),
        ('{"pen_name": "Cleo", "email": 7}', "Line 2: an object"),
        ('{"pen_name": "Cleo", "email": "c@x.org", "is_admin": "1"}', "Line 2: an object"),
        ('{"pen_name": "Cleo", "email": "c"}', "Line 2: That is not an e-mail address."),
        ('{"pen_name": "Cleo", "email": "c@x.org", "password": "1"}', "Line 2: This password is too short."),
        ('{"pen_name": "Cleo", "email": "c@x.org", "role": "king"}', "Line 2: The role must be"),
        ('{"pen_name": "\\ud800", "email": "c@x.org"}', "Line 2: A pen name must not hold invisible"),
        ('{"pen_name": "ANA", "email": "c@x.org"}', "Line 2: That pen name is taken"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_made(run: Any, line: str, said: str) -> None:
    with pytest.raises(CommandError, match="No account was made") as refusal:
        run("user", "create", "--batch", "--json", stdin='{"pen_name": "Ana", "email": "ana@x.org"}\n' + line + "\n")
    assert str(refusal.value).startswith(said)
    assert not User.objects.exists()


def test_wrong_usage_is_an_error_of_usage(run: Any) -> None:
    with pytest.raises((CommandError, SystemExit)):
        run("user", "create", "Ana")


def test_token_create_prints_the_token_once(run: Any, ana: User) -> None:
    token = json.loads(run("token", "create", "ana", "--name", "app", "--json"))["token"]
    found = actions.user_for_token(token)
    assert found is not None
    assert found.user == ana
    with pytest.raises(CommandError, match="no pen name “Nobody Here”"):
        run("token", "create", "Nobody Here", "--name", "app")
