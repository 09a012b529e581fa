import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.slugs import slugify_title


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


@given(st.text(max_size=120))
def test_a_slug_is_its_own_slug(title: str) -> None:
    slug = slugify_title(title)
    assert slug == slugify_title(slug)
    assert 0 < len(slug) <= 60
