"""Getting in and out, with passwords, codes, apps and passkeys."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from inkstead.accounts.models import User
from tests.accounts.conftest import PASSWORD, code_in, is_signed_in, person, prove, sign_in, without_secrets


def test_the_right_password_lets_in(ana: User) -> None:
    assert is_signed_in(sign_in("Ana@Example.org"))


def test_known_and_unknown_addresses_get_the_same_answer(ana: User) -> None:
    known = Client().post("/me/login/", {"login": "ana@example.org", "password": "wrong"}).content.decode()
    unknown = Client().post("/me/login/", {"login": "who@example.org", "password": "wrong"}).content.decode()
    assert without_secrets(known).replace("ana@", "who@") == without_secrets(unknown)


def test_guessing_is_limited_also_from_many_addresses(ana: User) -> None:
    for number in range(5):
        sign_in("ana@example.org", "wrong", Client(REMOTE_ADDR=f"203.0.113.{number}"))
    client = sign_in("ana@example.org", PASSWORD, Client(REMOTE_ADDR="203.0.113.99"))
    assert not is_signed_in(client)


def test_the_key_of_a_session_changes_at_sign_in(ana: User) -> None:
    """A session that somebody planted before is not the one that is signed in."""
    client = Client()
    client.post("/me/password/reset/", {"email": "who@example.org"})  # gives a stranger a session
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in("ana@example.org", client=client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    "bad",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://localhost/",
        "https://127.0.0.1.evil.example/",
        " //evil.example",
        "\x08//evil.example",
    ],
)
def test_next_leads_nowhere_else(ana: User, bad: str) -> None:
    form = {"login": "ana@example.org", "password": PASSWORD, "next": bad}
    assert Client().post("/me/login/", form)["Location"] == "/"
    client = sign_in("ana@example.org")
    assert client.get("/me/login/", {"next": bad})["Location"] == "/"
    assert client.post("/me/logout/", {"next": bad})["Location"] == "/"


def test_next_leads_back_within_the_site(ana: User) -> None:
    form = {"login": "ana@example.org", "password": PASSWORD, "next": "/me/tokens/"}
    assert Client().post("/me/login/", form)["Location"] == "/me/tokens/"


def test_a_closed_account_stays_out(ana: User) -> None:
    User.objects.update(is_active=False)
    assert not is_signed_in(sign_in("ana@example.org"))


@pytest.mark.parametrize(
    "path",
    [
        "/me/login/",
        "/me/signup/",
        "/me/logout/",
        "/me/password/reset/",
        "/me/password/change/",
        "/me/pen-names/",
        "/me/settings/",
        "/me/tokens/",
        "/me/email/",
        "/me/sessions/",
        "/me/2fa/totp/activate/",
    ],
)
def test_a_forged_request_changes_nothing(ana: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.post(path, {"name": "x", "email": "evil@example.org"}).status_code == 403
    assert is_signed_in(client)


def test_signing_out_asks_first_and_needs_a_form(ana: User) -> None:
    client = sign_in("ana@example.org")
    assert "Sign out?" in client.get("/me/logout/").content.decode()
    assert is_signed_in(client)
    client.post("/me/logout/")
    assert not is_signed_in(client)


# Forgotten passwords ----------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_replaced_by_code(ana: User) -> None:
    client = Client()
    client.post("/me/password/reset/", {"email": "ana@example.org"})
    client.post("/me/password/reset/confirm/", {"code": code_in(str(mail.outbox[-1].body))})
    client.post(
        "/me/password/reset/complete/", {"password1": "new words by the sea", "password2": "new words by the sea"}
    )
    assert not is_signed_in(sign_in("ana@example.org"))
    assert is_signed_in(sign_in("ana@example.org", "new words by the sea"))
    assert mail.outbox[-1].subject == "[Inkstead] Your password was changed"


def test_asking_for_a_new_password_tells_nothing_of_who_is_here(ana: User) -> None:
    known, unknown = Client(), Client()
    first = known.post("/me/password/reset/", {"email": "ana@example.org"})
    second = unknown.post("/me/password/reset/", {"email": "who@example.org"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [client.get(first["Location"]).content.decode() for client in (known, unknown)]
    assert without_secrets(pages[0]).replace("ana@", "who@") == without_secrets(pages[1])
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["who@example.org"]]
    for _ in range(3):
        answers = [client.post(first["Location"], {"code": "BBBB-CCCC"}) for client in (known, unknown)]
        assert answers[0].status_code == answers[1].status_code


def test_somebody_without_a_password_gets_one_by_code(db: None) -> None:
    person("Dia", password=None)
    client = Client()
    client.post("/me/password/reset/", {"email": "dia@example.org"})
    client.post("/me/password/reset/confirm/", {"code": code_in(str(mail.outbox[-1].body))})
    client.post("/me/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    assert is_signed_in(sign_in("dia@example.org"))


# Second factors ---------------------------------------------------------------------------------------------------


def app_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_an_authenticator_app_and_recovery_codes_through_the_pages(ana: User) -> None:
    client = sign_in("ana@example.org")
    assert client.get("/me/2fa/totp/activate/")["Location"].startswith("/me/reauthenticate/")
    page = prove(client).get("/me/2fa/totp/activate/")
    assert page.status_code == 200
    assert 'src="data:image/svg+xml' in page.content.decode()
    secret = page.context["form"].secret
    client.post("/me/2fa/totp/activate/", {"code": app_code(secret)})
    codes = RecoveryCodes(_authenticator(ana, "recovery_codes")).get_unused_codes()
    assert codes[0] in client.get("/me/2fa/recovery-codes/").content.decode()

    cache.clear()  # one code opens once
    other = sign_in("ana@example.org")
    assert not is_signed_in(other)  # the password alone no longer does
    other.post("/me/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(other)
    other.post("/me/2fa/authenticate/", {"code": app_code(secret)})
    assert is_signed_in(other)

    for expected in (True, False):  # and a recovery code opens once
        third = sign_in("ana@example.org")
        third.post("/me/2fa/authenticate/", {"code": codes[0]})
        assert is_signed_in(third) is expected


def _authenticator(user: User, kind: str):  # type: ignore[no-untyped-def]
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(user_id=user.pk, type=kind)


def test_a_second_factor_is_asked_after_a_new_password_too(ana: User) -> None:
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.post("/me/password/reset/", {"email": "ana@example.org"})
    client.post("/me/password/reset/confirm/", {"code": code_in(str(mail.outbox[-1].body))})
    client.post("/me/password/reset/complete/", {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    assert not is_signed_in(client)
    assert not is_signed_in(sign_in("ana@example.org", PASSWORD + "!"))


@pytest.mark.parametrize("path", ["/me/login/", "/me/2fa/webauthn/add/", "/me/2fa/authenticate/"])
def test_pages_with_passkeys_obey_the_policy(ana: User, path: str) -> None:
    """Scripts from files of ours only; what stands inline is data, which no policy forbids."""
    client = Client()
    if "add" in path:
        client = prove(sign_in("ana@example.org"))
    if "authenticate" in path:
        TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
        sign_in("ana@example.org", client=client)
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "webauthn.js" in page
    for script in re.findall(r"<script([^>]*)>", page):
        assert 'type="application/json"' in script or re.search(r'src="/(?!/)', script), script
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)


def test_the_passkey_challenge_is_for_this_site(db: None) -> None:
    told = Client().get("/me/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    options = told["request_options"]["publicKey"]
    assert options["rpId"] == "testserver"
    assert len(options["challenge"]) >= 22


# Letters ----------------------------------------------------------------------------------------------------------


def test_every_change_of_how_to_get_in_is_told_by_letter(ana: User) -> None:
    client = sign_in("ana@example.org")
    new = {"oldpassword": PASSWORD, "password1": "new words by the sea", "password2": "new words by the sea"}
    client.post("/me/password/change/", new, HTTP_USER_AGENT="Firefox <b>")
    letter = mail.outbox[-1]
    assert letter.subject == "[Inkstead] Your password was changed"
    assert "from the address 127.0.0.1" in letter.body
    assert "with Firefox <b>." in letter.body


def test_the_address_behind_a_trusted_proxy_counts(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from inkstead.web.addresses import is_trusted

    monkeypatch.setattr(settings, "TRUSTED_PROXIES", ["10.0.0.0/8"])
    is_trusted.cache_clear()
    from allauth.usersessions.models import UserSession

    sign_in("ana@example.org", client=Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7"))
    sign_in("ana@example.org", client=Client(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="6.6.6.6"))
    assert sorted(session.ip for session in UserSession.objects.all()) == ["192.0.2.1", "198.51.100.7"]
    is_trusted.cache_clear()
