from __future__ import annotations

import pytest

from inkstead.accounts import actions
from inkstead.accounts.models import PenName, User
from inkstead.lib.refusals import Refused
from tests.accounts.conftest import pen_name_of


def test_add_pen_name_keeps_the_one_in_use(ana: User) -> None:
    first = ana.pen_name
    second = actions.add_pen_name(ana, "Night Owl", "Writes\r\nlate.")
    ana.refresh_from_db()
    assert ana.pen_name == first
    assert (second.slug, second.bio, second.user) == ("night-owl", "Writes\nlate.", ana)


def test_add_pen_name_refuses_what_others_have(ana: User, ben: User) -> None:
    with pytest.raises(Refused, match="taken"):
        actions.add_pen_name(ana, "BEN")
    assert ana.pen_names.count() == 1


def test_edit_pen_name_changes_the_bio_only_of_ones_own(ana: User, ben: User) -> None:
    name = pen_name_of(ana)
    actions.edit_pen_name(name, bio="Reads.", by=ana)
    with pytest.raises(Refused, match="not one of your"):
        actions.edit_pen_name(name, bio="Mine now.", by=ben)
    with pytest.raises(Refused, match="limit is 2,000"):
        actions.edit_pen_name(name, bio="x" * 2001, by=ana)
    assert PenName.objects.get(pk=name.pk).bio == "Reads."


def test_use_pen_name_takes_only_ones_own(ana: User, ben: User) -> None:
    second = actions.add_pen_name(ana, "Night Owl")
    actions.use_pen_name(ana, second)
    with pytest.raises(Refused, match="not one of your"):
        actions.use_pen_name(ana, pen_name_of(ben))
    assert User.objects.get(pk=ana.pk).pen_name == second


def test_a_wish_becomes_a_pen_name_once(db: None) -> None:
    user = User.objects.create(email="cleo@example.org", wished_pen_name="Cleo")
    assert str(actions.take_wished_pen_name(user)) == "Cleo"
    assert actions.take_wished_pen_name(user) is None
    assert [name.name for name in user.pen_names.all()] == ["Cleo"]


def test_a_wish_that_went_meanwhile_gets_a_number(ana: User) -> None:
    user = User.objects.create(email="other@example.org", wished_pen_name="ANA")
    assert str(actions.take_wished_pen_name(user)) == "ANA 2"
