"""Nobody poses as somebody who has left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from inkstead.accounts.actions import (
    add_pen_name,
    create_account,
    create_accounts,
    free_gone_name,
    prepare_account,
    take_wished_pen_name,
)
from inkstead.accounts.jobs import forget_gone_names
from inkstead.accounts.models import GoneName, User
from inkstead.accounts.names import TAKEN
from inkstead.departures import actions, departing
from inkstead.departures.models import Departure
from inkstead.discussion.actions import post_guest_comment
from inkstead.exchange.claims import make_unclaimed
from inkstead.lib.refusals import Refused
from tests.copies import all_rows
from tests.factories import make_part, make_pen_name, make_story, make_user

pytestmark = pytest.mark.django_db
ALIKE = (
    "Lola Quill",
    "LOLA QUILL",
    "lola-quill",
    "L0la Quill",
    "Lola QuiIl",
    "Coco",
    "C0CO",
    "\u0421\u043e\u0441\u043e",
)
APART = ("Lola Quills", "Lola Quilt", "Lolo Quill")


def leave(user: User) -> None:
    actions.ask_to_leave(user, stories={}, keeps_comments=False)
    Departure.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert departing.depart_due() == 1


@pytest.fixture
def gone() -> None:
    user = make_user("Lola Quill")
    make_pen_name(user, "Coco")
    leave(user)


@pytest.mark.parametrize("name", ALIKE)
@pytest.mark.usefixtures("gone")
def test_a_name_of_somebody_who_left_is_refused_as_one_that_is_taken(name: str) -> None:
    make_user("Ben")
    for asked in (name, "Ben"):
        with pytest.raises(Refused) as refused:
            add_pen_name(make_user(), asked)
        assert (refused.value.message, refused.value.code) == (TAKEN, "taken")
    with pytest.raises(Refused, match="was not long ago"):
        create_account(pen_name=name, email="new@reader.example")
    assert not User.objects.filter(email="new@reader.example").exists()


@pytest.mark.parametrize("name", APART)
@pytest.mark.usefixtures("gone")
def test_other_names_are_free(name: str) -> None:
    assert add_pen_name(make_user(), name).name == name


@pytest.mark.usefixtures("gone")
def test_a_batch_names_the_line_of_a_gone_name() -> None:
    batch = [prepare_account(pen_name=name, email=f"{name[:2]}@reader.example") for name in ("Newcomer", "L0la Quill")]
    with pytest.raises(Refused) as refused:
        create_accounts(batch)
    assert refused.value.refused_at == 1  # type: ignore[attr-defined]
    assert not User.objects.filter(email="Ne@reader.example").exists()


@pytest.mark.usefixtures("gone")
def test_the_page_of_joining_says_what_it_says_of_a_name_that_is_taken() -> None:
    make_user("Ben Here")
    answers = []
    for name in ("Lola Quill", "Ben Here"):
        given = {"pen_name": name, "email": "new@reader.example", "password1": "a quiet library at dusk"}
        page = Client().post("/me/signup/", given).content.decode()
        answers.append(TAKEN in page)
        assert "left" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert answers == [True, True]


@pytest.mark.usefixtures("gone")
def test_a_wish_an_archive_and_a_guest_do_not_get_it_either() -> None:
    user = User.objects.create(email="wish@reader.example", wished_pen_name="Lola Quill")
    assert str(take_wished_pen_name(user)) == "Lola Quill 2"
    name = make_unclaimed("L0la Quill", bio="", email="x@old.example", site="old.example", number="1")
    assert str(name) == "L0la Quill 3"
    part = make_part(make_story(make_user(), "A place to speak"))
    with pytest.raises(Refused, match="has or had that name"):
        post_guest_comment(part, body="It is me.", name="LOLA QUILL", address="192.0.2.7")


@pytest.mark.usefixtures("gone")
def test_what_is_kept_holds_no_name_and_does_not_join_two() -> None:
    rows = list(GoneName.objects.values())
    assert {frozenset(row) for row in rows} == {frozenset({"digest", "day"})}
    kept = str(all_rows()["accounts_gonename"]).lower()
    assert len(rows) == 4
    assert not any(word in kept for word in ("lola", "quill", "coco", "ʟ"))


def test_another_secret_makes_another_digest(settings: pytest.FixtureRequest) -> None:
    before = GoneName.digests_of("Lola Quill")
    settings.SECRET_KEY = "another one"  # type: ignore[attr-defined]
    assert not set(before) & set(GoneName.digests_of("Lola Quill"))


@pytest.mark.usefixtures("gone")
def test_after_a_year_it_is_free_and_forgotten() -> None:
    GoneName.objects.update(day=timezone.now().date() - timedelta(days=364))
    assert forget_gone_names.func() == 0
    with pytest.raises(Refused):
        add_pen_name(make_user(), "Lola Quill")
    GoneName.objects.update(day=timezone.now().date() - timedelta(days=365))
    add_pen_name(make_user(), "Lola Quill")  # also before the job has run
    assert forget_gone_names.func() == 4
    assert not GoneName.objects.exists()


@pytest.mark.usefixtures("gone")
def test_whoever_runs_the_site_sets_one_free(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("user", "free", "lola quill")  # as it is spelt, and not otherwise
    call_command("user", "free", "Never Here")
    assert capsys.readouterr().out == 2 * "Nobody of that name, spelt so, left within a year.\n"
    call_command("user", "free", "Lola Quill")
    assert capsys.readouterr().out == "It can be taken again.\n"
    add_pen_name(make_user(), "Lola Quill")
    with pytest.raises(Refused):
        add_pen_name(make_user(), "Coco")


@pytest.mark.usefixtures("gone")
def test_whoever_takes_it_again_and_leaves_again_is_remembered_from_then_on() -> None:
    GoneName.objects.update(day=timezone.now().date() - timedelta(days=400))
    user = make_user("Lola Quill")
    leave(user)
    assert not free_gone_name("Somebody Else")
    with pytest.raises(Refused):
        add_pen_name(make_user(), "Lola Quill")
