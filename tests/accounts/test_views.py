"""A person's own pages."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts import actions
from inkstead.accounts.models import ApiToken, PenName, User
from tests.accounts.conftest import pen_name_of, person, sign_in
from tests.conftest import signed_in

PAGES = ("/me/", "/me/pen-names/", "/me/pen-names/ana/", "/me/settings/", "/me/tokens/")
POSTS = (*PAGES, "/me/pen-names/ana/use/", "/me/tokens/1/revoke/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_those_who_are_signed_in(ana: User, path: str) -> None:
    assert Client().get(path)["Location"] == f"/me/login/?next={path}"
    answer = signed_in(ana).get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_can_send_nothing(ana: User, path: str) -> None:
    assert Client().post(path, {"name": "x"})["Location"].startswith("/me/login/")


@pytest.mark.parametrize("path", [path for path in POSTS if path.endswith(("use/", "revoke/"))])
def test_what_changes_something_is_no_link(ana: User, path: str) -> None:
    assert signed_in(ana).get(path).status_code == 405


# Pen names --------------------------------------------------------------------------------------------------------


def test_add_a_pen_name_and_speak_as_it(ana: User) -> None:
    client = signed_in(ana)
    client.post("/me/pen-names/", {"name": "Night Owl", "bio": "Writes late."})
    client.post("/me/pen-names/night-owl/use/")
    ana.refresh_from_db()
    assert str(ana.pen_name) == "Night Owl"
    page = client.get("/me/pen-names/").content.decode()
    assert page.index("Night Owl") < page.index("/me/pen-names/ana/")


def test_a_name_that_is_refused_comes_back_with_the_reason(ana: User, ben: User) -> None:
    answer = signed_in(ana).post("/me/pen-names/", {"name": "BEN", "bio": "My long text."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "That pen name is taken" in page
    assert "My long text." in page


def test_edit_what_a_pen_name_says(ana: User) -> None:
    client = signed_in(ana)
    client.post("/me/pen-names/ana/", {"bio": "<img src=x onerror=alert(1)> and\r\nmore"})
    assert PenName.objects.get().bio == "<img src=x onerror=alert(1)> and\nmore"
    assert "<img src=x" not in client.get("/me/pen-names/").content.decode()
    assert client.post("/me/pen-names/ana/", {"bio": "x" * 2001}).status_code == 400
    client.post("/me/pen-names/ana/", {"bio": "", "name": "Other", "user": "2", "slug": "other"})
    assert [*PenName.objects.values_list("name", "slug", "bio", "user")] == [("Ana", "ana", "", ana.pk)]


def test_another_persons_pen_name_is_not_there(ana: User, ben: User) -> None:
    client = signed_in(ben)
    assert client.get("/me/pen-names/ana/").status_code == 404
    assert client.post("/me/pen-names/ana/", {"bio": "mine"}).status_code == 404
    assert client.post("/me/pen-names/ana/use/").status_code == 404
    ben.refresh_from_db()
    assert str(ben.pen_name) == "Ben"


def test_a_pen_name_of_every_script_has_its_page(ana: User) -> None:
    client = signed_in(ana)
    for name in ("夏目漱石", "فروغ فرخزاد", "श्रीमान्", "Ἀσπασία"):
        pen_name = actions.add_pen_name(ana, name)
        assert client.get(f"/me/pen-names/{pen_name.slug}/").status_code == 200
        assert client.get(pen_name.get_absolute_url()).status_code == 200


def test_the_list_of_pen_names_takes_as_many_queries_for_one_as_for_three(ana: User, ben: User) -> None:
    for name in ("Night Owl", "Lark"):
        actions.add_pen_name(ana, name)
    asked = []
    for user in (ana, ben):
        client = signed_in(user)
        client.get("/me/pen-names/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/pen-names/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 7  # some of them are asked for what stands on every page


# Settings ---------------------------------------------------------------------------------------------------------


def test_reading_settings_without_scripts(ana: User) -> None:
    client = signed_in(ana)
    page = client.get("/me/settings/").content.decode()
    assert re.search(r'name="paper" value="auto"[^>]*checked', page)
    assert '<option value="100" selected>' in page
    client.post("/me/settings/", {"paper": "sepia", "size": "120", "justify": "yes"})
    ana.refresh_from_db()
    assert ana.preferences == {"paper": "sepia", "size": "120", "justify": "yes"}
    page = client.get("/me/settings/").content.decode()
    assert re.search(r'name="paper" value="sepia"[^>]*checked', page)
    assert 'data-paper="sepia"' in page.partition("<head>")[0]  # and the page itself obeys


@pytest.mark.parametrize("given", [{"paper": "neon"}, {"size": '"><script>'}])
def test_unknown_settings_are_refused(ana: User, given: dict[str, str]) -> None:
    assert signed_in(ana).post("/me/settings/", given).status_code == 400
    ana.refresh_from_db()
    assert ana.preferences == {}


# Tokens -----------------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once(ana: User) -> None:
    client = signed_in(ana)
    page = client.post("/me/tokens/", {"name": "My reader", "pen_name": pen_name_of(ana).pk}).content.decode()
    shown = re.findall(r"ink_[\w-]{43}", page)
    assert len(shown) == 1
    found = actions.user_for_token(shown[0])
    assert found is not None
    assert found.user == ana
    again = client.get("/me/tokens/").content.decode()
    assert "My reader" in again
    assert shown[0] not in again
    client.post(f"/me/tokens/{found.pk}/revoke/")
    assert actions.user_for_token(shown[0]) is None


def test_a_token_for_or_of_somebody_else_is_refused(ana: User, ben: User) -> None:
    client = signed_in(ben)
    assert client.post("/me/tokens/", {"name": "x", "pen_name": pen_name_of(ana).pk}).status_code == 400
    actions.create_token(ana, pen_name_of(ana), "hers")
    client.post(f"/me/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert ApiToken.objects.count() == 1
    assert "hers" not in client.get("/me/tokens/").content.decode()


# One person, several names ----------------------------------------------------------------------------------------


def test_no_page_of_others_joins_two_pen_names(ana: User, ben: User) -> None:
    """Each of Ana's names is on its own page alone, for a stranger, for Ben and even for Ana herself."""
    actions.add_pen_name(ana, "Night Owl", "Writes late.")
    for client in (Client(), signed_in(ben)):
        assert "Night Owl" not in client.get("/by/ana/").content.decode()
        # As a word: a random key may well have these three letters in it.
        assert not re.search(r"\bAna\b", client.get("/by/night-owl/").content.decode())
        assert client.get("/by/night-owl/").status_code == 200
    session = signed_in(ana)
    assert "Night Owl" not in session.get("/by/ana/").content.decode()


def test_signing_in_does_not_tell_the_address_to_pages_of_others(ana: User) -> None:
    person("Cleo")
    page = sign_in("cleo@example.org").get("/by/ana/").content.decode()
    assert "example.org" not in page
