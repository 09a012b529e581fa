from __future__ import annotations

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from inkstead.accounts import actions
from inkstead.accounts.models import PenName, Role, User
from inkstead.lib import stamps
from inkstead.lib.refusals import Refused
from tests.accounts.conftest import PASSWORD, pen_name_of, person


def test_create_account_makes_a_confirmed_person_with_a_pen_name(db: None) -> None:
    user, pen_name = actions.create_account(pen_name="Ana", email="Ana@Example.org", password=PASSWORD)
    user.refresh_from_db()
    assert (user.email, user.role, user.pen_name) == ("ana@example.org", Role.READER, pen_name)
    assert user.check_password(PASSWORD)
    assert (pen_name.name, pen_name.slug, pen_name.user) == ("Ana", "ana", user)
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary, address.user) == ("ana@example.org", True, True, user)


def test_without_a_password_nobody_can_sign_in_with_one(db: None) -> None:
    assert not person("Ana", password=None).has_usable_password()


@pytest.mark.parametrize("name", ["Ana", "aNA", "Ａｎａ", "ana!"])
def test_create_account_refuses_a_name_too_much_like_another(ana: User, name: str) -> None:
    with pytest.raises(Refused, match="pen name is taken"):
        actions.create_account(pen_name=name, email="other@example.org")
    assert User.objects.count() == 1


def test_create_account_refuses_an_address_that_is_taken(ana: User) -> None:
    with pytest.raises(Refused, match="account with that e-mail"):
        actions.create_account(pen_name="Other", email="ANA@example.org")
    assert PenName.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "a b@example.org", "ana@example.org\nBcc: x@y.z", "a" * 250 + "@x.org"]
)
def test_create_account_refuses_what_is_no_address(db: None, email: str) -> None:
    with pytest.raises(Refused, match="not an e-mail address"):
        actions.create_account(pen_name="Ana", email=email)


@pytest.mark.parametrize("password", ["short", "password", "12345678", "ana@example.org", ""])
def test_create_account_refuses_a_weak_password(db: None, password: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_account(pen_name="Ana", email="ana@example.org", password=password)
    assert refusal.value.code == "weak_password"


def test_create_account_refuses_an_unknown_role(db: None) -> None:
    with pytest.raises(Refused, match="reader, tag_keeper, moderator, admin"):
        actions.create_account(pen_name="Ana", email="ana@example.org", role="king")


def test_an_address_never_confirmed_gives_way_to_its_owner(db: None) -> None:
    squatter = User.objects.create(email="ana@example.org", wished_pen_name="Squatter")
    EmailAddress.objects.create(user=squatter, email="ana@example.org", primary=True)
    user = person("Ana")
    assert [*User.objects.all()] == [user]


def test_many_accounts_are_made_together_or_not_at_all(ana: User) -> None:
    new = [actions.prepare_account(pen_name=name, email=f"{name}@x.org") for name in ("Cleo", "Dia", "Ana")]
    with pytest.raises(Refused) as refusal:
        actions.create_accounts(new)
    assert vars(refusal.value)["refused_at"] == 2
    made = actions.create_accounts(new[:2])
    assert [pen_name.name for _, pen_name in made] == ["Cleo", "Dia"]
    assert [*User.objects.order_by("pk").values_list("pen_name__name", flat=True)] == ["Ana", "Cleo", "Dia"]


def test_two_of_one_batch_cannot_share_a_name_or_an_address(db: None) -> None:
    one = actions.prepare_account(pen_name="Cleo", email="cleo@x.org")
    for other in (("CLEO", "other@x.org"), ("Other", "cleo@x.org")):
        with pytest.raises(Refused) as refusal:
            actions.create_accounts([one, actions.prepare_account(pen_name=other[0], email=other[1])])
        assert vars(refusal.value)["refused_at"] == 1


def test_385_accounts_take_few_queries(db: None, django_assert_max_num_queries: object) -> None:
    new = [actions.prepare_account(pen_name=f"reader{n}", email=f"r{n}@x.org") for n in range(385)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        actions.create_tokens(actions.create_accounts(new), "check")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["name", "email"])
def test_two_at_once_with_one_name_or_address_make_one_account(shared: str) -> None:
    start, outcomes = threading.Barrier(4), []

    def sign_up(number: int) -> None:
        name, email = ("Ana", f"ana{number}@x.org") if shared == "name" else (f"Ana {number}", "ana@x.org")
        start.wait()
        try:
            actions.create_account(pen_name=name, email=email)
            outcomes.append("made")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign_up, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "taken", "taken", "taken"]
    assert (User.objects.count(), PenName.objects.count()) == (1, 1)


def test_save_preferences_keeps_what_is_not_given_and_refuses_what_is_unknown(ana: User) -> None:
    actions.save_preferences(ana, {"paper": "sepia"})
    assert actions.save_preferences(ana, {"size": "120"}) == {"paper": "sepia", "size": "120"}
    for wrong in ({"size": "999"}, {"colour": "red"}, {"paper": '"><script>'}):
        with pytest.raises(Refused):
            actions.save_preferences(ana, wrong)
    ana.refresh_from_db()
    assert ana.preferences == {"paper": "sepia", "size": "120"}


@pytest.mark.django_db(transaction=True)
def test_every_change_of_a_person_makes_pages_look_again() -> None:
    ana = person("Ana")
    other = actions.add_pen_name(ana, "Other")
    changes = {
        "add a pen name": lambda: actions.add_pen_name(ana, "Third"),
        "speak as another": lambda: actions.use_pen_name(ana, other),
        "preferences": lambda: actions.save_preferences(ana, {"paper": "black"}),
        "role": lambda: actions.change_role(ana, Role.MODERATOR),
        "password": lambda: actions.set_password(ana, PASSWORD + "!"),
        "deactivation": lambda: actions.deactivate_account(ana),
    }
    for what, change in changes.items():
        names = [f"user:{ana.pk}"]
        before = stamps.current().stamps_of(names)
        change()
        assert not stamps.current().unchanged(names, before), what
    names = [f"penname:{other.pk}"]
    before = stamps.current().stamps_of(names)
    actions.edit_pen_name(other, bio="Writes at night.", by=ana)
    assert not stamps.current().unchanged(names, before)


def test_deactivating_keeps_what_was_written(ana: User) -> None:
    actions.deactivate_account(ana)
    assert pen_name_of(ana).name == "Ana"
