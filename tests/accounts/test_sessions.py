"""Who signs out is out at once, also on the pages that are answered from memory, in front of Django."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from inkstead.accounts import actions
from inkstead.accounts.models import User
from inkstead.web.front import Front
from inkstead.web.pages import make_page, pages
from inkstead.web.visitors import visitors
from tests.accounts.conftest import PASSWORD, is_signed_in, person, sign_in
from tests.through_front import Answer, FrontClient, call, environ_of


def behind_the_front(environ: object, start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("X-Answered-By", "Django")])
    return [b""]


def in_front(client: Client) -> Answer:
    """What the front alone answers to this browser for a page that is kept."""
    pages.obtain("/kept/", lambda: make_page("kept", "<p>the same for all</p>", ["kept"], {}))
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items() if name != "messages")
    return call(Front(behind_the_front), environ_of("GET", "/kept/", b"", {"Cookie": cookies}))  # type: ignore[arg-type]


def is_known_in_front(client: Client) -> bool:
    return in_front(client)["X-Answered-By"] != "Django"


def browser(email: str = "ana@example.org", password: str = PASSWORD) -> Client:
    """Signed in, and known to the front because it has been on a page."""
    client = sign_in(email, password)
    client.get("/me/")
    assert is_known_in_front(client)
    return client


def test_a_stranger_is_answered_by_the_front_and_an_unknown_session_by_django(ana: User) -> None:
    assert not in_front(Client())["X-Answered-By"]
    client = sign_in("ana@example.org")
    visitors._known.clear()
    assert not is_known_in_front(client)


def test_signing_out_is_forgotten_at_once(ana: User) -> None:
    client = browser()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/me/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = session  # as somebody who kept the cookie would
    assert not is_known_in_front(client)
    assert not is_signed_in(client)


def test_signing_out_elsewhere_ends_every_other_session_at_once(ana: User, ben: User) -> None:
    here, there, third, bens = browser(), browser(), browser(), browser("ben@example.org")
    page = here.get("/me/sessions/").content.decode()
    assert "127.0.0.1" in page
    here.post("/me/sessions/")
    for client in (there, third):
        assert not is_known_in_front(client)
        assert not is_signed_in(client)
    assert is_signed_in(here)
    assert is_known_in_front(here)
    assert is_known_in_front(bens)
    assert UserSession.objects.filter(user=ana).count() == 1


def test_a_session_deleted_by_its_key_is_forgotten(ana: User) -> None:
    client = browser()
    UserSession.objects.get(user=ana).end()
    assert not is_known_in_front(client)
    assert not is_signed_in(client)


CHANGES: dict[str, Callable[[User, Client], object]] = {
    "on its page": lambda user, client: client.post(
        "/me/password/change/", {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    ),
    "by the operator": lambda user, client: actions.set_password(user, PASSWORD + "!"),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_new_password_ends_other_sessions_at_once(ana: User, how: str) -> None:
    here, there = browser(), browser()
    CHANGES[how](ana, here)
    assert not is_known_in_front(there)
    assert not is_signed_in(there)
    assert is_signed_in(here) is (how == "on its page")


def test_a_closed_account_is_out_at_once(ana: User) -> None:
    client = browser()
    actions.deactivate_account(ana)
    assert not is_known_in_front(client)
    assert not is_signed_in(client)


def test_what_pages_show_of_a_person_follows_at_once(ana: User) -> None:
    client = browser()
    other = actions.add_pen_name(ana, "Night Owl")
    client.get("/me/")
    client.post(f"/me/pen-names/{other.slug}/use/")
    assert not is_known_in_front(client)
    client.get("/me/")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    known = visitors.find(session)
    assert known is not None
    assert known.pen_name == "Night Owl"
    actions.save_preferences(ana, {"paper": "black"})
    assert visitors.find(session) is None
    client.get("/me/")
    again = visitors.find(session)
    assert again is not None
    assert again.preferences == {"paper": "black"}


def test_the_whole_program_forgets_too(ana: User, ben: User, front: FrontClient) -> None:
    """Through the real front and Django, with a cookie that somebody kept."""
    for user in (ana, ben):
        assert front.get("/me/", by=user).status == 200
    front.post("/me/logout/", by=ana)
    actions.set_password(ben, PASSWORD + "!")
    for user in (ana, ben):
        answer = front.get("/me/", by=user)
        assert (answer.status, answer["Location"]) == (302, "/me/login/?next=/me/")


def test_the_cookie_is_not_for_scripts(ana: User) -> None:
    cookie = sign_in("ana@example.org").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_nobody_sees_the_sessions_of_another(ana: User) -> None:
    person("Cleo")
    sign_in("ana@example.org", client=Client(HTTP_USER_AGENT="Ana's own browser"))
    assert "Ana&#x27;s own" not in sign_in("cleo@example.org").get("/me/sessions/").content.decode()
