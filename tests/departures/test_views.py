"""The pages: nothing happens without the password, and one can stay for a week."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import PenName, Standing, User
from inkstead.departures.actions import ask_to_leave, name_heir, name_nobody
from inkstead.departures.models import Departure, Heir
from tests.conftest import ClientOf
from tests.factories import make_part, make_pen_name, make_story, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


def test_leave_and_stay_after_all(client: Client) -> None:
    user = make_user("Lena Leaves", password=PASSWORD)
    story = make_story(user, "Her story")
    make_part(story)
    assert client.get("/me/leave/").status_code == 302
    client.force_login(user)
    page = client.get("/me/leave/").content.decode()
    assert "Take it away, and leave its table of contents" in page
    refused = client.post("/me/leave/", {"password": "wrong", f"story-{story.pk}": "orphan", "comments": "go"})
    assert refused.status_code == 422
    assert 'value="orphan" checked' in refused.content.decode()  # nothing that was chosen is lost
    assert not Departure.objects.exists()
    answer = client.post("/me/leave/", {"password": PASSWORD, f"story-{story.pk}": "orphan"}, follow=True)
    assert "You are leaving" in answer.content.decode()
    assert client.get("/library/").status_code == 302  # signed out everywhere
    assert Departure.objects.get().stories == {str(story.pk): "orphan"}
    assert client.get("/me/leaving/").status_code == 200  # and what they wrote is theirs to take

    other = Client()
    landed = other.post("/me/login/", {"login": user.email, "password": PASSWORD})
    assert landed["Location"] == "/me/leave/stay/"
    assert "Stay after all" in other.get("/me/leave/stay/").content.decode()
    assert "You are staying" in other.post("/me/leave/stay/", follow=True).content.decode()
    user.refresh_from_db()
    assert user.is_active
    assert not Departure.objects.exists()


def test_with_a_second_factor_one_can_stay_too(client: Client) -> None:
    user = make_user("Una Two", password=PASSWORD)
    secret = "JBSWY3DPEHPK3PXP"
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, secret)
    client.force_login(user)
    assert "You are leaving" in client.post("/me/leave/", {"password": PASSWORD}, follow=True).content.decode()
    other = Client()
    other.post("/me/login/", {"login": user.email, "password": PASSWORD})
    assert other.get("/me/leave/stay/").status_code == 302  # the password alone opens nothing
    assert other.get("/me/leaving/").status_code == 302
    code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    landed = other.post("/me/2fa/authenticate/", {"code": code})
    assert landed["Location"] == "/me/leave/stay/"
    assert other.get("/library/").status_code == 302  # closed all the same
    assert "You are staying" in other.post("/me/leave/stay/", follow=True).content.decode()


def test_what_stands_until_the_day_leads_to_a_name_that_has_closed(client: Client, client_of: ClientOf) -> None:
    user = make_user("Lena Leaves", password=PASSWORD)
    story = make_story(user, "Her story")
    make_part(story)
    PenName.objects.filter(user=user).update(bio="Where I live")
    shunned, reader = make_user("Shunned"), make_user("Reader")
    block_name(shunned.pen_name, by=user)  # type: ignore[arg-type]
    block_name(shunned.pen_name, by=reader)  # type: ignore[arg-type] - and so has pages of their own
    assert "Where I live" in client.get("/by/lena-leaves/").content.decode()
    ask_to_leave(user, stories={}, keeps_comments=True)
    assert client_of(shunned).get("/by/lena-leaves/").status_code == 404
    for who in (client, client_of(reader)):
        page = who.get("/by/lena-leaves/").content.decode()
        assert ("Her story" in page, "Where I live" in page, "has closed" in page) == (True, False, True)
        assert ("wall" in page, "feeds/by" in page, "Follow" in page) == (False, False, False)


def test_a_strangers_way_in_is_no_way(client: Client) -> None:
    assert client.get("/me/leave/stay/").status_code == 302
    assert client.post("/me/leave/stay/").status_code == 302
    assert client.get("/me/heir/").status_code == 302


def test_name_an_heir_who_accepts_and_gives_it_back(client: Client) -> None:
    user, friend, stranger = make_user("Una"), make_user("Faithful Friend"), make_user()
    client.force_login(user)
    assert "nobody of that name" in client.post("/me/heir/", {"name": "No One", "months": "12"}).content.decode()
    client.post("/me/heir/", {"name": "Faithful Friend", "months": "12"})
    assert "have not answered yet" in client.get("/me/heir/").content.decode()
    client.force_login(stranger)
    assert user.pen_name is not None
    user_asked = f"/me/heir/of/{user.pen_name.pk}"
    assert client.post(f"{user_asked}/accept/").status_code == 404
    client.force_login(friend)
    client.post(f"{user_asked}/accept/")
    assert Heir.objects.get().accepted_at is not None
    answer = client.post(f"{user_asked}/claim/", follow=True).content.decode()
    assert "They were here not long ago." in answer
    client.post(f"{user_asked}/refuse/")
    assert not Heir.objects.exists()
    assert timezone.now() > user.created_at


def test_who_asks_under_one_name_and_then_another_is_not_told_to_be_one_person(client: Client) -> None:
    user, friend = make_user("Una"), make_user("Faithful Friend")
    addresses = []
    for name in (user.pen_names.get(), make_pen_name(user, "Una's Night")):
        User.objects.filter(pk=user.pk).update(pen_name=name)
        name_nobody(user)
        name_heir(User.objects.get(pk=user.pk), name="Faithful Friend", months=12)
        client.force_login(friend)
        page = client.get("/me/heir/").content.decode()
        addresses.append(re.findall(r"/me/heir/of/(\d+)/accept/", page))
    assert [len(found) for found in addresses] == [1, 1]
    assert addresses[0] != addresses[1]


def test_only_who_has_several_names_is_asked_whether_all_of_them_go_over(client: Client) -> None:
    user = make_user("Una")
    make_user("Faithful Friend")
    client.force_login(user)
    assert "other names</span>" not in client.get("/me/heir/").content.decode()
    make_pen_name(user, "Nightly Una")
    client.post("/me/heir/", {"name": "Faithful Friend", "months": "12"})
    assert not Heir.objects.get().all_names
    page = client.get("/me/heir/").content.decode()
    assert "other names</span>" in page
    assert 'stories under <span dir="auto">Una</span>' in page
    client.post("/me/heir/", {"name": "Faithful Friend", "months": "12", "all_names": "yes"})
    assert Heir.objects.get().all_names
    assert "stories under all your names" in client.get("/me/heir/").content.decode()


def test_a_story_that_is_not_theirs_stops_leaving(client: Client) -> None:
    user, other = make_user("Lena Leaves", password=PASSWORD), make_user("Somebody Else")
    story, strange = make_story(user, "Her story"), make_story(other)
    make_part(story)
    client.force_login(user)
    for field in ("story-999999", "story-abc", f"story-{strange.pk}"):
        answer = client.post("/me/leave/", {"password": PASSWORD, field: "orphan"})
        assert (answer.status_code, "You have no story" in answer.content.decode()) == (422, True), field
    assert not Departure.objects.exists()
    assert client.get("/library/").status_code == 200


def test_who_is_suspended_finds_a_sentence_in_the_place_of_the_form(client: Client) -> None:
    user, friend = make_user("Una"), make_user("Faithful Friend")
    name_heir(user, name="Faithful Friend", months=12)
    make_user("Second Friend")
    client.force_login(user)
    assert "Your account is suspended" not in client.get("/me/heir/").content.decode()
    User.objects.filter(pk=user.pk).update(standing=Standing.SUSPENDED)
    page = client.get("/me/heir/").content.decode()
    assert ("Your account is suspended" in page, 'name="months"' in page) == (True, False)
    answer = client.post("/me/heir/", {"name": "Second Friend", "months": "12"})
    assert (answer.status_code, answer.content.decode().count("Your account is suspended")) == (403, 1)
    assert Heir.objects.get().pen_name == friend.pen_name
    client.post("/me/heir/nobody/")
    assert not Heir.objects.exists()
