from __future__ import annotations

import pytest

from inkstead.accounts.names import slug_of, tidy_name
from inkstead.lib.refusals import Refused


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "Jean-Luc O’Hara",
        "Ḥāfiẓ",
        "علی‌رضا",  # with a zero-width non-joiner, as it is spelt
        "श्रीमान्",
        "夏目漱石",
        "Ни́на",
        "τα κύματα",
        "7",
        "<script>alert(1)</script>",  # only letters to us; templates escape it
        "Ana 🌸",
        "me and the sea",
        "Staff of Oak",
        "x" * 60,
    ],
)
def test_a_name_is_kept_as_typed(name: str) -> None:
    assert tidy_name(name) == name


def test_white_space_is_folded() -> None:
    assert tidy_name("  Ana \t\n de\u00a0la  Mar ") == "Ana de la Mar"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "…!?",
        "🌸",
        "x" * 61,
        "An\x00a",
        "Ana\u200b",
        "A\u200dna",
        "\u202eanA",
        "Ana\u2066",
        "Ana\ufeff",
        "Ana\u3164",
        "A\U000e0041na",
        "\ud800",
        "Z" + "\u0300" * 9,
        "аdmirer",  # the first letter is Cyrillic
        None,
        7,
    ],
)
def test_a_name_that_hides_or_shows_nothing_is_refused(name: object) -> None:
    with pytest.raises(Refused) as refusal:
        tidy_name(name)
    assert refusal.value.fields == {"pen_name": refusal.value.message}


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "ADMIN",
        "Admin2",
        "The Admin",
        "Inkstead",
        "Ｉｎｋｓｔｅａｄ News",
        "a moderator",
        "staff",
        "Me",
        "me",
        "You",
    ],
)
def test_a_name_that_passes_for_the_site_is_refused_but_for_its_keepers(name: str) -> None:
    with pytest.raises(Refused):
        tidy_name(name)
    assert tidy_name(name, keeper=True) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "ANA"),
        ("Ana", "Ａｎａ"),
        ("Straße", "STRASSE"),
        ("Jean-Luc", "jean luc"),
        ("O’Hara", "OHara"),
        ("e\u0301mile", "Émile"),
        ("ﬁn", "fin"),
        ("علی‌رضا", "علیرضا"),
    ],
)
def test_names_too_alike_share_a_slug(one: str, other: str) -> None:
    assert slug_of(one) == slug_of(other)


def test_names_that_differ_have_their_own_slug_in_every_script() -> None:
    names = ["Ana", "Anna", "Áine", "Аня", "夏目", "الف", "Μάριος", "ไทย"]
    assert len({slug_of(name) for name in names}) == len(names)
    assert slug_of("Μάριος") == "μάριος"
