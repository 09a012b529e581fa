"""Joining through the real pages."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client

from inkstead.accounts import actions
from inkstead.accounts.models import PenName, User
from tests.accounts.conftest import PASSWORD, code_in, is_signed_in, prove, sign_in, without_secrets


def join(name: str = "Cleo", email: str = "cleo@example.org", client: Client | None = None, **more: Any) -> Any:
    form = {"pen_name": name, "email": email, "password1": PASSWORD, **more}
    return (client or Client()).post("/me/signup/", form)


def a_while_passes() -> None:
    """Codes are sent to one address every ten seconds at most."""
    cache.clear()
    User.objects.update(created_at=F("created_at") - timedelta(minutes=1))


def confirm(client: Client) -> Any:
    return client.post("/me/confirm-email/", {"code": code_in(str(mail.outbox[-1].body))})


def test_join_confirm_and_be_in(db: None) -> None:
    client = Client()
    answer = join(client=client)
    assert (answer.status_code, answer["Location"]) == (302, "/me/confirm-email/")
    assert not is_signed_in(client)
    assert not PenName.objects.exists()  # a wish holds no name
    assert [(message.to, message.subject.startswith("[Inkstead] Your code: ")) for message in mail.outbox] == [
        (["cleo@example.org"], True)
    ]
    assert "15 minutes" in mail.outbox[0].body
    confirm(client)
    assert is_signed_in(client)
    user = User.objects.get()
    assert (str(user.pen_name), user.wished_pen_name, user.email) == ("Cleo", "", "cleo@example.org")
    address = EmailAddress.objects.get()
    assert (address.verified, address.primary) == (True, True)


def test_all_three_fields_are_asked_in_one_form(db: None) -> None:
    page = Client().get("/me/signup/").content.decode()
    assert page.index('name="pen_name"') < page.index('name="email"') < page.index('name="password1"')


@pytest.mark.parametrize("name", ["", "admin", "In\u200bkstead", "x" * 61, "\x00", "aNA", "!!!"])
def test_a_bad_name_is_said_beside_the_field(ana: User, name: str) -> None:
    answer = join(name)
    assert answer.status_code == 200
    assert "pen_name" in answer.context["form"].errors
    assert User.objects.count() == 1
    assert not mail.outbox


def test_a_name_that_is_markup_is_only_a_name(db: None) -> None:
    client = Client()
    name = "<script>alert(1)</script>"
    join(name, client=client)
    confirm(client)
    for path in ("/me/", "/me/pen-names/", "/me/tokens/", "/me/settings/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/me/pen-names/").content.decode()
    assert "<script>alert" not in join(name).content.decode()  # the form that comes back


def test_an_address_with_an_account_gets_the_same_answer_and_a_letter(ana: User) -> None:
    known, unknown = Client(), Client()
    first, second = join("One", "ana@example.org", known), join("Two", "new@example.org", unknown)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [client.get("/me/confirm-email/").content.decode() for client in (known, unknown)]
    pages = [without_secrets(page).replace("ana@example.org", "A").replace("new@example.org", "A") for page in pages]
    assert pages[0] == pages[1]
    letters = {message.to[0]: str(message.subject) for message in mail.outbox}
    assert letters["ana@example.org"] == "[Inkstead] You have an account already"
    assert letters["new@example.org"].startswith("[Inkstead] Your code: ")
    wrong = [client.post("/me/confirm-email/", {"code": "BBBB-CCCC"}) for client in (known, unknown)]
    assert [answer.status_code for answer in wrong] == [200, 200]
    assert wrong[0].context["form"].errors == wrong[1].context["form"].errors
    again = [client.post("/me/confirm-email/", {"action": "resend"}) for client in (known, unknown)]
    assert again[0].status_code == again[1].status_code


def test_a_joining_that_may_be_known_leaves_the_name_free_either_way(ana: User) -> None:
    """Otherwise whether the name went would tell whether the address has an account."""
    join("Dia", "ana@example.org")
    join("Eve", "new@example.org")
    for name in ("Dia", "Eve"):
        assert "form" not in (join(name, f"{name}@example.org").context or {})


def test_the_password_is_hashed_once_either_way(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    join("One", "ana@example.org")
    known = len(hashed)
    join("Two", "new@example.org")
    assert (known, len(hashed) - known) == (1, 1)


def test_an_address_never_confirmed_can_join_again(db: None) -> None:
    join("First", "cleo@example.org")
    a_while_passes()
    client = Client()
    join("Second", "cleo@example.org", client)
    confirm(client)
    assert [str(user.pen_name) for user in User.objects.all()] == ["Second"]


def test_who_confirms_later_gets_the_name_with_a_number(db: None) -> None:
    first, second = Client(), Client()
    join("Cleo", "one@example.org", first)
    code = code_in(str(mail.outbox[-1].body))
    join("CLEO", "two@example.org", second)
    confirm(second)
    answer = first.post("/me/confirm-email/", {"code": code}, follow=True)
    assert sorted(str(user.pen_name) for user in User.objects.all()) == ["CLEO", "Cleo 2"]
    assert "yours is “Cleo 2”" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_address_make_one_account() -> None:
    start, statuses = threading.Barrier(2), []

    def run(number: int) -> None:
        start.wait()
        try:
            statuses.append(join(f"Cleo {number}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {302, 429}  # 429: a code went to this address a moment ago
    assert User.objects.count() == 1


def test_joining_is_limited_by_address_of_the_reader(db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}
    statuses = [join("admin").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert Client(REMOTE_ADDR="203.0.113.9").get("/me/signup/").status_code == 200


def test_a_code_for_joining_is_sent_by_sign_in_too(db: None) -> None:
    join()
    a_while_passes()
    client = sign_in("cleo@example.org")
    assert not is_signed_in(client)
    confirm(client)
    assert is_signed_in(client)
    assert str(User.objects.get().pen_name) == "Cleo"


def test_somebody_elses_unconfirmed_address_can_be_changed_to(ana: User) -> None:
    join("Squatter", "new@example.org")
    a_while_passes()
    client = prove(sign_in("ana@example.org"))
    client.post("/me/email/", {"email": "new@example.org", "action_add": ""})
    confirm(client)
    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert User.objects.count() == 1


def test_an_address_that_was_taken_meanwhile_is_refused_in_a_sentence(ana: User) -> None:
    client = prove(sign_in("ana@example.org"))
    client.post("/me/email/", {"email": "new@example.org", "action_add": ""})
    code = code_in(str(mail.outbox[-1].body))
    actions.create_account(pen_name="Cleo", email="new@example.org")
    EmailAddress.objects.filter(email="new@example.org").delete()  # as an account from elsewhere would be
    answer = client.post("/me/confirm-email/", {"code": code}, follow=True)
    assert answer.status_code == 200
    assert "There is an account with that address already." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
