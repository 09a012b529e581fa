import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.slugs import slugify_tag, slugify_title


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("ALANA", "alana"),
        ("The Moonstone", "the-moonstone"),
        ("Don’t -- look   back!", "dont-look-back"),
        ("Ärger im Café", "ärger-im-café"),
        ("ألف ليلة وليلة", "ألف-ليلة-وليلة"),
        ("吾輩は猫である", "吾輩は猫である"),
        ("हिन्दी कहानी", "हिन्दी-कहानी"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full-width"),
        ("", "untitled"),
        ("✨!?", "untitled"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugify_title(title: str, slug: str) -> None:
    assert slugify_title(title) == slug


def test_a_long_title_is_cut_between_words() -> None:
    assert slugify_title("word " * 40) == "-".join(["word"] * 12)
    assert len(slugify_title("x" * 500)) == 60


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=120))
def test_plain_letters_take_a_shorter_way_to_the_same_slug(title: str) -> None:
    assert slugify_title(title) == slugify_title(f"{title}\N{ZERO WIDTH SPACE}")


@given(st.text(max_size=120))
def test_a_slug_is_its_own_slug(title: str) -> None:
    slug = slugify_title(title)
    assert slug == slugify_title(slug)
    assert 0 < len(slug) <= 60


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("Found Family", "found-family"),
        ("Sci-fi", "sci-fi"),
        ("Mira/Toma", "mira-toma"),
        ("Mira & Toma", "mira-and-toma"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("#cosy", "cosy"),
        ("18+", "18-plus"),
        ("untitled", "untitled"),
        ("🐉", "u1f409"),
        ("♥", "u2665"),
        ("❤️", "u2764"),
        ("🏳️‍🌈", "u1f3f3-u1f308"),
        ("...", "u2e-u2e-u2e"),
        ("❤️ love", "love"),
    ],
)
def test_two_tags_that_say_different_things_have_two_slugs(tag: str, slug: str) -> None:
    assert slugify_tag(tag) == slug


def test_many_signs_have_a_slug_of_their_own() -> None:
    rows = {slugify_tag("🐉" * number) for number in range(1, 60)}
    assert (len(rows), max(map(len, rows)) <= 60) == (59, True)


@given(st.text(max_size=120))
def test_the_slug_of_a_tag_is_its_own_slug(tag: str) -> None:
    slug = slugify_tag(tag)
    assert slug == slugify_tag(slug)
    assert 0 < len(slug) <= 60
